"""Opening a record in an emergency, ending it, and looking at those of one's own groups."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.forms.safety.emergencies import EmergencyForm, ReviewForm, emergency_form
from clinic.models.emergencies import Emergency
from clinic.operations.safety.emergencies import (
    end_emergency,
    open_group_in_emergency,
    open_person_in_emergency,
    review_emergency,
)
from clinic.queries.safety.emergencies import (
    EmergenciesPage,
    emergencies_page,
    emergency_line,
    get_emergency,
    get_own_emergency,
)
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, reader

_NOBODY = N_("Nobody is known by exactly this, or more than one person is. Try another way.")

blueprint = Blueprint("emergencies", __name__)


@blueprint.get("/emergencies")
@access(Action.EMERGENCY_OPEN)
def index() -> str:
    """Show the form, and what others opened of one's own groups."""
    page = emergencies_page(db(), reader())
    return _page(page, _form(page))


@blueprint.post("/emergencies")
@access(Action.EMERGENCY_OPEN)
@fresh()
def create() -> Response | tuple[str, int]:
    """Open one record for an hour."""
    page = emergencies_page(db(), reader())
    form = _form(page)
    if form.validate():
        try:
            row = _opened(page, form)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            if row is not None:
                flash(_("It is open to you now, to read. Whoever works there is told."), "success")
                return redirect(url_for(".show", emergency_id=row.public_id), 303)
            form.add_refusal(Refused(_NOBODY, field="person"))
    return _page(page, form), 422


@blueprint.get("/emergencies/<id:emergency_id>")
@access(Action.EMERGENCY_OPEN)
def show(emergency_id: str) -> Response:
    """Lead to the record that the reader opened."""
    row = get_own_emergency(db(), reader(), emergency_id)
    if row.cohort is not None:
        return redirect(url_for("therapist.cohorts.show", cohort_id=row.cohort.public_id), 303)
    assert row.client is not None  # noqa: S101 - one of the two, by the table's rule
    return redirect(url_for("therapist.clients.show", client_id=row.client.public_id), 303)


@blueprint.post("/emergencies/<id:emergency_id>/end")
@access(Action.EMERGENCY_OPEN)
def end(emergency_id: str) -> Response:
    """Close it again."""
    end_emergency(db(), actor(), get_own_emergency(db(), reader(), emergency_id))
    flash(_("It is closed to you again."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/emergencies/<id:emergency_id>/review")
@access(Action.EMERGENCY_REVIEW)
def edit(emergency_id: str) -> str:
    """Ask a supervisor what she found."""
    return _review(emergency_id, ReviewForm())


@blueprint.post("/emergencies/<id:emergency_id>/review")
@access(Action.EMERGENCY_REVIEW)
def update(emergency_id: str) -> Response | tuple[str, int]:
    """Note that a supervisor has looked at it."""
    row = get_emergency(db(), reader(), emergency_id)
    form = ReviewForm()
    if form.validate():
        try:
            review_emergency(db(), actor(), row, form.words.data or "")
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("Noted, with your name and the time."), "success")
            return redirect(url_for(".index"), 303)
    return _review(emergency_id, form), 422


def _opened(page: EmergenciesPage, form: EmergencyForm) -> Emergency | None:
    person, reason = (form.person.data or "").strip(), form.reason.data or ""
    group = next((one for one in page.groups if one.public_id == form.group.data), None)
    if bool(person) == (group is not None):
        raise Refused(_("Enter a person, or choose a group."), field="person")
    if group is not None:
        return open_group_in_emergency(db(), actor(), group, reason)
    return open_person_in_emergency(db(), actor(), person, reason)


def _form(page: EmergenciesPage) -> EmergencyForm:
    return emergency_form((one.public_id, one.name) for one in page.groups)


def _page(page: EmergenciesPage, form: EmergencyForm) -> str:
    return render_template(
        "therapist/safety/emergencies/index.html", page=page, form=form, zone=clinic().time_zone
    )


def _review(emergency_id: str, form: ReviewForm) -> str:
    return render_template(
        "therapist/safety/emergencies/edit.html",
        line=emergency_line(db(), reader(), emergency_id),
        form=form,
        zone=clinic().time_zone,
    )
