"""Who stands in for somebody's risk cases while she is away."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.safety.covers import CoverForm, cover_form
from clinic.operations.safety.covers import arrange_cover, end_cover
from clinic.queries.safety.covers import CoverPage, cover_page, get_colleague, get_period
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("covers", __name__)


@blueprint.get("/risk-cases/cover")
@access(Action.COVER_ARRANGE)
def index() -> str:
    """Show who stands in from today on, and ask for another time away."""
    page = cover_page(db(), reader(), _today())
    return _draw(page, _form(page))


@blueprint.post("/risk-cases/cover")
@access(Action.COVER_ARRANGE)
def create() -> Response | tuple[str, int]:
    """Let a colleague stand in."""
    page = cover_page(db(), reader(), _today())
    form = _form(page)
    first_on, last_on = form.first_on.data, form.last_on.data
    if not form.validate() or first_on is None or last_on is None:
        return _draw(page, form), 422
    colleague = get_colleague(db(), reader(), form.cover.data)
    try:
        arrange_cover(db(), actor(form.once.data), colleague, first_on, last_on)
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(page, form), 422
    flash(_("%(name)s stands in for you.", name=colleague.name), "success")
    return redirect(url_for("therapist.covers.index"), 303)


@blueprint.post("/risk-cases/cover/<id:period_id>/end")
@access(Action.COVER_ARRANGE)
def end(period_id: str) -> Response:
    """Take an arrangement back."""
    end_cover(db(), actor(), get_period(db(), reader(), period_id))
    flash(_("It is taken back."), "success")
    return redirect(url_for("therapist.covers.index"), 303)


def _today() -> date:
    return now().astimezone(ZoneInfo(clinic().time_zone)).date()


def _form(page: CoverPage) -> CoverForm:
    return cover_form((one.account_id, one.name) for one in page.colleagues)


def _draw(page: CoverPage, form: CoverForm) -> str:
    return render_template("therapist/safety/covers/index.html", page=page, form=form)
