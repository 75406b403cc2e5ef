"""A person's break: until when and why, and taking the place up again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.people.pauses import PauseForm
from clinic.lookups.people.pauses import current_pause
from clinic.models.enrollments import Enrollment
from clinic.operations.people.pauses import come_back, pause
from clinic.queries.people.enrollments import get_enrollment
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("pauses", __name__)

_USUAL = timedelta(days=14)


@blueprint.get("/enrollments/<id:enrollment_id>/break")
@access(Action.CLIENT_ENROLL)
def edit(enrollment_id: str) -> str:
    """Ask until when and why."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    return _draw(enrollment, _standing(enrollment))


@blueprint.post("/enrollments/<id:enrollment_id>/break")
@access(Action.CLIENT_ENROLL)
@edits
def update(enrollment_id: str) -> Response | tuple[str, int]:
    """Begin a break, or give the one under way another day."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    form = _standing(enrollment)
    if form.validate() and form.ends_on.data:
        try:
            pause(db(), actor(), enrollment, form.ends_on.data, form.reason.data)
        except Refused as refused:
            form.add_refusal(refused)
            enrollment = get_enrollment(db(), reader(), enrollment_id)
        else:
            flash(_("The break is noted. Nothing will be sent until then."), "success")
            return redirect(_back(enrollment), 303)
    return _draw(enrollment, form), 422


@blueprint.post("/enrollments/<id:enrollment_id>/break/return")
@access(Action.CLIENT_ENROLL)
def remove(enrollment_id: str) -> Response:
    """Take the place up again now."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    come_back(db(), actor(), enrollment)
    flash(
        _("The break is over. What closed in the meantime counts as missed by agreement."),
        "success",
    )
    return redirect(_back(enrollment), 303)


def _standing(enrollment: Enrollment) -> PauseForm:
    note = current_pause(db(), enrollment, now())
    zone = ZoneInfo(enrollment.cohort.time_zone)
    until = note.until.astimezone(zone).date() if note and note.until else None
    form = PauseForm(data={"ends_on": until, "reason": note.reason if note else None})
    form.suggest("ends_on", (now() + _USUAL).astimezone(zone).date())
    return form


def _back(enrollment: Enrollment) -> str:
    client_id = enrollment.client.public_id
    return url_for("therapist.clients.show", client_id=client_id, place=enrollment.public_id)


def _draw(enrollment: Enrollment, form: PauseForm) -> str:
    return render_template(
        "therapist/people/pauses/edit.html",
        page=enrollment,
        form=form,
        is_paused=enrollment.is_paused_at(now()),
        back=_back(enrollment),
    )
