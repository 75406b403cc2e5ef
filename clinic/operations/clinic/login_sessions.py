"""Beginning, renewing and ending sign-ins, and knowing the devices on which they are made."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from clinic.db import Db, at_leisure, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.sign_in import hash_of_token
from clinic.models.accounts import Account, KnownDevice, LoginSession, SignInAttempt
from clinic.operations.clinic.sign_in_attempts import note_good_try

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class StartedLoginSession:
    """A new sign-in, with the token that only its cookie will know."""

    token: str
    row: LoginSession


@dataclass(frozen=True, slots=True)
class Here:
    """The sign-in and the device from which somebody does something about her own account."""

    login_session_id: int
    device_token: str | None = None


@operation
def start_login_session(db: Db, actor: Actor, account: Account, device: str) -> StartedLoginSession:
    """Sign an account in on a device."""
    return _start(db, actor, account.id, device[:120], actor.at)


@operation
def enter(
    db: Db,
    actor: Actor,
    account: Account,
    device: str,
    token: str | None = None,
    attempt: SignInAttempt | None = None,
) -> tuple[StartedLoginSession, str]:
    """Sign an account in, know the browser, and take the try out of the count, all at once.

    One transaction: where sixty people come in the same moment, each further one is a wait for all.
    """
    if attempt is not None:
        note_good_try(db, actor, attempt)
    started = start_login_session(db, actor, account, device)
    return started, know_device(db, actor, account, device, token)


@operation
def know_device(
    db: Db, actor: Actor, account: Account, device: str, token: str | None = None
) -> str:
    """Know the browser on which somebody has just signed in, and give the token of its cookie.

    A token that is not ours, or was taken from this account, is not taken up again.
    """
    hashed = hash_of_token(token or "")
    rows = db.scalars(select(KnownDevice).where(KnownDevice.token_hash == hashed)).all()
    own = next((row for row in rows if row.account_id == account.id), None)
    if token and own is not None and own.ended_at is None:
        own.used_at = actor.at
        return token
    if not token or not rows or own is not None:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = KnownDevice(
        account_id=account.id,
        token_hash=hash_of_token(token),
        device=device[:120],
        known_at=actor.at,
        used_at=actor.at,
    )
    db.add(row)
    return token


@operation
def forget_known_device(db: Db, actor: Actor, known: KnownDevice) -> KnownDevice:
    """Let a device be a stranger's from now on; who is signed in there stays so."""
    known.ended_at = known.ended_at or actor.at
    return known


@operation
def renew_login_session(db: Db, actor: Actor, login_session_id: int) -> StartedLoginSession:
    """Give a sign-in a new token; its cookie of before, and any copy of it, opens nothing."""
    old = db.get_one(LoginSession, login_session_id)
    old.ended_at = actor.at
    # It lasts no longer for having a new token.
    return _start(db, actor, old.account_id, old.device, old.started_at)


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


@operation
def forget_known_devices(db: Db, actor: Actor, account: Account, keep: str | None = None) -> None:
    """Forget every device of an account, but for the one with the token that is to stay."""
    known = select(KnownDevice).where(
        KnownDevice.account_id == account.id,
        KnownDevice.ended_at.is_(None),
        KnownDevice.token_hash != hash_of_token(keep or ""),
    )
    for row in db.scalars(known):
        row.ended_at = actor.at


def _start(
    db: Db, actor: Actor, account_id: int, device: str, started_at: datetime
) -> StartedLoginSession:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = LoginSession(
        account_id=account_id,
        token_hash=hash_of_token(token),
        device=device,
        started_at=started_at,
        seen_at=actor.at,
    )
    db.add(row)
    db.flush()
    return StartedLoginSession(token, row)


@at_leisure
def note_seen(db: Db, actor: Actor, login_session_id: int) -> None:
    """Note that a sign-in is in use."""
    db.execute(
        update(LoginSession)
        .where(LoginSession.id == login_session_id, LoginSession.seen_at < actor.at)
        .values(seen_at=actor.at)
    )
