"""Proving once more who one is, before a page that shows much; deeds ask where they are done."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug import Response

from clinic.domain.access import Action
from clinic.web.gate import access
from clinic.web.proofs import proof_page, prove
from clinic.web.request_context import signed_in
from clinic.web.sign_in import own_path

blueprint = Blueprint("proofs", __name__)


@blueprint.get("/account/again")
@access(Action.ACCOUNT_OWN)
def new() -> str:
    """Ask for the passphrase or a code."""
    return proof_page(own_path(request.args.get("next")))


@blueprint.post("/account/again")
@access(Action.ACCOUNT_OWN)
def create() -> Response | tuple[str, int]:
    """Take it, and go on to where somebody was going."""
    goal = own_path(request.args.get("next"))
    status, fault = prove(signed_in() or abort(401))
    if status:
        return proof_page(goal, fault), status
    return redirect(goal or url_for("auth.home.show"), 303)
