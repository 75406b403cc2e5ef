"""Places in cohorts: giving one to somebody, and how it goes on with it."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.therapist.people.doubles import look_alikes
from clinic.domain.access import Action
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.forms.people.enrollments import EnrollmentForm, EnrollmentStatusForm
from clinic.lookups.people.names import full_name
from clinic.models.enrollments import Enrollment
from clinic.operations.people.enrollments import change_status, enroll, enroll_new_client
from clinic.queries.people.enrollments import Joining, get_enrollment, joining
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("enrollments", __name__)


@blueprint.get("/cohorts/<id:cohort_id>/people/new")
@access(Action.CLIENT_ENROLL)
def new(cohort_id: str) -> str:
    """Ask who is to have a place."""
    found = joining(db(), reader(), cohort_id, now())
    return _page(found, _form(found))


@blueprint.post("/cohorts/<id:cohort_id>/people/new")
@access(Action.CLIENT_ENROLL)
def create(cohort_id: str) -> Response | tuple[str, int]:
    """Give somebody a place, with the homework and measures still to come."""
    found = joining(db(), reader(), cohort_id, now())
    form = _form(found)
    if form.validate():
        try:
            enrollment = _enroll(found, form)
        except Refused as refused:
            form.add_refusal(refused)
            found = joining(db(), reader(), cohort_id, now())
        else:
            person = get_enrollment(db(), reader(), enrollment.public_id).client
            flash(_("%(name)s has a place.", name=full_name(person)), "success")
            return redirect(url_for("therapist.clients.show", client_id=person.public_id), 303)
    return _page(found, form), 422


@blueprint.get("/enrollments/<id:enrollment_id>/edit")
@access(Action.CLIENT_ENROLL)
def edit(enrollment_id: str) -> str:
    """Ask how it goes on with somebody's place."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    return _status_page(enrollment, _standing(enrollment))


@blueprint.post("/enrollments/<id:enrollment_id>")
@access(Action.CLIENT_ENROLL)
@edits
def update(enrollment_id: str) -> Response | tuple[str, int]:
    """End a place, or take it up again."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    form = _standing(enrollment)
    if form.validate():
        status = EnrollmentStatus(form.status.data)
        try:
            change_status(db(), actor(), enrollment, status, form.reason.data)
        except Refused as refused:
            form.add_refusal(refused)
            enrollment = get_enrollment(db(), reader(), enrollment_id)
        else:
            flash(_("Saved."), "success")
            client_id = enrollment.client.public_id
            page = url_for("therapist.clients.show", client_id=client_id, place=enrollment_id)
            return redirect(page, 303)
    return _status_page(enrollment, form), 422


def _standing(enrollment: Enrollment) -> EnrollmentStatusForm:
    noted = {"status": enrollment.status_at(now()).value, "reason": enrollment.reason}
    return EnrollmentStatusForm(data=noted)


def _form(found: Joining) -> EnrollmentForm:
    return EnrollmentForm([(c.public_id, f"{full_name(c)} · {c.code}") for c in found.candidates])


def _enroll(found: Joining, form: EnrollmentForm) -> Enrollment:
    doer = actor(form.once.data)
    if not form.is_new:
        client = next(c for c in found.candidates if c.public_id == form.chosen)
        return enroll(db(), doer, found.cohort, client)
    newcomer = replace(form.newcomer, may_be_known=bool(look_alikes(form)))
    return enroll_new_client(db(), doer, found.cohort, newcomer)


def _page(found: Joining, form: EnrollmentForm) -> str:
    return render_template(
        "therapist/people/enrollments/new.html", page=found, form=form, doubles=look_alikes(form)
    )


def _status_page(enrollment: Enrollment, form: EnrollmentStatusForm) -> str:
    return render_template("therapist/people/enrollments/edit.html", page=enrollment, form=form)
