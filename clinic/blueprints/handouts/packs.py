"""One PDF for the room: for each person the handouts of a meeting, then its plan and the names."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, make_response
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.programs import SessionKind
from clinic.domain.text import N_
from clinic.models.sessions import GroupSession
from clinic.printing.packs import FacilitatorPlan, Pack, PackPart, SignIn, pack_pdf
from clinic.printing.sheets import Paper
from clinic.queries.handouts import RoomPack, room_pack
from clinic.web.context import db, reader
from clinic.web.gate import access
from clinic.web.pages import clinic, full_day

blueprint = Blueprint("packs", __name__)


@blueprint.get("/sessions/<id:session_id>/pack.pdf")
@access(Action.PACK_PRINT)
def show(session_id: str) -> Response:
    """Print the room."""
    room = room_pack(db(), reader(), session_id)
    if not room.names:
        raise Refused(N_("Nobody is enrolled yet, so there is nobody to print for."))
    if not room.sheets:
        raise Refused(N_("The plan of this session hands out no sheets."))
    answer = make_response(pack_pdf(_pack(room), get_translations()))
    answer.mimetype = "application/pdf"
    # The name says nothing of the clinic or the group: it stays behind in a folder of downloads.
    day = _begins(room.session).date().isoformat()
    name = f"session-{room.session.number}-{day}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _pack(room: RoomPack) -> Pack:
    begins = _begins(room.session)
    meeting = _name(room.session)
    subtitle = " · ".join((room.session.cohort.discreet_name, meeting, full_day(begins.date())))
    settings = clinic()
    return Pack(
        title=meeting,
        language=room.language,
        paper=Paper(settings.paper.value),
        crisis_line=settings.crisis_line,
        parts=tuple(PackPart(name, subtitle, room.sheets) for name in room.names),
        plan=FacilitatorPlan(
            title=room.session.title,
            subtitle=subtitle,
            aims=room.planned.aims,
            begins=begins.time(),
            items=room.planned.plan,
        )
        if room.planned
        else None,
        sign_in=SignIn(subtitle, room.names),
    )


def _begins(session: GroupSession) -> datetime:
    return session.starts_at.astimezone(ZoneInfo(session.cohort.time_zone))


def _name(session: GroupSession) -> str:
    if session.kind is SessionKind.ORIENTATION:
        return str(_("Preparation"))
    if session.kind is SessionKind.BOOSTER:
        return str(_("Meeting again"))
    return str(_("Session %(number)s", number=session.number))
