"""One's own second factors: an app that shows codes, set up by a square and confirmed by a code."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import segno
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action, Actor
from clinic.domain.clinic.factors import SECRET_BYTES
from clinic.domain.errors import Refused
from clinic.forms.clinic.factors import AppForm
from clinic.lookups.clinic.factors import (
    app_address,
    as_secret,
    count_factors_ever,
    factors_of,
    open_codes,
)
from clinic.models.accounts import Account
from clinic.operations.clinic.factors import add_app, end_factor, make_codes
from clinic.operations.clinic.login_sessions import renew_login_session
from clinic.queries.clinic.accounts import own_account
from clinic.queries.clinic.factors import get_own_factor, own_factors, own_started_at
from clinic.queries.people.clocks import own_zone
from clinic.web.devices import device_in_words
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, hearth, now, reader, signed_in
from clinic.web.sign_in import at_door, own_path, pass_door, take_up

blueprint = Blueprint("factors", __name__)


@dataclass(frozen=True, slots=True)
class _Who:
    """Whoever sets something up: signed in, or at the door without any second factor yet."""

    account: Account
    since: datetime
    login_session_id: int
    actor: Actor


@blueprint.get("/account/factors")
@access(Action.ACCOUNT_OWN)
def index() -> str:
    """List what proves who one is, and how many codes on paper are left."""
    return render_template(
        "auth/factors/index.html",
        page=own_factors(db(), reader()),
        zone=own_zone(db(), reader()),
        is_required=clinic().asks_second_factor,
    )


@blueprint.get("/account/factors/app")
@access(Action.DOOR_ENTER)
@fresh()
def new() -> Response | str:
    """Show the square and the secret of a new app, and ask for its first code."""
    who = _who()
    if who is None:
        return redirect(url_for("auth.doors.show"), 303)
    return _draw(who, AppForm(next=own_path(request.args.get("next"))))


@blueprint.post("/account/factors/app")
@access(Action.DOOR_ENTER)
@fresh()
def create() -> Response | str | tuple[str, int]:
    """Take the app whose code is right, and go in; codes for paper are shown this once."""
    who, form = _who(), AppForm()
    if who is None:
        return redirect(url_for("auth.doors.show"), 303)
    if not form.validate():
        return _draw(who, form), 422
    device, code = device_in_words(request.user_agent.string), str(form.code.data)
    try:
        add_app(db(), who.actor, who.account, _secret(who), code, device, who.login_session_id)
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(who, form), 422
    has_codes = bool(open_codes(db(), who.account.id))
    codes = [] if has_codes else make_codes(db(), who.actor, who.account)
    _go_on(who)
    goal = own_path(form.next.data)
    if has_codes:
        flash(_("The app is set up. Your codes on paper stay as they are."), "success")
        return redirect(goal or url_for("auth.factors.index"), 303)
    page = render_template(
        "auth/recovery_codes/create.html", codes=codes, goal=goal or url_for("auth.home.show")
    )
    return page, 201


@blueprint.post("/account/factors/<id:factor_id>/end")
@access(Action.ACCOUNT_OWN)
@fresh()
def remove(factor_id: str) -> Response:
    """Take a second factor away."""
    factor = get_own_factor(db(), reader(), factor_id)
    me = signed_in() or abort(401)
    account = own_account(db(), reader())
    try:
        end_factor(db(), actor(), account, factor, me.login_session_id)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
        return redirect(url_for("auth.factors.index"), 303)
    take_up(renew_login_session(db(), actor(), me.login_session_id), account)
    flash(_("It is taken away. Every other device is signed out."), "success")
    return redirect(url_for("auth.factors.index"), 303)


def _who() -> _Who | None:
    """Say who sets an app up; whoever has a factor does not get past the door by adding another."""
    me, door = signed_in(), at_door()
    if me is not None:
        since = own_started_at(db(), reader(), me.login_session_id)
        return _Who(own_account(db(), reader()), since, me.login_session_id, actor())
    if door is None or factors_of(db(), door.account.id):
        return None
    doer = Actor(door.account.id, now(), door.account.role)
    return _Who(door.account, door.waiting.started_at, door.waiting.id, doer)


def _go_on(who: _Who) -> None:
    """Let in whoever stood at the door; give the others a new token, as after every such change."""
    door = at_door()
    if door is not None:
        pass_door(door, None)
        return
    take_up(renew_login_session(db(), actor(), who.login_session_id), who.account)


def _secret(who: _Who) -> str:
    """Give the secret that is offered in this sign-in, the same until it is taken.

    Derived and not kept: to look at the page writes nothing, and a page left open is none to clear.
    """
    count = count_factors_ever(db(), who.account.id)
    told = f"{who.account.public_id}:{who.since.isoformat()}:{count}".encode()
    key = hearth().keys.derive("authenticator")
    return as_secret(hmac.new(key, told, sha256).digest()[:SECRET_BYTES])


def _draw(who: _Who, form: AppForm) -> str:
    secret = _secret(who)
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
