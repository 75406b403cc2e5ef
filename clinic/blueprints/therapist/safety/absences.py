"""A therapist's own leave, which new groups of hers leave out."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.groups.days_off import LeaveForm
from clinic.operations.groups.days_off import remove_days_off, restore_days_off, take_leave
from clinic.queries.groups.days_off import get_leave, leave_page
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("absences", __name__)


@blueprint.get("/leave")
@access(Action.LEAVE_OWN)
def index() -> str:
    """Show the reader's leave from today on with the meetings it meets, and ask for more."""
    return _draw(LeaveForm())


@blueprint.post("/leave")
@access(Action.LEAVE_OWN)
def create() -> Response | tuple[str, int]:
    """Enter leave."""
    form = LeaveForm()
    first_on = form.first_on.data
    if not form.validate() or first_on is None:
        return _draw(form), 422
    try:
        take_leave(db(), actor(form.once.data), first_on, form.last_on.data or first_on, _today())
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(form), 422
    flash(_("Saved. New groups of yours will skip these days."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/leave/<id:leave_id>/removal")
@access(Action.LEAVE_OWN)
def remove(leave_id: str) -> Response:
    """Take leave out."""
    remove_days_off(db(), actor(), get_leave(db(), reader(), leave_id))
    flash(_("Removed. You can put it back below."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/leave/<id:leave_id>/return")
@access(Action.LEAVE_OWN)
def restore(leave_id: str) -> Response:
    """Put leave back."""
    restore_days_off(db(), actor(), get_leave(db(), reader(), leave_id))
    flash(_("It is back."), "success")
    return redirect(url_for(".index"), 303)


def _today() -> date:
    return now().astimezone(ZoneInfo(clinic().time_zone)).date()


def _draw(form: LeaveForm) -> str:
    page = leave_page(db(), reader(), _today(), now())
    return render_template("therapist/safety/absences/index.html", page=page, form=form)
