"""What one request knows: its database session, who is signed in, and the time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm import sessionmaker

from clinic.db import Db, WriteOutsideOperation
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.clinic.keys import KeyRing, Keys
from clinic.domain.clinic.sign_in import idle_limit
from clinic.lookups.clinic.accounts import UNASKED, PartsForNow
from clinic.lookups.safety.emergencies import emergency_of
from clinic.models.emergencies import Emergency
from clinic.settings import Settings
from clinic.web.at_hand import AtHand
from clinic.web.jobs import Jobs
from clinic.web.opened import opened_here, opened_sign
from clinic.web.waiting_reads import WaitingReads


@dataclass(frozen=True, slots=True)
class Hearth:
    """What the application holds for as long as it runs."""

    settings: Settings
    key_source: Keys
    databases: sessionmaker[Db]
    clock: Callable[[], datetime]
    jobs: Jobs = field(default_factory=Jobs)
    at_hand: AtHand = field(default_factory=AtHand)
    page_reads: WaitingReads = field(default_factory=WaitingReads)

    @property
    def keys(self) -> KeyRing:
        """The clinic's keys as they are now."""
        return self.key_source.now()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, as Flask-Login and the templates see it."""

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    account_id: int
    public_id: str
    name: str
    sign_in_name: str
    role: Role
    token: str
    login_session_id: int
    started_at: datetime
    seen_at: datetime
    proved_at: datetime
    """When she last proved in this sign-in who she is."""
    has_news: bool = False
    """Something happened to her way in that she has not looked at yet."""
    closures: int = 0
    """How often what was hers alone was closed before she signed in."""
    parts: PartsForNow = UNASKED

    @property
    def idle_seconds(self) -> int:
        """How long the page may lie still before the sign-in ends."""
        return int(idle_limit(self.role).total_seconds())

    def get_id(self) -> str:
        """Give the token of the login session: ending its row ends the cookie."""
        return self.token


def hearth(app: Flask | None = None) -> Hearth:
    """Give what the application holds."""
    return cast("Hearth", (app or current_app).extensions["hearth"])


def db() -> Db:
    """Give the one database session of this request."""
    if "db" not in g:
        g.db = hearth().databases()
    return cast("Db", g.db)


def now() -> datetime:
    """Give the time of this request; it stands still until the answer is made."""
    if "now" not in g:
        g.now = hearth().clock()
    return cast("datetime", g.now)


def signed_in() -> SignedIn | None:
    """Say who is signed in."""
    return cast("SignedIn", current_user) if current_user.is_authenticated else None


def reader() -> Reader:
    """Give the reader that every query joins."""
    account = signed_in()
    if account is None:
        abort(401)
    parts = account.parts
    return Reader(
        account.account_id,
        account.role,
        now(),
        g.get("action"),
        parts.has_emergency,
        parts.stands_in,
    )


def open_emergency() -> Emergency | None:
    """Give the record that whoever is signed in has open in an emergency, read once a request."""
    account = signed_in()
    if account is None or not account.parts.has_emergency:
        return None
    if "emergency" not in g:
        g.emergency = emergency_of(db(), account.account_id, now())
    return cast("Emergency | None", g.emergency)


def actor(once: str | None = None) -> Actor:
    """Give who does the deed of this request, with the once-only key of its form."""
    account = signed_in()
    if account is None:
        return Actor(None, now(), once=once or None)
    opened = opened_here(hearth().keys, account.account_id)
    return Actor(account.account_id, now(), account.role, once or None, opened)


def opened(public_id: str, is_open: bool) -> str | None:
    """Sign the address of a form that is open now; one that is drawn again keeps its own sign."""
    account = signed_in()
    if account is None or not is_open:
        return request.args.get("opened")
    return opened_sign(hearth().keys, account.account_id, public_id)


def wants_json() -> bool:
    """Say whether a script asks and not a person."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def require_sign_in(page: str = "auth.login_sessions.new") -> Any:
    """Send a person to the sign-in page, or another one like it, and back, and a script a 401."""
    if wants_json() or request.method not in ("GET", "HEAD"):
        abort(401)
    path = request.full_path.rstrip("?")
    return redirect(url_for(page, next=path if path != "/" else None), 303)


def close_request(_error: BaseException | None = None) -> None:
    """Close the database session, telling when a change was made and never written."""
    session: Db | None = g.pop("db", None)
    if session is None:
        return
    left = session.unwritten()
    session.close()
    if left and _error is None:
        if hearth().settings.strict:
            raise WriteOutsideOperation(f"changed and never written: {', '.join(left)}")
        current_app.logger.error("changed and never written: %s", ", ".join(left))
