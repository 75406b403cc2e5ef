"""People: the list, and the page of one: how she is doing, and what was agreed."""

from flask import Blueprint, render_template, request

from clinic.domain.access import Action
from clinic.presenters.client_courses import drawn_instruments
from clinic.queries.client_page import client_page
from clinic.queries.people.clients import list_clients
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("clients", __name__)


@blueprint.get("/clients")
@access(Action.CLIENT_READ)
def index() -> str:
    """List the reader's people, or those that are looked for."""
    looked_for = " ".join(request.args.get("q", "").replace("\0", "").split())[:80]
    page = request.args.get("page", 1, type=int)
    return render_template(
        "therapist/people/clients/index.html",
        page=list_clients(db(), reader(), looked_for, page),
        zone=clinic().time_zone,
    )


@blueprint.get("/clients/<id:client_id>")
@access(Action.CLIENT_READ)
def show(client_id: str) -> str:
    """Show one person; `place` chooses among several cohorts, else it is the newest."""
    asked = request.args.get("place", "")
    page = client_page(db(), reader(), client_id, asked, clinic(), now())
    return render_template(
        "therapist/people/clients/show.html",
        page=page,
        instruments=drawn_instruments(page.place) if page.place else (),
    )
