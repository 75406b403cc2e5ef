"""A client's own clock: choosing it, and answering whether it is that of her device."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.clocks import clock_name, zones_of_cities
from clinic.forms.people.clocks import YES, ClockAnswerForm, ClockForm
from clinic.operations.people.clocks import choose_clock, decline_clock
from clinic.queries.groups.places import own_places
from clinic.queries.people.contacts import get_own_client
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("clocks", __name__)


@blueprint.get("/clock")
@access(Action.CONTACT_TELL)
def edit() -> str:
    """Show which clock hours are read by."""
    return _draw(ClockForm(zone=get_own_client(db(), reader()).time_zone))


@blueprint.post("/clock")
@access(Action.CONTACT_TELL)
@edits
def update() -> Response | tuple[str, int]:
    """Keep the one that was chosen."""
    client = get_own_client(db(), reader())
    form = ClockForm(zone=client.time_zone)
    if not form.validate():
        return _draw(form), 422
    choose_clock(db(), actor(), client, form.chosen)
    _say(form.chosen)
    return redirect(url_for("portal.today.show"), 303)


@blueprint.post("/clock/answer")
@access(Action.CONTACT_TELL)
def answer() -> Response:
    """Take the clock that the device shows, or never ask about it again."""
    form = ClockAnswerForm()
    if form.validate():
        client, zone = get_own_client(db(), reader()), str(form.zone.data)
        try:
            if form.answer.data == YES:
                choose_clock(db(), actor(), client, zone)
                _say(zone)
            else:
                decline_clock(db(), actor(), client, zone)
        except Refused as refused:
            flash(str(_(refused.message)))
    return redirect(url_for("portal.today.show"), 303)


def _say(zone: str | None) -> None:
    if zone is None:
        flash(_("Times are now shown on your group’s clock."), "success")
        return
    flash(_("Your clock is now set to %(clock)s.", clock=clock_name(zone, now())), "success")


def _draw(form: ClockForm) -> str:
    places = own_places(db(), reader(), now())
    return show_page(
        "portal/clocks/edit.html",
        [place for place in places if not place.is_over],
        places,
        form=form,
        zones=zones_of_cities(),
        now=now(),
    )
