"""All weeks of a client's own program."""

from flask import Blueprint

from clinic.blueprints.portal.room import questions_title, show_page
from clinic.domain.access import Action
from clinic.queries.homework.weeks import weeks_page
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("weeks", __name__)


@blueprint.get("/weeks")
@access(Action.HOMEWORK_READ)
def index() -> str:
    """Show every meeting with what depends on it."""
    page = weeks_page(db(), reader(), now())
    places = [own.place for own in page]
    return show_page("portal/weeks/index.html", page, places, questions_title=questions_title)
