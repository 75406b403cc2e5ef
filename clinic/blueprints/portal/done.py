"""What a client has done."""

from flask import Blueprint

from clinic.blueprints.portal.room import questions_title, show_page
from clinic.domain.access import Action
from clinic.queries.homework.done import done_page
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("done", __name__)


@blueprint.get("/done")
@access(Action.HOMEWORK_READ)
def index() -> str:
    """Show practice by day, finished sheets and sent answers."""
    page = done_page(db(), reader(), now())
    return show_page("portal/done/index.html", page, page.places, questions_title=questions_title)
