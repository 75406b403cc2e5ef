"""Reading and doing a practice, or the gentler one beside it."""

from flask import Blueprint, abort

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.queries.homework.homework import exercise_page
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("exercises", __name__)


@blueprint.get("/assignments/<id:assignment_id>")
@access(Action.HOMEWORK_READ)
def show(assignment_id: str) -> str:
    """Show a practice: caution and stop rule first."""
    return _show(assignment_id, gentler=False)


@blueprint.get("/assignments/<id:assignment_id>/gentler")
@access(Action.HOMEWORK_READ)
def gentler(assignment_id: str) -> str:
    """Show the gentler practice for a day on which the other is too much."""
    return _show(assignment_id, gentler=True)


def _show(assignment_id: str, *, gentler: bool) -> str:
    page = exercise_page(db(), reader(), assignment_id, now(), gentler=gentler)
    if page is None:
        abort(404)
    return show_page("portal/exercises/show.html", page, [page.place])
