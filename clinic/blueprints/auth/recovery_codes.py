"""The ten codes on paper that stand in for a second factor: made again, and shown this once."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.lookups.clinic.factors import factors_of
from clinic.operations.clinic.factors import make_codes
from clinic.operations.clinic.login_sessions import renew_login_session
from clinic.queries.clinic.accounts import own_account
from clinic.web.gate import access, fresh
from clinic.web.request_context import actor, db, reader, signed_in
from clinic.web.sign_in import take_up

blueprint = Blueprint("recovery_codes", __name__)


@blueprint.post("/account/codes")
@access(Action.ACCOUNT_OWN)
@fresh()
def create() -> Response | tuple[str, int]:
    """Make ten new codes and show them this once, so without a redirect."""
    me = signed_in() or abort(401)
    account = own_account(db(), reader())
    if not factors_of(db(), account.id):
        flash(_("Set up an app or a passkey first. The codes stand in for it."))
        return redirect(url_for("auth.factors.index"), 303)
    codes = make_codes(db(), actor(), account)
    take_up(renew_login_session(db(), actor(), me.login_session_id))
    page = render_template(
        "auth/recovery_codes/create.html", codes=codes, goal=url_for("auth.factors.index")
    )
    return page, 201
