"""Messages to a therapist's people: what was meant, tried and sent, and what waits for a word."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.db import Db
from clinic.domain.access import Action, Actor
from clinic.domain.errors import Refused
from clinic.forms.base import DeedForm
from clinic.models.messages import Message
from clinic.operations.post.deliveries import mark_told, try_again
from clinic.queries.post.messages import get_message, post_of
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("messages", __name__)


@blueprint.get("/messages")
@access(Action.MESSAGE_READ)
def index() -> str:
    """List the messages to the reader's people, those that wait for somebody first."""
    page = post_of(db(), reader(), request.args.get("page", 1, type=int))
    return render_template("therapist/post/messages/index.html", page=page, zone=clinic().time_zone)


@blueprint.post("/messages/<id:message_id>/try")
@access(Action.MESSAGE_ACT)
def retry(message_id: str) -> Response:
    """Queue a message again that nobody would try any more."""
    return _do(message_id, try_again, _("Queued to be sent again."))


@blueprint.post("/messages/<id:message_id>/telling")
@access(Action.MESSAGE_ACT)
def tell(message_id: str) -> Response:
    """Write down that the person was told by other means."""
    return _do(message_id, mark_told, _("It is written down that the person knows."))


def _do(message_id: str, deed: Callable[[Db, Actor, Message], Message], said: str) -> Response:
    message = get_message(db(), reader(), message_id)
    if not DeedForm().validate():
        abort(400)
    try:
        deed(db(), actor(), message)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(said, "success")
    return redirect(url_for("therapist.messages.index"), 303)
