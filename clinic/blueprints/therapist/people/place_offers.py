"""Places offered to people who wait, and what they say to it by telephone or in the room."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.waiting import last_day_of
from clinic.forms.people.waiting import MoreTimeForm, PlaceOfferForm
from clinic.lookups.people.place_offers import Turn, turn_of
from clinic.models.cohorts import Cohort
from clinic.models.waiting import PlaceOffer
from clinic.operations.people.place_offers import (
    accept_offer,
    decline_offer,
    extend_offer,
    offer_place,
    withdraw_offer,
)
from clinic.queries.people.place_offers import get_place_offer
from clinic.queries.people.waiting import get_waiting
from clinic.web.errors import sentence
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("place_offers", __name__)


@blueprint.get("/waiting/<id:waiting_id>/offer")
@access(Action.CLIENT_ENROLL)
def new(waiting_id: str) -> str:
    """Ask until when the place is to be held."""
    turn = _turn(waiting_id)
    return _draw(turn, PlaceOfferForm(data={"last_day": turn.usual_last_day}))


@blueprint.post("/waiting/<id:waiting_id>/offer")
@access(Action.CLIENT_ENROLL)
def create(waiting_id: str) -> Response | tuple[str, int]:
    """Hold a place for somebody, and let her know."""
    turn = _turn(waiting_id)
    form = PlaceOfferForm()
    if form.validate() and form.last_day.data:
        cohort = turn.waiting.enrollment.cohort
        try:
            offer_place(
                db(), actor(form.once.data), turn.waiting, form.last_day.data, form.reason.data
            )
        except Refused as refused:
            form.add_refusal(refused)
            turn = _turn(waiting_id)
        else:
            flash(_("A place is held for %(name)s.", name=turn.name), "success")
            return redirect(_list_of(cohort), 303)
    return _draw(turn, form), 422


@blueprint.get("/offers/<id:offer_id>/last-day")
@access(Action.CLIENT_ENROLL)
def edit(offer_id: str) -> str:
    """Ask until when the place is to be held after all."""
    offer = get_place_offer(db(), reader(), offer_id)
    return _more_time(offer, _standing(offer))


@blueprint.post("/offers/<id:offer_id>/last-day")
@access(Action.CLIENT_ENROLL)
@edits
def update(offer_id: str) -> Response | tuple[str, int]:
    """Hold the place for longer, and let the person know."""
    offer = get_place_offer(db(), reader(), offer_id)
    form = _standing(offer)
    if form.validate() and form.last_day.data:
        cohort = offer.waiting.enrollment.cohort
        try:
            extend_offer(db(), actor(), offer, form.last_day.data, form.words.data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("The place is held until the end of that day."), "success")
            return redirect(_list_of(cohort), 303)
    return _more_time(offer, form), 422


@blueprint.post("/offers/<id:offer_id>/yes")
@access(Action.CLIENT_ENROLL)
def accept(offer_id: str) -> Response:
    """Note that the person said yes, and give her the place."""
    offer = get_place_offer(db(), reader(), offer_id)
    done = _("The place is taken. Home practice and questionnaires are scheduled.")
    return _answer(offer, done, accept_offer)


@blueprint.post("/offers/<id:offer_id>/no")
@access(Action.CLIENT_ENROLL)
def decline(offer_id: str) -> Response:
    """Note that the person said no; the place is free for the next."""
    offer = get_place_offer(db(), reader(), offer_id)
    done = _("The place is free again. The person stays on the list, after the others.")
    return _answer(offer, done, decline_offer, None)


@blueprint.post("/offers/<id:offer_id>/withdrawal")
@access(Action.CLIENT_ENROLL)
def remove(offer_id: str) -> Response:
    """Take the offer back; the person keeps her turn."""
    offer = get_place_offer(db(), reader(), offer_id)
    done = _("The offer is taken back. Please let the person know if they have heard of it.")
    return _answer(offer, done, withdraw_offer)


def _answer(offer: PlaceOffer, done: str, deed: Callable[..., PlaceOffer], *given: Any) -> Response:
    cohort = offer.waiting.enrollment.cohort
    try:
        deed(db(), actor(), offer, *given)
    except Refused as refused:
        flash(sentence(refused), "warning")
    else:
        flash(done, "success")
    return redirect(_list_of(cohort), 303)


def _standing(offer: PlaceOffer) -> MoreTimeForm:
    last_day = last_day_of(offer.until, offer.waiting.enrollment.cohort.time_zone)
    return MoreTimeForm(data={"last_day": last_day})


def _more_time(offer: PlaceOffer, form: MoreTimeForm) -> str:
    return render_template("therapist/people/place_offers/edit.html", offer=offer, form=form)


def _turn(waiting_id: str) -> Turn:
    return turn_of(db(), get_waiting(db(), reader(), waiting_id), now())


def _list_of(cohort: Cohort) -> str:
    return url_for("therapist.waiting.index", cohort_id=cohort.public_id)


def _draw(turn: Turn, form: PlaceOfferForm) -> str:
    # The mark "optional" would be wrong where the rule does not speak for this person.
    form.reason.flags.required = turn.needs_reason
    return render_template("therapist/people/place_offers/new.html", page=turn, form=form)
