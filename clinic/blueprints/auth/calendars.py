"""One's own calendar under a secret address: making one, taking it away, and the feed itself."""

from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.calendars import CONTENT_TYPE, write_calendar
from clinic.domain.access import Action
from clinic.domain.errors import Repeated
from clinic.forms.base import DeedForm
from clinic.lookups.post.calendars import FILE_NAME, find_reader_of_feed
from clinic.operations.post.calendars import open_feed, revoke_feed
from clinic.queries.clinic.accounts import own_account
from clinic.queries.people.clocks import own_zone
from clinic.queries.post.calendars import own_calendar, own_feed
from clinic.web.gate import access
from clinic.web.page_reads import note_read
from clinic.web.request_context import actor, db, hearth, now, reader

blueprint = Blueprint("calendars", __name__)


@dataclass(frozen=True, slots=True)
class AddressPage:
    """A new address, on the screen this once."""

    link: str
    in_app: str
    """The same address in the form that a phone opens with its calendar."""


@blueprint.get("/account/calendar")
@access(Action.CALENDAR_OWN)
def index() -> str:
    """Say whether one's calendar has an address."""
    feed = own_feed(db(), reader())
    return render_template("auth/calendars/index.html", feed=feed, zone=own_zone(db(), reader()))


@blueprint.post("/account/calendar")
@access(Action.CALENDAR_OWN)
def create() -> Response | tuple[str, int]:
    """Make a fresh address, ending an older one, and show it this once, so without a redirect."""
    form = DeedForm()
    if not form.validate():
        abort(400)
    try:
        opened = open_feed(db(), actor(form.once.data), own_account(db(), reader()))
    except Repeated:
        flash(_("The address was made and shown a moment ago. If you missed it, make a new one."))
        return redirect(url_for("auth.calendars.index"), 303)
    path = url_for("auth.calendars.show", calendar_token=opened.token)
    link = hearth().settings.base_url + path
    page = AddressPage(link, "webcal" + link[link.index(":") :])
    return render_template("auth/calendars/create.html", page=page), 201


@blueprint.post("/account/calendar/end")
@access(Action.CALENDAR_OWN)
def remove() -> Response:
    """Take the address away."""
    revoke_feed(db(), actor(), own_account(db(), reader()))
    flash(_("The address is closed. Your calendar app no longer gets dates from here."), "success")
    return redirect(url_for("auth.calendars.index"), 303)


@blueprint.get("/calendar/<token:calendar_token>.ics")
@access(Action.OPEN_TO_ALL)
def show(calendar_token: str) -> Response:
    """Give the feed to a calendar app, which cannot sign in: whoever holds the address may read."""
    owner = find_reader_of_feed(db(), calendar_token, now())
    if owner is None:
        abort(404)
    calendar = own_calendar(db(), owner, hearth().settings.base_url, now())
    answer = Response(content_type=f"{CONTENT_TYPE}; charset=utf-8")
    # Of what it says, not of its letters: each writing carries the time at which it was written.
    stamp = sha256(repr(calendar).encode()).hexdigest()[:32]
    answer.set_etag(stamp, weak=True)
    answer.headers["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    if not request.if_none_match.contains_weak(stamp):
        answer.set_data(write_calendar(calendar, now()))
        note_read(owner.account_id, Action.CALENDAR_OWN)
        return answer
    answer.status_code = 304
    return answer
