"""The days on which the clinic is closed, which new groups leave out."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.groups.days_off import ClosedDaysForm
from clinic.operations.groups.days_off import close_clinic, remove_days_off, restore_days_off
from clinic.queries.groups.days_off import closed_days_page, get_closed_days
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("closed_days", __name__)


@blueprint.get("/closed-days")
@access(Action.CLOSED_DAYS_MANAGE)
def index() -> str:
    """Show the closed days from today on, and ask for more."""
    return _draw(ClosedDaysForm())


@blueprint.post("/closed-days")
@access(Action.CLOSED_DAYS_MANAGE)
def create() -> Response | tuple[str, int]:
    """Enter closed days."""
    form = ClosedDaysForm()
    first_on = form.first_on.data
    if not form.validate() or first_on is None:
        return _draw(form), 422
    last_on, name = form.last_on.data or first_on, str(form.name.data)
    try:
        close_clinic(db(), actor(form.once.data), first_on, last_on, name, _today())
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(form), 422
    flash(_("Saved. New groups will skip these days."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/closed-days/<id:closed_days_id>/removal")
@access(Action.CLOSED_DAYS_MANAGE)
def remove(closed_days_id: str) -> Response:
    """Take closed days out."""
    remove_days_off(db(), actor(), get_closed_days(db(), reader(), closed_days_id))
    flash(_("Removed. You can put them back below."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/closed-days/<id:closed_days_id>/return")
@access(Action.CLOSED_DAYS_MANAGE)
def restore(closed_days_id: str) -> Response:
    """Put closed days back."""
    restore_days_off(db(), actor(), get_closed_days(db(), reader(), closed_days_id))
    flash(_("Those days are back."), "success")
    return redirect(url_for(".index"), 303)


def _today() -> date:
    return now().astimezone(ZoneInfo(clinic().time_zone)).date()


def _draw(form: ClosedDaysForm) -> str:
    page = closed_days_page(db(), reader(), _today(), now())
    return render_template("admin/closed_days/index.html", page=page, form=form)
