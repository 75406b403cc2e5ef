"""Beginning and ending sign-ins, and counting the tries to sign in."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from clinic.db import Db, housekeeping, operation
from clinic.domain.access import Actor
from clinic.domain.sign_in import (
    TRIES_KEPT,
    TRIES_PER_ADDRESS,
    TRIES_PER_NAME,
    TRIES_WINDOW,
    hash_of_token,
    hash_of_try,
    plain_sign_in_name,
)
from clinic.models.accounts import Account, LoginSession, SignInAttempt

_SEEN_EVERY = timedelta(minutes=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class StartedLoginSession:
    """A new sign-in, with the token that only its cookie will know."""

    token: str
    row: LoginSession


@operation
def start_login_session(db: Db, actor: Actor, account: Account, device: str) -> StartedLoginSession:
    """Sign an account in on a device."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = LoginSession(
        account_id=account.id,
        token_hash=hash_of_token(token),
        device=device[:120],
        started_at=actor.at,
        seen_at=actor.at,
    )
    db.add(row)
    db.flush()
    return StartedLoginSession(token, row)


@operation
def end_login_session(db: Db, actor: Actor, login_session: LoginSession) -> LoginSession:
    """End one sign-in; its cookie is refused at the very next request."""
    if login_session.ended_at is None:
        login_session.ended_at = actor.at
    return login_session


@operation
def end_login_sessions(db: Db, actor: Actor, account: Account, keep_id: int | None = None) -> int:
    """End every sign-in of an account, but for the one that is to stay, and count them."""
    rows = db.scalars(
        select(LoginSession).where(
            LoginSession.account_id == account.id,
            LoginSession.ended_at.is_(None),
            LoginSession.id != (keep_id or 0),
        )
    ).all()
    for row in rows:
        row.ended_at = actor.at
    return len(rows)


@housekeeping
def _write_seen(db: Db, actor: Actor, login_session: LoginSession) -> None:
    login_session.seen_at = actor.at


def note_seen(db: Db, actor: Actor, login_session: LoginSession) -> None:
    """Note that a sign-in is in use, at most once a minute so that reading costs no write."""
    if actor.at - login_session.seen_at >= _SEEN_EVERY:
        _write_seen(db, actor, login_session)


@housekeeping
def admit_try(db: Db, actor: Actor, typed_name: str, address: str) -> SignInAttempt | None:
    """Count a try to sign in before it is looked at; `None` when there were too many in an hour.

    It stands as a bad one until `note_good_try`, so that many at once cannot slip past the count.
    """
    # Derived for this alone: it opens nothing else.
    key = db.keys.derive("throttle")
    name_hash = hash_of_try(key, "name", plain_sign_in_name(typed_name))
    address_hash = hash_of_try(key, "address", address)
    db.execute(delete(SignInAttempt).where(SignInAttempt.at < actor.at - TRIES_KEPT))
    bad = (SignInAttempt.at > actor.at - TRIES_WINDOW, SignInAttempt.is_good.is_(False))
    by_name, by_address = db.execute(
        select(
            func.count().filter(SignInAttempt.name_hash == name_hash),
            func.count().filter(SignInAttempt.address_hash == address_hash),
        ).where(
            *bad,
            or_(SignInAttempt.name_hash == name_hash, SignInAttempt.address_hash == address_hash),
        )
    ).one()
    if by_name >= TRIES_PER_NAME or by_address >= TRIES_PER_ADDRESS:
        return None
    attempt = SignInAttempt(
        name_hash=name_hash, address_hash=address_hash, at=actor.at, is_good=False
    )
    db.add(attempt)
    return attempt


@housekeeping
def note_good_try(db: Db, actor: Actor, attempt: SignInAttempt) -> None:
    """Take a good try out of the count; the bad ones before it stay, and so do those of others."""
    attempt.is_good = True
