"""What a client asks to have corrected about her, and what she was answered."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.clocks import Clock
from clinic.forms.people.amendments import AmendmentForm
from clinic.lookups.groups.places import Place
from clinic.operations.people.amendments import ask_amendment
from clinic.queries.groups.places import own_places
from clinic.queries.people.amendments import own_amendments
from clinic.queries.people.pauses import get_own_enrollment
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("amendments", __name__)


@blueprint.get("/your-record/corrections")
@access(Action.RECORD_OWN)
def index() -> str:
    """Show what she asked for with the answers, and ask for one more."""
    places = own_places(db(), reader(), now())
    return _draw(places, _form(places))


@blueprint.post("/your-record/corrections")
@access(Action.RECORD_OWN)
def create() -> Response | tuple[str, int]:
    """Let those who lead the group know."""
    places = own_places(db(), reader(), now())
    form = _form(places)
    if places and form.validate():
        enrollment = get_own_enrollment(db(), reader(), form.chosen)
        about, wanted = str(form.about.data), str(form.wanted.data)
        try:
            ask_amendment(db(), actor(form.once.data), enrollment, about, wanted)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(
                _("It is with those who lead your group. Their answer will stand here."), "success"
            )
            return redirect(url_for("portal.amendments.index"), 303)
    return _draw(places, form), 422


def _form(places: list[Place]) -> AmendmentForm:
    return AmendmentForm([(place.public_id, place.group) for place in places])


def _draw(places: list[Place], form: AmendmentForm) -> str:
    here = places[0].clock if places else Clock.of(clinic().time_zone, None, is_online=False)
    return show_page(
        "portal/amendments/index.html",
        own_amendments(db(), reader()),
        places,
        form=form,
        has_place=bool(places),
        day_of=here.day_of,
    )
