"""One PDF for the room: for each person the handouts of a meeting, then its plan and the names."""

from flask import Blueprint, make_response, redirect, url_for
from flask_babel import get_translations
from werkzeug import Response

from clinic.blueprints.handouts.stamps import begins, meeting_name, stamp, subtitle_of
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.operations.sheet_codes import issue_sheet_codes
from clinic.printing.packs import FacilitatorPlan, Pack, PackPart, SignIn, pack_pdf
from clinic.printing.sheets import Paper
from clinic.queries.handouts import RoomPack, RoomPerson, room_pack
from clinic.queries.sessions import get_session
from clinic.web.context import actor, db, now, reader
from clinic.web.gate import access
from clinic.web.pages import clinic

blueprint = Blueprint("packs", __name__)


@blueprint.post("/sessions/<id:session_id>/pack")
@access(Action.PACK_PRINT)
def create(session_id: str) -> Response:
    """Give the sheets that people take home their codes, then go on to the paper."""
    issue_sheet_codes(db(), actor(), get_session(db(), reader(), session_id))
    return redirect(url_for(".show", session_id=session_id), 303)


@blueprint.get("/sessions/<id:session_id>/pack.pdf")
@access(Action.PACK_PRINT)
def show(session_id: str) -> Response:
    """Print the room, with the codes that live."""
    room = room_pack(db(), reader(), session_id, now())
    if not room.people:
        raise Refused(N_("Nobody is enrolled yet, so there is nobody to print for."))
    if not room.sheets:
        raise Refused(N_("The plan of this session hands out no sheets."))
    answer = make_response(pack_pdf(_pack(room), get_translations()))
    answer.mimetype = "application/pdf"
    # The name says nothing of the clinic or the group: it stays behind in a folder of downloads.
    day = begins(room.session).date().isoformat()
    name = f"session-{room.session.number}-{day}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _pack(room: RoomPack) -> Pack:
    subtitle = subtitle_of(room.session)
    settings = clinic()
    return Pack(
        title=meeting_name(room.session),
        language=room.language,
        paper=Paper(settings.paper.value),
        crisis_line=settings.crisis_line,
        parts=tuple(_part(room, person, subtitle) for person in room.people),
        plan=FacilitatorPlan(
            title=room.session.title,
            subtitle=subtitle,
            aims=room.planned.aims,
            begins=begins(room.session).time(),
            items=room.planned.plan,
        )
        if room.planned
        else None,
        sign_in=SignIn(subtitle, tuple(person.name for person in room.people)),
    )


def _part(room: RoomPack, person: RoomPerson, subtitle: str) -> PackPart:
    stamps = {sheet: stamp(person.name, subtitle, code) for sheet, code in person.codes.items()}
    return PackPart(person.name, subtitle, room.sheets, stamps=stamps)
