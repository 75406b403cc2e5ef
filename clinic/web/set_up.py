"""Who sets up a second factor: somebody signed in, or at the door without any yet."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Actor
from clinic.domain.clinic.factors import SECRET_BYTES
from clinic.lookups.clinic.factors import as_secret, count_factors_ever, factors_of, open_codes
from clinic.models.accounts import Account
from clinic.operations.clinic.factors import make_codes
from clinic.operations.clinic.login_sessions import renew_login_session
from clinic.queries.clinic.accounts import own_account
from clinic.queries.clinic.factors import own_started_at
from clinic.web.request_context import actor, db, hearth, now, reader, signed_in
from clinic.web.sign_in import at_door, pass_door, take_up


@dataclass(frozen=True, slots=True)
class SetsUp:
    """Somebody who sets up a second factor, and the sign-in in which it is done."""

    account: Account
    token: str
    since: datetime
    login_session_id: int
    actor: Actor


def who_sets_up() -> SetsUp:
    """Say who it is; whoever has a factor does not get past the door by adding another one."""
    me, door = signed_in(), at_door()
    if me is not None:
        since = own_started_at(db(), reader(), me.login_session_id)
        account = own_account(db(), reader())
        return SetsUp(account, me.token, since, me.login_session_id, actor())
    if door is None or factors_of(db(), door.account.id):
        abort(redirect(url_for("auth.doors.show"), 303))
    return SetsUp(
        door.account, door.token, door.waiting.started_at, door.waiting.id, door.actor(now())
    )


def offered_secret(who: SetsUp) -> str:
    """Give the secret of an app that is offered in this sign-in, the same until it is taken.

    Derived and not kept: to look at the page writes nothing, and a page left open is none to clear.
    """
    count = count_factors_ever(db(), who.account.id)
    told = f"{who.account.public_id}:{who.since.isoformat()}:{count}".encode()
    key = hearth().keys.derive("authenticator")
    return as_secret(hmac.new(key, told, sha256).digest()[:SECRET_BYTES])


def set_up_done(who: SetsUp, goal: str | None) -> Response | tuple[str, int]:
    """Let in whoever stood at the door, and show the first codes for paper this once.

    The others get a new token, as after every such change.
    """
    has_codes = bool(open_codes(db(), who.account.id))
    codes = [] if has_codes else make_codes(db(), who.actor, who.account)
    if (door := at_door()) is not None:
        pass_door(door, None)
    else:
        take_up(renew_login_session(db(), actor(), who.login_session_id))
    if has_codes:
        flash(_("It is set up. Your codes on paper stay as they are."), "success")
        return redirect(goal or url_for("auth.factors.index"), 303)
    page = render_template(
        "auth/recovery_codes/create.html", codes=codes, goal=goal or url_for("auth.home.show")
    )
    return page, 201
