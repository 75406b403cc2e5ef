"""A place that is offered to somebody: yes, no, and either of them taken back."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.operations.people.place_offers import accept_offer, decline_offer
from clinic.queries.people.place_offers import get_own_offer, own_offer_row
from clinic.web.errors import sentence
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("place_offers", __name__)


@blueprint.get("/offers/<id:offer_id>")
@access(Action.PLACE_ANSWER)
def show(offer_id: str) -> str:
    """Show the offer, and what was said to it."""
    page = get_own_offer(db(), reader(), offer_id, now())
    return show_page("portal/place_offers/show.html", page, offer_id=offer_id)


@blueprint.post("/offers/<id:offer_id>/yes")
@access(Action.PLACE_ANSWER)
def accept(offer_id: str) -> Response:
    """Take the place."""
    offer = own_offer_row(db(), reader(), offer_id)
    try:
        accept_offer(db(), actor(), offer)
    except Refused as refused:
        flash(sentence(refused), "warning")
    else:
        flash(_("Thank you. The place is yours."), "success")
    return redirect(url_for(".show", offer_id=offer_id), 303)


@blueprint.post("/offers/<id:offer_id>/no")
@access(Action.PLACE_ANSWER)
def decline(offer_id: str) -> Response:
    """Let the place go to the next, and go on waiting."""
    offer = own_offer_row(db(), reader(), offer_id)
    try:
        decline_offer(db(), actor(), offer, None)
    except Refused as refused:
        flash(sentence(refused), "warning")
    else:
        flash(_("Thank you for telling us. That is quite all right."), "success")
    return redirect(url_for(".show", offer_id=offer_id), 303)
