"""Beginning, renewing and ending sign-ins, and knowing the devices on which they are made."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update

from clinic.db import Db, at_leisure, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.factors import DEVICE_TRUSTED
from clinic.domain.clinic.providers import Identity
from clinic.domain.clinic.sign_in import hash_of_token
from clinic.domain.errors import SignInEnded
from clinic.lookups.statements import kept, rows_of
from clinic.models.accounts import Account, KnownDevice, LoginSession, SignInAttempt
from clinic.operations.clinic.account_events import tell_owner
from clinic.operations.clinic.sign_in_attempts import note_good_try

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class StartedLoginSession:
    """A new sign-in, with the token that only its cookie will know."""

    token: str
    row: LoginSession


@dataclass(frozen=True, slots=True)
class Browser:
    """What somebody comes in with: a device in words, and the token that it may be known by.

    `vouched` is what a provider has just said of her.
    """

    device: str
    token: str | None = None
    vouched: Identity | None = None


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
def wait_at_door(
    db: Db, actor: Actor, account: Account, device: str, attempt: SignInAttempt | None = None
) -> StartedLoginSession:
    """Note that the passphrase was right; what it begins opens the door's pages and no other."""
    _check_is_still_so(db, account)
    if attempt is not None:
        note_good_try(db, actor, attempt)
    return _start(db, actor, account.id, device[:120], actor.at, is_waiting=True)


@operation
def enter(
    db: Db,
    actor: Actor,
    account: Account,
    browser: Browser,
    attempt: SignInAttempt | None = None,
    *,
    waiting: LoginSession | None = None,
    trusts_device: bool = False,
) -> tuple[StartedLoginSession, str]:
    """Sign an account in, know the browser, and take the try out of the count, all at once.

    One transaction: where sixty people come in the same moment, each further one is a wait for all.
    Whoever knows her devices hears of one that is new.
    """
    is_new = bool(attempt or waiting or browser.vouched)
    if is_new:
        _check_is_still_so(db, account)
    if waiting is not None:
        _check_is_open(db, waiting)
        waiting.ended_at = actor.at
    if attempt is not None:
        note_good_try(db, actor, attempt)
    # A link or words from paper were told of already.
    if is_new and _is_on_new_device(db, account, browser.token):
        tell_owner(db, actor, account, AccountEventKind.NEW_DEVICE, device=browser.device[:120])
    started = start_login_session(db, actor, account, browser.device)
    if browser.vouched is not None:
        # She may have been signed in at the provider for a while already.
        started.row.proved_at = browser.vouched.proved_at
    known = know_device(db, actor, account, browser.device, browser.token)
    if trusts_device:
        trust_device(db, actor, account, known)
    return started, known


def _check_is_still_so(db: Db, account: Account) -> None:
    """Refuse where the passphrase that was compared is not the passphrase any more.

    The comparison takes a moment, and comes before the transaction so that nobody waits for it.
    """
    compared = account.passphrase_hash
    lock(db, account)
    if account.passphrase_hash != compared or not account.is_active:
        raise SignInEnded


def _check_is_open(db: Db, row: LoginSession) -> None:
    """Refuse what was ended since it was read; from here on nobody else ends or uses it."""
    lock(db, row)
    if row.ended_at is not None:
        raise SignInEnded


@operation
def trust_device(db: Db, actor: Actor, account: Account, token: str) -> None:
    """Ask for no second factor on a device for some time."""
    found = select(KnownDevice).where(
        KnownDevice.account_id == account.id, KnownDevice.token_hash == hash_of_token(token)
    )
    db.scalars(found).one().trusted_until = actor.at + DEVICE_TRUSTED


@operation
def end_trust(db: Db, actor: Actor, account: Account, device: str | None = None) -> None:
    """Ask for the second factor again on every device, or on those that look like one."""
    trusted = select(KnownDevice).where(
        KnownDevice.account_id == account.id, KnownDevice.trusted_until.is_not(None)
    )
    for row in db.scalars(trusted):
        if device is None or row.device == device:
            row.trusted_until = None


@operation
def know_device(
    db: Db, actor: Actor, account: Account, device: str, token: str | None = None
) -> str:
    """Know the browser on which somebody has just signed in, and give the token of its cookie.

    A token that is not ours, or was taken from this account, is not taken up again.
    """
    same = select(KnownDevice).where(KnownDevice.token_hash == hash_of_token(token or ""))
    rows = db.scalars(same).all() if token else []
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
    known.trusted_until = None
    return known


@operation
def renew_login_session(
    db: Db, actor: Actor, login_session_id: int, *, is_proved: bool = False
) -> StartedLoginSession:
    """Give a sign-in a new token; its cookie of before, and any copy of it, opens nothing.

    `is_proved` says that its owner has just proved who she is. Raises `SignInEnded` for one that
    was ended since it was read: to compare a passphrase takes a moment.
    """
    old = db.get_one(LoginSession, login_session_id)
    _check_is_open(db, old)
    old.ended_at = actor.at
    # It lasts no longer for having a new token.
    started = _start(db, actor, old.account_id, old.device, old.started_at)
    if not is_proved:
        started.row.proved_at = old.proved_at
    return started


@operation
def end_login_session(db: Db, actor: Actor, login_session: LoginSession) -> LoginSession:
    """End one sign-in; its cookie is refused at the very next request."""
    if login_session.ended_at is None:
        login_session.ended_at = actor.at
    return login_session


@operation
def leave_device(db: Db, actor: Actor, row: LoginSession) -> LoginSession:
    """End one sign-in of an account, and ask for the second factor there again."""
    end_trust(db, actor, db.get_one(Account, row.account_id), row.device)
    return end_login_session(db, actor, row)


@operation
def leave_everywhere(db: Db, actor: Actor, account: Account) -> int:
    """End every sign-in of an account, ask for the second factor everywhere, and count them."""
    end_trust(db, actor, account)
    return end_login_sessions(db, actor, account)


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
        row.trusted_until = None


def _is_on_new_device(db: Db, account: Account, token: str | None) -> bool:
    """Say whether somebody who was known on some device signs in on another one."""
    hashes = rows_of(db, _devices_of(account.id)).all()
    here = hash_of_token(token or "")
    return bool(hashes) and not any(one == here and ended is None for one, ended in hashes)


@kept
def _devices_of(account_id: int) -> Select[str, datetime | None]:
    return select(KnownDevice.token_hash, KnownDevice.ended_at).where(
        KnownDevice.account_id == account_id
    )


def _start(
    db: Db,
    actor: Actor,
    account_id: int,
    device: str,
    started_at: datetime,
    *,
    is_waiting: bool = False,
) -> StartedLoginSession:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = LoginSession(
        account_id=account_id,
        token_hash=hash_of_token(token),
        device=device,
        started_at=started_at,
        seen_at=actor.at,
        proved_at=actor.at,
        is_waiting=is_waiting,
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
