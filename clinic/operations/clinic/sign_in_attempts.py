"""Counting the tries to prove who one is: by device where it is known, by name and address else."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, func, or_, select

from clinic.db import Db, housekeeping, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.sign_in import (
    CODES_TOLD,
    DEVICE_KNOWN,
    TRIES_KEPT,
    TRIES_WINDOW,
    hash_of_token,
    hash_of_try,
    may_try_elsewhere,
    may_try_here,
    may_try_today,
    plain_sign_in_name,
)
from clinic.lookups.statements import kept, rows_of
from clinic.models.accounts import Account, AccountEvent, KnownDevice, SignInAttempt
from clinic.operations.clinic.account_events import tell_owner


@housekeeping
def admit_try(
    db: Db,
    actor: Actor,
    typed_name: str,
    address: str,
    device_token: str | None = None,
    about: str = "name",
) -> SignInAttempt | None:
    """Count a try before it is looked at; `None` when there were too many in an hour.

    It stands as a bad one until `note_good_try`, so that many at once cannot slip past the count.
    A name that nobody has counts as one that somebody has. What the try is `about` counts apart.
    """
    # Derived for this alone: it opens nothing else.
    key = db.keys.derive("throttle")
    attempt = SignInAttempt(
        name_hash=hash_of_try(key, about, plain_sign_in_name(typed_name)),
        address_hash=hash_of_try(key, f"{about} from", address),
        device_hash=None,
        at=actor.at,
        is_good=False,
    )
    if device_token and _is_known(db, actor, typed_name, device_token):
        attempt.device_hash = hash_of_try(key, "device", device_token)
    db.execute(delete(SignInAttempt).where(SignInAttempt.at < actor.at - TRIES_KEPT))
    if not (_may_here if attempt.device_hash else _may_elsewhere)(db, attempt):
        return None
    if about == "code" and not (attempt.device_hash or may_try_today(_bad_today(db, attempt))):
        return None
    db.add(attempt)
    return attempt


@housekeeping
def note_good_try(db: Db, actor: Actor, attempt: SignInAttempt) -> None:
    """Take a good try out of the count; the bad ones before it stay, and so do those of others."""
    attempt.is_good = True


@operation
def note_wrong_code(db: Db, actor: Actor, account: Account, attempt: SignInAttempt) -> None:
    """Tell the owner of wrong codes on unknown devices, once a day: somebody has her passphrase."""
    if attempt.device_hash or _bad_today(db, attempt) < CODES_TOLD:
        return
    told = select(AccountEvent.id).where(
        AccountEvent.account_id == account.id,
        AccountEvent.kind == AccountEventKind.WRONG_CODES,
        AccountEvent.at > actor.at - TRIES_KEPT,
    )
    if db.scalar(told.limit(1)) is None:
        tell_owner(db, actor, account, AccountEventKind.WRONG_CODES)


def _is_known(db: Db, actor: Actor, typed_name: str, device_token: str) -> bool:
    found = (
        select(KnownDevice.id)
        .join(Account, KnownDevice.account_id == Account.id)
        .where(
            KnownDevice.token_hash == hash_of_token(device_token),
            KnownDevice.ended_at.is_(None),
            KnownDevice.used_at > actor.at - DEVICE_KNOWN,
            Account.sign_in_name == plain_sign_in_name(typed_name),
        )
    )
    return db.scalar(found) is not None


def _may_here(db: Db, attempt: SignInAttempt) -> bool:
    _one_at_a_time(db, str(attempt.device_hash))
    on_device = _bad(attempt.at - TRIES_WINDOW, SignInAttempt.device_hash == attempt.device_hash)
    bad = db.scalar(
        select(func.count()).where(*on_device, SignInAttempt.name_hash == attempt.name_hash)
    )
    return may_try_here(bad or 0)


def _may_elsewhere(db: Db, attempt: SignInAttempt) -> bool:
    _one_at_a_time(db, attempt.name_hash, attempt.address_hash)
    since = attempt.at - TRIES_WINDOW
    tries = _tries_elsewhere(attempt.name_hash, attempt.address_hash, since)
    by_name, by_address = rows_of(db, tries).one()
    return may_try_elsewhere(by_name, by_address)


@kept
def _tries_elsewhere(name_hash: str, address_hash: str, since: datetime) -> Select[int, int]:
    same_name = SignInAttempt.name_hash == name_hash
    same_address = SignInAttempt.address_hash == address_hash
    counts = select(func.count().filter(same_name), func.count().filter(same_address))
    elsewhere = _bad(since, SignInAttempt.device_hash.is_(None))
    return counts.where(*elsewhere, or_(same_name, same_address))


def _bad_today(db: Db, attempt: SignInAttempt) -> int:
    """Count the bad tries at a name on unknown devices for as long as any is kept."""
    return (
        db.scalar(
            select(func.count()).where(
                SignInAttempt.name_hash == attempt.name_hash,
                SignInAttempt.device_hash.is_(None),
                SignInAttempt.is_good.is_(False),
                SignInAttempt.at > attempt.at - TRIES_KEPT,
            )
        )
        or 0
    )


def _bad(since: datetime, where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Narrow a condition to the bad tries since an instant."""
    return where, SignInAttempt.at > since, SignInAttempt.is_good.is_(False)


def _one_at_a_time(db: Db, *hashes: str) -> None:
    """Let only one try of the same name, address or device be counted at a moment.

    On SQLite the operation already holds the only write lock.
    """
    if db.get_bind().dialect.name == "postgresql":
        # In one order for all, so that no two wait for each other.
        for number in sorted({int.from_bytes(bytes.fromhex(one)[:7]) for one in hashes}):
            db.execute(select(func.pg_advisory_xact_lock(number)))
