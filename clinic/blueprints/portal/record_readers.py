"""Who has opened a client's record, for herself."""

from flask import Blueprint, request

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.people.clocks import Clock
from clinic.presenters.opening_words import opened_by, opened_kind
from clinic.queries.groups.places import own_places
from clinic.queries.people.record_readers import openings_page
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("record_readers", __name__)


@blueprint.get("/your-record/opened")
@access(Action.RECORD_OWN)
def index() -> str:
    """List who on the staff was shown a page about her alone, the newest first."""
    places = own_places(db(), reader(), now())
    here = Clock.of(clinic().time_zone, None, is_online=False)
    return show_page(
        "portal/record_readers/index.html",
        openings_page(db(), reader(), request.args.get("page", 1, type=int)),
        places,
        is_named=clinic().names_readers,
        clock=places[0].clock if places else here,
        opened_by=opened_by,
        opened_kind=opened_kind,
    )
