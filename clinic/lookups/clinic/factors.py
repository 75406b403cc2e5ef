"""Reading second factors: which somebody has, what an app shows now, how a code on paper hashes."""

from base64 import b32decode, b32encode
from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import Select, func, select

from clinic.db import Db
from clinic.domain.access import Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.factors import (
    CODE_DIGITS,
    FIRST_FACTOR_RESTS,
    STEP,
    FactorKind,
    asks_for_factor,
    open_steps,
    plain_recovery_code,
)
from clinic.lookups.clinic.passphrases import HASHING
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.statements import kept, ones_of
from clinic.models.accounts import Account, AccountEvent
from clinic.models.factors import RecoveryCode, SecondFactor

_NOBODY_S_SALT = "00" * 16
# The figures of passphrases: a code is shorter than they are, and machine-made.
_ARGON = {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1, "hash_len": 32}


def factors_of(db: Db, account_id: int) -> Sequence[SecondFactor]:
    """List the second factors that somebody has, the oldest first."""
    return db.scalars(
        select(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.ended_at.is_(None))
        .order_by(SecondFactor.id)
    ).all()


def stops_at_door(db: Db, account: Account) -> bool:
    """Say whether a right passphrase is not yet enough for this account."""
    has_factor = ones_of(db, _own(account.id)).first() is not None
    # The clinic asks it of staff alone, and a clinic's people come all in the same minute.
    is_required = account.role is not Role.CLIENT and clinic_settings(db).asks_second_factor
    return asks_for_factor(account.role, has_factor=has_factor, is_required=is_required)


@kept
def _own(account_id: int) -> Select[int]:
    return select(SecondFactor.id).where(
        SecondFactor.account_id == account_id, SecondFactor.ended_at.is_(None)
    )


def first_factor_from(db: Db, account: Account) -> datetime | None:
    """Say from when on a first factor may be set up; `None` where nobody has to wait.

    Whoever holds a link or the words for a moment could set one up at once, and no later link would
    let its owner back in. Until then she hears of the link, and another one gives her the account
    back. Staff who have to have one do not wait: two administrators can end it.
    """
    if account.role is not Role.CLIENT and clinic_settings(db).asks_second_factor:
        return None
    last = db.scalar(
        select(func.max(AccountEvent.at)).where(
            AccountEvent.account_id == account.id,
            AccountEvent.kind.in_((AccountEventKind.BY_LINK, AccountEventKind.BY_WORDS)),
        )
    )
    if last is None or factors_of(db, account.id):
        return None
    return last + FIRST_FACTOR_RESTS


def app_of(db: Db, account_id: int) -> SecondFactor | None:
    """Give the app that shows somebody's codes; there is one at most."""
    apps = (row for row in factors_of(db, account_id) if row.kind is FactorKind.APP)
    return next(apps, None)


def count_factors_ever(db: Db, account_id: int) -> int:
    """Count every second factor that somebody has or had."""
    found = select(func.count(SecondFactor.id)).where(SecondFactor.account_id == account_id)
    return db.scalar(found) or 0


def open_codes(db: Db, account_id: int) -> Sequence[RecoveryCode]:
    """List the codes on somebody's paper that still count."""
    return db.scalars(
        select(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.used_at.is_(None),
            RecoveryCode.ended_at.is_(None),
        )
        .order_by(RecoveryCode.id)
    ).all()


def as_secret(raw: bytes) -> str:
    """Write the secret of an app as it is typed: letters and digits of base 32."""
    return b32encode(raw).decode()


def app_address(secret: str, sign_in_name: str, issuer: str) -> str:
    """Give the address behind the square that an app reads."""
    # SHA-1 is what every app knows; it protects here as HMAC, which its collisions do not touch.
    totp = TOTP(b32decode(secret), CODE_DIGITS, SHA1(), int(STEP.total_seconds()))  # noqa: S303
    return totp.get_provisioning_uri(sign_in_name, issuer)


def app_code(secret: str, step: int) -> str:
    """Give the code that an app shows in one half minute."""
    return HOTP(b32decode(secret), CODE_DIGITS, SHA1()).generate(step).decode()  # noqa: S303


def step_of_code(secret: str, code: str, used: int | None, now: datetime) -> int | None:
    """Find the half minute whose code this is, among those that count now."""
    found = None
    for step in open_steps(now, used):
        if compare_digest(app_code(secret, step), code):
            found = step
    return found


def hash_recovery_code(code: str, salt: str) -> str:
    """Hash a code on paper for the table."""
    plain = plain_recovery_code(code).encode(errors="replace")
    with HASHING:
        raw = hash_secret_raw(plain, bytes.fromhex(salt), type=Type.ID, **_ARGON)
    return raw.hex()


def find_code(db: Db, account_id: int, typed: str) -> RecoveryCode | None:
    """Find the code on somebody's paper that was typed; it takes as long where there is none."""
    codes = open_codes(db, account_id)
    hashed = hash_recovery_code(typed, codes[0].salt if codes else _NOBODY_S_SALT)
    return next((row for row in codes if compare_digest(row.code_hash, hashed)), None)
