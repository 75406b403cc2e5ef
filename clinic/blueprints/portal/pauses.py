"""Taking a break from one's own place, and coming back by one button."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.people.pauses import OwnPauseForm
from clinic.lookups.groups.places import place_of
from clinic.lookups.people.pauses import PauseNote, current_pause
from clinic.models.enrollments import Enrollment
from clinic.operations.people.pauses import come_back, pause
from clinic.queries.people.pauses import get_own_enrollment
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("pauses", __name__)


@blueprint.get("/places/<id:enrollment_id>/break")
@access(Action.BREAK_TAKE)
def edit(enrollment_id: str) -> str:
    """Ask until when."""
    enrollment = get_own_enrollment(db(), reader(), enrollment_id)
    note = current_pause(db(), enrollment, now())
    return _draw(enrollment, _form(enrollment, note))


@blueprint.post("/places/<id:enrollment_id>/break")
@access(Action.BREAK_TAKE)
@edits
def update(enrollment_id: str) -> Response | tuple[str, int]:
    """Begin a break, or give it another day."""
    enrollment = get_own_enrollment(db(), reader(), enrollment_id)
    note = current_pause(db(), enrollment, now())
    form = _form(enrollment, note)
    if form.validate() and form.ends_on.data:
        kept = note.reason if note else None
        reason = form.reason.data if form.reason else kept
        try:
            pause(db(), actor(), enrollment, form.ends_on.data, reason)
        except Refused as refused:
            form.add_refusal(refused)
            enrollment = get_own_enrollment(db(), reader(), enrollment_id)
        else:
            return redirect(url_for("portal.today.show"), 303)
    return _draw(enrollment, form), 422


@blueprint.post("/places/<id:enrollment_id>/break/return")
@access(Action.BREAK_TAKE)
def remove(enrollment_id: str) -> Response:
    """Come back now."""
    enrollment = get_own_enrollment(db(), reader(), enrollment_id)
    come_back(db(), actor(), enrollment)
    flash(_("Good to have you back. There is nothing to make up for."), "success")
    return redirect(url_for("portal.today.show"), 303)


def _form(enrollment: Enrollment, note: PauseNote | None) -> OwnPauseForm:
    """Ask for words too, unless staff noted theirs: those are neither shown nor overwritten."""
    place = place_of(enrollment, now())
    until = place.clock.group_day_of(place.paused_until) if place.paused_until else None
    reason = note.reason if note and note.is_by_client else None
    form = OwnPauseForm(data={"ends_on": until, "reason": reason})
    form.suggest("ends_on", place.clock.group_day_of(now() + timedelta(days=14)))
    if note is not None and not note.is_by_client:
        del form.reason
    return form


def _draw(enrollment: Enrollment, form: OwnPauseForm) -> str:
    place = place_of(enrollment, now())
    tomorrow = place.clock.group_day_of(now()) + timedelta(days=1)
    return show_page("portal/pauses/edit.html", place, [place], form=form, earliest=tomorrow)
