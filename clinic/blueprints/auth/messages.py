"""The links in mail: one that leads on after the sign-in, and one that ends such messages."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug import Response

from clinic.domain.access import Action
from clinic.forms.base import DeedForm
from clinic.lookups.post.messages import find_by_stop_token
from clinic.models.messages import Message
from clinic.operations.people.preferences import stop_messages
from clinic.queries.post.messages import own_path
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("messages", __name__)


@blueprint.get("/m/<id:message_id>")
@access(Action.ACCOUNT_OWN)
def open(message_id: str) -> Response:
    """Go where the message leads; it says nothing before the sign-in, not even what it is about."""
    return redirect(own_path(db(), reader(), message_id) or url_for("auth.home.show"), 303)


@blueprint.get("/m/stop/<token:stop_token>")
@access(Action.OPEN_TO_ALL)
def stop(stop_token: str) -> str | tuple[str, int]:
    """Ask whether such messages are to end: programs that scan mail open every link in it."""
    if find_by_stop_token(db(), stop_token) is None:
        return _page(is_found=False, is_done=False), 404
    return _page(is_found=True, is_done=False, token=stop_token)


@blueprint.post("/m/stop/<token:stop_token>")
@access(Action.OPEN_TO_ALL)
def end(stop_token: str) -> str:
    """End them, as the person asked on the page."""
    message = _message(stop_token)
    if not DeedForm().validate():
        abort(400)
    stop_messages(db(), actor(), message)
    return _page(is_found=True, is_done=True)


@blueprint.route("/m/one-click/<token:stop_token>", methods=["POST"])
@access(Action.OPEN_TO_ALL)
def one_click(stop_token: str) -> str:
    """End them, as a mail program asks with one press (RFC 8058), without a page or a cookie."""
    stop_messages(db(), actor(), _message(stop_token))
    return _page(is_found=True, is_done=True)


def _message(token: str) -> Message:
    message = find_by_stop_token(db(), token)
    if message is None:
        abort(404)
    return message


def _page(*, is_found: bool, is_done: bool, token: str = "") -> str:
    return render_template(
        "auth/messages/stop.html", is_found=is_found, is_done=is_done, token=token
    )
