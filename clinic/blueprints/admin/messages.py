"""Mail on its way: its states and faults, and never whom a message is for."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.base import DeedForm
from clinic.operations.post.deliveries import try_again
from clinic.queries.post.messages import get_message, post_of
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("messages", __name__)


@blueprint.get("/messages")
@access(Action.MESSAGES_MANAGE)
def index() -> str:
    """List all messages by their way, those that wait for somebody first."""
    page = post_of(db(), reader(), request.args.get("page", 1, type=int))
    return render_template("admin/messages/index.html", page=page, zone=clinic().time_zone)


@blueprint.post("/messages/<id:message_id>/try")
@access(Action.MESSAGES_MANAGE)
def retry(message_id: str) -> Response:
    """Queue a message again that nobody would try any more."""
    message = get_message(db(), reader(), message_id)
    if not DeedForm().validate():
        abort(400)
    try:
        try_again(db(), actor(), message)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(_("Queued to be sent again."), "success")
    return redirect(url_for("admin.messages.index"), 303)
