"""Leaving a group before its end: why, and what is asked once more."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.departures import LeavingReason
from clinic.forms.people.departures import LeavingForm
from clinic.models.enrollments import Enrollment
from clinic.operations.people.departures import leave
from clinic.queries.people.enrollments import get_enrollment
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("departures", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/leaving")
@access(Action.CLIENT_ENROLL)
def edit(enrollment_id: str) -> str:
    """Ask why somebody leaves."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    return _page(enrollment, _standing(enrollment))


@blueprint.post("/enrollments/<id:enrollment_id>/leaving")
@access(Action.CLIENT_ENROLL)
@edits
def update(enrollment_id: str) -> Response | tuple[str, int]:
    """End the place, or mend the reason that was noted."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    form = _standing(enrollment)
    if form.validate():
        try:
            leave(
                db(),
                actor(),
                enrollment,
                LeavingReason(form.why.data),
                form.words.data,
                asks_at_the_end=bool(form.asks_at_the_end.data),
            )
        except Refused as refused:
            form.add_refusal(refused)
            enrollment = get_enrollment(db(), reader(), enrollment_id)
        else:
            flash(_("The place has ended. What was written stays readable."), "success")
            client_id = enrollment.client.public_id
            page = url_for("therapist.clients.show", client_id=client_id, place=enrollment_id)
            return redirect(page, 303)
    return _page(enrollment, form), 422


def _standing(enrollment: Enrollment) -> LeavingForm:
    noted = {"words": enrollment.reason, "asks_at_the_end": True}
    if enrollment.leaving is not None:
        noted["why"] = enrollment.leaving.value
    return LeavingForm(data=noted)


def _page(enrollment: Enrollment, form: LeavingForm) -> str:
    return render_template("therapist/people/departures/edit.html", page=enrollment, form=form)
