"""Group sessions: the plan of a meeting and what hangs on it, and giving it a new time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused, Stale
from clinic.forms.attendance import MARK_WORDS
from clinic.forms.sessions import MoveSessionForm
from clinic.models.sessions import GroupSession
from clinic.operations.sessions import move_session
from clinic.queries.sessions import SessionPage, get_session, movable, session_page
from clinic.web.context import actor, db, now, reader
from clinic.web.course_charts import occasion_name
from clinic.web.gate import access
from clinic.web.pages import moment

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/sessions/<id:session_id>")
@access(Action.SESSION_READ)
def show(session_id: str) -> str:
    """Show the plan, the paper, the home practice and the room."""
    page = session_page(db(), reader(), session_id, now())
    return render_template(
        "therapist/sessions/show.html",
        page=page,
        occasion_name=occasion_name,
        mark_words=MARK_WORDS,
    )


@blueprint.get("/sessions/<id:session_id>/time")
@access(Action.SESSION_CHANGE)
def edit(session_id: str) -> str:
    """Ask for the new time, and say what moves with it."""
    page = session_page(db(), reader(), session_id, now())
    return _edit_page(page, _filled(page.session))


@blueprint.post("/sessions/<id:session_id>/time")
@access(Action.SESSION_CHANGE)
def update(session_id: str) -> Response | tuple[str, int]:
    """Move the session with every window that hangs on it."""
    session = get_session(db(), reader(), session_id)
    zone = session.cohort.time_zone
    form = MoveSessionForm()
    status = 422
    if form.validate():
        starts_at, ends_at = form.instants(zone)
        version = int(form.version.data or 0)
        try:
            move_session(db(), actor(), session, starts_at, ends_at, version)
        except Refused as refused:
            form.add_refusal(refused)
            status = 409 if isinstance(refused, Stale) else 422
        else:
            flash(_("The session is now on %(time)s.", time=moment(starts_at, zone)), "success")
            return redirect(url_for(".show", session_id=session_id), 303)
    return _edit_page(session_page(db(), reader(), session_id, now()), form), status


def _edit_page(page: SessionPage, form: MoveSessionForm) -> str:
    return render_template(
        "therapist/sessions/edit.html",
        page=page,
        form=form,
        movable=movable(db(), page.session, page.before, now()),
    )


def _filled(session: GroupSession) -> MoveSessionForm:
    zone = ZoneInfo(session.cohort.time_zone)
    starts_at, ends_at = (_wall(at, zone) for at in (session.starts_at, session.ends_at))
    return MoveSessionForm(
        starts_on=starts_at.date(),
        starts_at=starts_at.time(),
        ends_at=ends_at.time(),
        version=session.version,
    )


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone)
