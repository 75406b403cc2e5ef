"""The key to one's own words that wait in this browser."""

from flask import Blueprint, abort, jsonify
from flask_wtf.csrf import generate_csrf
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.clinic.sign_in import idle_limit
from clinic.queries.homework.own_words import own_privacy
from clinic.web.drafts import keys_of
from clinic.web.gate import access
from clinic.web.request_context import db, hearth, reader, signed_in

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/account/drafts-key")
@access(Action.DRAFTS_OPEN)
def show() -> Response:
    """Give the key to the memory of one page or its worker, while somebody is signed in.

    The token of forms goes with it: a worker has no page to read one from.
    """
    account = signed_in()
    if account is None:
        abort(401)
    return jsonify(
        reader=account.public_id,
        token=generate_csrf(),
        keys=keys_of(account, hearth().keys, own_privacy(db(), reader())),
        seconds=int(idle_limit(account.role).total_seconds()),
    )
