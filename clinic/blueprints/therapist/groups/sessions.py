"""Group sessions: the plan of a meeting and what depends on it, and changing the schedule at it."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused, Stale
from clinic.domain.groups.schedules import ChangeKind
from clinic.forms.groups.attendance import MARK_WORDS
from clinic.forms.groups.sessions import ChangeScheduleForm
from clinic.lookups.groups.schedule_previews import SchedulePreview, preview_change
from clinic.models.sessions import GroupSession
from clinic.operations.groups.schedules import change_schedule
from clinic.presenters.course_charts import occasion_name
from clinic.queries.groups.sessions import SessionTimes, get_session, session_page, session_times
from clinic.queries.safety.risk import open_cases_of_cohort
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/sessions/<id:session_id>")
@access(Action.SESSION_READ)
def show(session_id: str) -> str:
    """Show the plan, the paper, the home practice and the room."""
    page = session_page(db(), reader(), session_id, now())
    return render_template(
        "therapist/groups/sessions/show.html",
        page=page,
        cases=open_cases_of_cohort(db(), reader(), page.cohort, now()),
        occasion_name=occasion_name,
        mark_words=MARK_WORDS,
    )


@blueprint.get("/sessions/<id:session_id>/time")
@access(Action.SESSION_CHANGE)
def edit(session_id: str) -> str:
    """Ask what is to change."""
    page = session_times(db(), reader(), session_id, now())
    form = _filled(page.session)
    if request.args.get("kind") == ChangeKind.CLOCK:
        # Chosen on this page and nowhere before it: what stands is that nothing is to be done.
        form.kind.data = ChangeKind.CLOCK.value
    return _edit_page(page, form)


@blueprint.post("/sessions/<id:session_id>/time")
@access(Action.SESSION_CHANGE)
@edits
def update(session_id: str) -> Response | str | tuple[str, int]:
    """Show what would change, and do it when that was looked at."""
    session = get_session(db(), reader(), session_id)
    cohort = session.cohort
    form = _filled(session)
    status = 422
    if form.validate():
        change = form.change(session.id, cohort.time_zone)
        try:
            if not form.fingerprint.data:
                return _preview_page(session, form, preview_change(db(), cohort, change, now()))
            change_schedule(db(), actor(), cohort, change, form.fingerprint.data)
        except Refused as refused:
            form.add_refusal(refused)
            status = 409 if isinstance(refused, Stale) else 422
        else:
            flash(_("The dates are changed. You can undo it here for now."), "success")
            return redirect(url_for("therapist.cohorts.show", cohort_id=cohort.public_id), 303)
    return _edit_page(session_times(db(), reader(), session_id, now()), form), status


def _edit_page(page: SessionTimes, form: ChangeScheduleForm) -> str:
    form.offer(is_off_the_wall=page.is_off_the_wall)
    return render_template("therapist/groups/sessions/edit.html", page=page, form=form)


def _preview_page(session: GroupSession, form: ChangeScheduleForm, page: SchedulePreview) -> str:
    return render_template(
        "therapist/groups/sessions/preview.html",
        page=page,
        session=session,
        kind=form.kind.data,
        fields={**form.sent_again(), "fingerprint": page.fingerprint},
    )


def _filled(session: GroupSession) -> ChangeScheduleForm:
    zone = ZoneInfo(session.cohort.time_zone)
    starts_at, ends_at = (at.astimezone(zone) for at in (session.starts_at, session.ends_at))
    return ChangeScheduleForm(
        kind=ChangeKind.MOVE.value,
        starts_on=starts_at.date(),
        starts_at=starts_at.time(),
        ends_at=ends_at.time(),
    )
