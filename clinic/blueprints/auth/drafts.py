"""The key to one's own words that wait in this browser."""

from flask import Blueprint, abort, jsonify
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.sign_in import idle_limit
from clinic.web.context import hearth, signed_in
from clinic.web.drafts import keys_of
from clinic.web.gate import access

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/account/drafts-key")
@access(Action.DRAFTS_OPEN)
def show() -> Response:
    """Give the key to the memory of one page, for as long as somebody is signed in."""
    account = signed_in()
    if account is None:
        abort(401)
    return jsonify(
        reader=account.public_id,
        keys=keys_of(account, hearth().keys),
        seconds=int(idle_limit(account.role).total_seconds()),
    )
