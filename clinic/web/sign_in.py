"""Signing in and out: the cookie holds a random token, and its row says whether it still counts."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask, after_this_request, current_app, g, request, session
from flask_login import LoginManager, login_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug import Response

from clinic.domain.access import Actor
from clinic.domain.clinic.providers import Identity
from clinic.domain.clinic.sign_in import DEVICE_KNOWN, SEEN_EVERY
from clinic.lookups.clinic.accounts import (
    UNASKED,
    PartsForNow,
    find_login_session,
    find_signed_in,
    find_waiting,
    is_device_trusted,
)
from clinic.lookups.clinic.factors import stops_at_door
from clinic.models.accounts import Account, LoginSession, SignInAttempt, privacy_of
from clinic.operations.clinic.login_sessions import (
    Browser,
    Here,
    StartedLoginSession,
    end_login_session,
    enter,
    note_seen,
    wait_at_door,
)
from clinic.web.devices import device_in_words
from clinic.web.request_context import SignedIn, actor, db, now, signed_in

_CLOSURES = "closures"
_DOOR = "door"
_FORMS = "csrf_token"
_DEVICE_TOKEN_LENGTH = 43
# 32 random bytes, as the letters of an address


def register(app: Flask) -> None:
    """Let Flask-Login keep the token of the sign-in, and nothing else that it offers."""
    manager = LoginManager()
    # Its own protection would read X-Forwarded-For, which anybody may write, and would sign people
    # out whose phone changes networks. The row in the table is what protects.
    manager.session_protection = None
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)


@dataclass(frozen=True, slots=True)
class Door:
    """Somebody whose passphrase was right and whose second factor is still to come."""

    account: Account
    waiting: LoginSession
    token: str

    def actor(self, at: datetime) -> Actor:
        """Give who does what is done at the door: nobody is signed in yet, and she is known."""
        return Actor(self.account.id, at, self.account.role)


def sign_in(
    account: Account, attempt: SignInAttempt | None = None, *, vouched: Identity | None = None
) -> bool:
    """Begin a fresh sign-in on this device; whatever the cookie held before is gone.

    Says whether the person is in. Else she stands at the door, and opens nothing but its pages.
    `vouched` is what a provider has just said of her; it may have seen a second factor of hers.
    """
    _end_current()
    doer = Actor(account.id, now(), account.role)
    device = device_in_words(request.user_agent.string)
    is_trusted = is_device_trusted(db(), account, device_token(), now())
    is_proved = is_trusted or (vouched is not None and vouched.has_second)
    if stops_at_door(db(), account) and not is_proved:
        waiting = wait_at_door(db(), doer, account, device, attempt)
        _forget_cookie()
        session[_DOOR] = waiting.token
        return False
    browser = Browser(device, device_token(), vouched)
    started, token = enter(db(), doer, account, browser, attempt)
    take_up(started)
    _keep_device_token(token)
    return True


def at_door() -> Door | None:
    """Say who stands at the door; whoever is signed in does not."""
    if "door" not in g:
        token = None if signed_in() else session.get(_DOOR)
        row = find_waiting(db(), token, now()) if token else None
        g.door = Door(row.account, row, str(token)) if row is not None else None
    found: Door | None = g.door
    return found


def pass_door(door: Door, attempt: SignInAttempt | None, *, trusts_device: bool = False) -> None:
    """Let somebody in who has shown both; the token that waited opens nothing any more."""
    started, token = enter(
        db(),
        door.actor(now()),
        door.account,
        Browser(door.waiting.device, device_token()),
        attempt,
        waiting=door.waiting,
        trusts_device=trusts_device,
    )
    take_up(started)
    _keep_device_token(token)


def take_up(started: StartedLoginSession, *, keeps_forms: bool = False) -> None:
    """Go on with a new token; nothing of the cookie before is carried over.

    But for what signs the forms that lie open, where the same person goes on with them.
    """
    forms = session.get(_FORMS) if keeps_forms else None
    _forget_cookie()
    if forms:
        session[_FORMS] = forms
    if closures := len(privacy_of(db(), started.row.account_id).closures):
        # Every further one ends this sign-in.
        session[_CLOSURES] = closures
    login_user(_as_signed_in(started.row, started.token))


def here(account: SignedIn) -> Here:
    """Say from where somebody does something about the own account."""
    return Here(account.login_session_id, device_token())


def device_token() -> str | None:
    """Give the token of this device, which opens nothing and tells strangers' guesses apart."""
    token = request.cookies.get(current_app.config["DEVICE_COOKIE_NAME"], "")
    return token if len(token) == _DEVICE_TOKEN_LENGTH else None


def sign_out() -> None:
    """End the sign-in of this device and change its cookie, so that no kept page comes back."""
    _end_current()
    _forget_cookie()


def own_path(given: str | None) -> str | None:
    """Give a path of our own to go on to after signing in, or `None` for any other text."""
    if not given or not given.startswith("/") or given.startswith("//") or "\\" in given:
        return None
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in given):
        return None
    try:
        parts = urlsplit(given)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else given


def _load(token: str) -> SignedIn | None:
    """Find who holds the token; clears the cookie of a sign-in that has ended or lain still."""
    if g.get("has_no_database"):
        return None
    try:
        found = find_signed_in(db(), token, now())
        if found is not None and not _is_poll():
            _note_seen(found[0])
    except SQLAlchemyError:
        # Raised once, for the gate. The page that then says so must not ask the database again.
        g.has_no_database = True
        raise
    if found is None:
        session.clear()
        return None
    row, parts = found
    return _as_signed_in(row, token, parts)


def _is_poll() -> bool:
    """Say whether a script asks again and again, which is nobody's being here."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "polls", False) is True


def _note_seen(row: LoginSession) -> None:
    """Note that a sign-in is in use; where it cannot be written at once, the next request does."""
    doer = Actor(row.account_id, now(), row.account.role)
    if doer.at - row.seen_at >= SEEN_EVERY and note_seen(db(), doer, row.id):
        set_committed_value(row, "seen_at", doer.at)


def _keep_device_token(token: str) -> None:
    def keep(answer: Response) -> Response:
        config = current_app.config
        answer.set_cookie(
            config["DEVICE_COOKIE_NAME"],
            token,
            max_age=DEVICE_KNOWN,
            secure=config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return answer

    after_this_request(keep)


def _end_current() -> None:
    account = signed_in()
    if account is not None:
        row = find_login_session(db(), account.token, now())
        if row is not None:
            end_login_session(db(), actor(), row)
    elif (door := at_door()) is not None:
        end_login_session(db(), door.actor(now()), door.waiting)


def _forget_cookie() -> None:
    session.clear()
    for name in ("_login_user", "csrf_token", "door"):
        g.pop(name, None)


def _as_signed_in(row: LoginSession, token: str, parts: PartsForNow = UNASKED) -> SignedIn:
    account = db().get_one(Account, row.account_id)
    return SignedIn(
        account_id=account.id,
        public_id=account.public_id,
        name=account.name,
        sign_in_name=account.sign_in_name,
        role=account.role,
        token=token,
        login_session_id=row.id,
        started_at=row.started_at,
        seen_at=row.seen_at,
        proved_at=row.proved_at,
        has_news=account.news_at is not None,
        closures=session.get(_CLOSURES, 0),
        parts=parts,
    )
