"""What happened to one's own way in."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from clinic.domain.access import Action
from clinic.operations.clinic.account_events import mark_news_seen
from clinic.queries.clinic.accounts import own_access, own_account
from clinic.queries.people.clocks import own_zone
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("account_news", __name__)


@blueprint.get("/account/news")
@access(Action.ACCOUNT_OWN)
def index() -> str:
    """List what happened, and how one comes in now."""
    page = own_access(db(), reader(), now())
    zone = own_zone(db(), reader())
    return render_template("auth/account_news/index.html", page=page, zone=zone)


@blueprint.post("/account/news")
@access(Action.ACCOUNT_OWN)
def update() -> Response:
    """Note that one has seen it."""
    mark_news_seen(db(), actor(), own_account(db(), reader()))
    return redirect(url_for("auth.home.show"), 303)
