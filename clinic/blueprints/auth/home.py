"""The first address: it leads everybody to their own first page."""

from flask import Blueprint, redirect, url_for
from werkzeug import Response

from clinic.domain.access import Action, Role
from clinic.web.gate import access
from clinic.web.request_context import reader

blueprint = Blueprint("home", __name__)

_FIRST_PAGES = {
    Role.THERAPIST: "therapist.dashboard.show",
    Role.SUPERVISOR: "therapist.dashboard.show",
    Role.ADMINISTRATOR: "admin.accounts.index",
    Role.CLIENT: "portal.today.show",
}


@blueprint.get("/")
@access(Action.ACCOUNT_OWN)
def show() -> Response:
    """Go on to the first page of whoever is signed in."""
    return redirect(url_for(_FIRST_PAGES[reader().role]), 303)
