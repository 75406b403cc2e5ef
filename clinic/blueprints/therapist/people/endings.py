"""Erasing a person's record at her wish, and holding it: asked for here, granted elsewhere."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.people.endings import HoldForm
from clinic.lookups.people.names import full_name
from clinic.operations.people.endings import (
    ask_erasure,
    hold_record,
    lift_hold,
    take_back_ending,
)
from clinic.presenters.ending_words import part_lines
from clinic.queries.people.endings import erasure_page
from clinic.queries.people.enrollments import get_enrollment
from clinic.web.gate import access, fresh
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("endings", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/erasure")
@access(Action.RECORD_END)
def show(enrollment_id: str) -> str:
    """Show what an erasure takes, what stays and why, and what holds the record."""
    return _draw(enrollment_id, HoldForm())


@blueprint.post("/enrollments/<id:enrollment_id>/erasure")
@access(Action.RECORD_END)
@fresh()
def create(enrollment_id: str) -> Response:
    """Ask that everything of the person end."""
    place = get_enrollment(db(), reader(), enrollment_id)
    try:
        ask_erasure(db(), actor(), place)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(_("Request sent. An administrator grants it; until it is done you can take it back."))
    return redirect(url_for(".show", enrollment_id=enrollment_id), 303)


@blueprint.post("/enrollments/<id:enrollment_id>/erasure/removal")
@access(Action.RECORD_END)
def remove(enrollment_id: str) -> Response:
    """Take the request back."""
    page = erasure_page(db(), reader(), enrollment_id, now())
    if page.ending is None:
        flash(_("There is no open request here."))
    else:
        try:
            take_back_ending(db(), actor(), page.ending)
        except Refused as refused:
            flash(str(_(refused.message, **refused.params)))
        else:
            flash(_("It is taken back. Nothing ends."), "success")
    return redirect(url_for(".show", enrollment_id=enrollment_id), 303)


@blueprint.post("/enrollments/<id:enrollment_id>/hold")
@access(Action.RECORD_END)
def hold(enrollment_id: str) -> Response | tuple[str, int]:
    """Keep the record from ending, with the reason."""
    form = HoldForm()
    place = get_enrollment(db(), reader(), enrollment_id)
    if not form.validate():
        return _draw(enrollment_id, form), 422
    hold_record(db(), actor(), place, str(form.reason.data))
    flash(_("The record is on hold: nothing of it ends."), "success")
    return redirect(url_for(".show", enrollment_id=enrollment_id), 303)


@blueprint.post("/enrollments/<id:enrollment_id>/hold/removal")
@access(Action.RECORD_END)
def lift(enrollment_id: str) -> Response:
    """Lift the hold."""
    lift_hold(db(), actor(), get_enrollment(db(), reader(), enrollment_id))
    flash(_("The hold is lifted."), "success")
    return redirect(url_for(".show", enrollment_id=enrollment_id), 303)


def _draw(enrollment_id: str, form: HoldForm) -> str:
    page = erasure_page(db(), reader(), enrollment_id, now())
    return render_template(
        "therapist/people/endings/show.html",
        page=page,
        name=full_name(page.enrollment.client),
        parts=part_lines(page.counts),
        form=form,
    )
