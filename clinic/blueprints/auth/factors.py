"""One's own second factors: an app that shows codes, set up by a square and confirmed by a code."""

import segno
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.clinic.factors import AppForm
from clinic.lookups.clinic.factors import app_address
from clinic.operations.clinic.factors import add_app, end_factor
from clinic.operations.clinic.login_sessions import renew_login_session
from clinic.queries.clinic.factors import get_own_factor, own_factors
from clinic.queries.people.clocks import own_zone
from clinic.web.devices import device_in_words
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader, signed_in
from clinic.web.set_up import SetsUp, offered_secret, set_up_done, who_sets_up
from clinic.web.sign_in import at_door, own_path, take_up

blueprint = Blueprint("factors", __name__)


@blueprint.get("/account/factors")
@access(Action.ACCOUNT_OWN)
def index() -> str:
    """List what proves who one is, and how many codes on paper are left."""
    return render_template(
        "auth/factors/index.html",
        page=own_factors(db(), reader()),
        zone=own_zone(db(), reader()),
        now=now(),
        is_required=clinic().asks_second_factor,
    )


@blueprint.get("/account/factors/app")
@access(Action.DOOR_ENTER)
@fresh()
def new() -> str:
    """Show the square and the secret of a new app, and ask for its first code."""
    return _draw(who_sets_up(), AppForm(next=own_path(request.args.get("next"))))


@blueprint.post("/account/factors/app")
@access(Action.DOOR_ENTER)
@fresh()
def create() -> Response | str | tuple[str, int]:
    """Take the app whose code is right, and go in; codes for paper are shown this once."""
    who, form = who_sets_up(), AppForm()
    if not form.validate():
        return _draw(who, form), 422
    device, code = device_in_words(request.user_agent.string), str(form.code.data)
    try:
        add_app(
            db(), who.actor, who.account, offered_secret(who), code, device, who.login_session_id
        )
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(who, form), 422
    return set_up_done(who, own_path(form.next.data))


@blueprint.post("/account/factors/<id:factor_id>/end")
@access(Action.ACCOUNT_OWN)
@fresh()
def remove(factor_id: str) -> Response:
    """Take a second factor away."""
    factor = get_own_factor(db(), reader(), factor_id)
    me = signed_in() or abort(401)
    try:
        end_factor(db(), actor(), factor, me.login_session_id)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
        return redirect(url_for("auth.factors.index"), 303)
    take_up(renew_login_session(db(), actor(), me.login_session_id))
    flash(_("It is taken away. Every other device is signed out."), "success")
    return redirect(url_for("auth.factors.index"), 303)


def _draw(who: SetsUp, form: AppForm) -> str:
    secret = offered_secret(who)
    # It stands in a list of an app on a telephone that others may see.
    address = app_address(secret, who.account.sign_in_name, clinic().discreet_name)
    return render_template(
        "auth/factors/new.html",
        form=form,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        address=address,
        square=segno.make(address, error="m", micro=False).svg_data_uri(
            scale=5, border=4, dark="#000", light="#fff"
        ),
        is_first=at_door() is not None,
    )
