"""A client's messages: what came, what is to come, what she wants, and being reminded later."""

from datetime import time

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.clocks import Clock
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.reminders import Preferences, Snooze
from clinic.forms.post.messages import KINDS, MessagesForm, SnoozeForm, messages_form
from clinic.models.enrollments import clock_of
from clinic.operations.people.preferences import choose_messages, remind_later
from clinic.queries.groups.places import own_places
from clinic.queries.homework.homework import get_own_assignment
from clinic.queries.people.clocks import own_zone
from clinic.queries.post.messages import MessagesPage, messages_page
from clinic.web.gate import access, edits
from clinic.web.hours import moment_for
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("messages", __name__)


@blueprint.get("/messages")
@access(Action.MESSAGES_CHOOSE)
def index() -> str:
    """Show what she chose, and her messages below."""
    page = _read()
    return _draw(page, _form(page))


@blueprint.post("/messages")
@access(Action.MESSAGES_CHOOSE)
@edits
def update() -> Response | tuple[str, int]:
    """Keep the choices; what is queued and no longer wanted is taken back at once."""
    page = _read()
    form = _form(page)
    if not form.validate():
        return _draw(page, form), 422
    wanted = set(form.wanted.data or ())
    chosen = Preferences(
        is_one_a_day=form.a_day.data == "one",
        quiet_from=form.quiet_from.data or time(0),
        quiet_until=form.quiet_until.data or time(0),
        declined=frozenset(MessageKind(key) for key, _label in KINDS if key not in wanted),
    )
    times = {one.exercise_id: form[f"at_{one.public_id}"].data for one in page.times}
    choose_messages(db(), actor(), page.client, chosen, times)
    flash(_("Your choice is kept."), "success")
    return redirect(url_for("portal.messages.index"), 303)


@blueprint.post("/assignments/<id:assignment_id>/reminder")
@access(Action.MESSAGES_CHOOSE)
def snooze(assignment_id: str) -> Response:
    """Remind of a practice in an hour or tomorrow."""
    assignment = get_own_assignment(db(), reader(), assignment_id)
    form = SnoozeForm()
    if form.validate():
        try:
            at = remind_later(db(), actor(), assignment, Snooze(form.when.data))
        except Refused as refused:
            flash(str(_(refused.message, **refused.params)))
        else:
            place = assignment.enrollment
            told = moment_for(at, clock_of(place.cohort, place.client))
            flash(_("You will get a reminder: %(when)s.", when=told), "success")
    else:
        flash(_("Choose when to be reminded."))
    return redirect(url_for("portal.today.show"), 303)


def _read() -> MessagesPage:
    return messages_page(db(), reader(), own_places(db(), reader(), now()), now())


def _form(page: MessagesPage) -> MessagesForm:
    chosen = page.chosen
    return messages_form([(one.public_id, one.title) for one in page.times])(
        wanted=[key for key, _label in KINDS if MessageKind(key) not in chosen.declined],
        a_day="one" if chosen.is_one_a_day else "each",
        quiet_from=chosen.quiet_from,
        quiet_until=chosen.quiet_until,
        **{f"at_{one.public_id}": one.at for one in page.times},
    )


def _draw(page: MessagesPage, form: MessagesForm) -> str:
    places = own_places(db(), reader(), now())
    nowhere = Clock.of(own_zone(db(), reader()), None, is_online=False)
    return show_page(
        "portal/messages/index.html",
        page,
        places,
        form=form,
        times=[form[f"at_{one.public_id}"] for one in page.times],
        kinds=dict(KINDS),
        clock=places[0].clock if places else nowhere,
        now=now(),
    )
