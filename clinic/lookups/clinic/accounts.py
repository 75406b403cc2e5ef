"""Who comes in: the account, sign-in or invitation behind what was typed, clicked or carried."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Role
from clinic.domain.clinic.factors import DOOR_STANDS
from clinic.domain.clinic.sign_in import hash_of_token, is_live, plain_sign_in_name
from clinic.lookups.statements import kept, ones_of, rows_of
from clinic.models.accounts import (
    Account,
    Invitation,
    KnownDevice,
    LoginSession,
    is_open_invitation,
)
from clinic.models.emergencies import Emergency
from clinic.models.sessions import StandIn

Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True)
class PartsForNow:
    """Which parts for a while only somebody has at an instant; hardly anybody has any."""

    has_emergency: bool = False
    stands_in: bool = True


UNASKED = PartsForNow()
"""Of whoever was just let in: what she stands in for is asked with each page, if there is any."""


def find_signed_in(db: Db, token: str, now: datetime) -> tuple[LoginSession, PartsForNow] | None:
    """Find the live sign-in behind a cookie's token, with its account and her parts for now.

    Takes no reader: this is where the reader comes from.
    """
    found = rows_of(db, _live(hash_of_token(token), now)).first()
    if found is None:
        return None
    row, has_emergency, stands_in = found
    if not is_live(row.account.role, row.started_at, row.seen_at, now):
        return None
    return row, PartsForNow(has_emergency, stands_in)


def find_login_session(db: Db, token: str, now: datetime) -> LoginSession | None:
    """Find the live sign-in behind a cookie's token, with its account."""
    found = find_signed_in(db, token, now)
    return found[0] if found else None


def find_waiting(db: Db, token: str, now: datetime) -> LoginSession | None:
    """Find who waits at the door for a second factor, by a token that opens nothing else."""
    row = ones_of(db, _open(hash_of_token(token), is_waiting=True)).first()
    return row if row is not None and now - row.started_at <= DOOR_STANDS else None


def is_device_trusted(db: Db, account: Account, device_token: str | None, now: datetime) -> bool:
    """Say whether no second factor is asked for on a device, as its owner wished."""
    found = select(KnownDevice.id).where(
        KnownDevice.account_id == account.id,
        KnownDevice.token_hash == hash_of_token(device_token or ""),
        KnownDevice.ended_at.is_(None),
        KnownDevice.trusted_until > now,
    )
    return device_token is not None and db.scalar(found) is not None


def find_account_to_sign_in(db: Db, typed_name: str) -> Account | None:
    """Find the account that a typed name may open; whether it does is for the passphrase to say."""
    return ones_of(db, _with_name(plain_sign_in_name(typed_name))).first()


@kept
def _with_name(sign_in_name: str) -> Select[Account]:
    return select(Account).where(
        Account.sign_in_name == sign_in_name,
        Account.is_active,
        Account.passphrase_hash.is_not(None),
    )


def find_invitation(db: Db, token: str, now: datetime) -> Invitation | None:
    """Find an invitation that may still be accepted, with its account. Changes nothing."""
    return db.scalar(
        select(Invitation)
        .join(Invitation.account)
        .where(
            Invitation.token_hash == hash_of_token(token),
            is_open_invitation(now),
            Account.is_active,
        )
        .options(joinedload(Invitation.account))
    )


def is_invited(db: Db, account: Account, now: datetime) -> bool:
    """Say whether an account, already loaded for its reader, has an invitation to accept."""
    found = select(Invitation.id).where(
        Invitation.account_id == account.id, is_open_invitation(now)
    )
    return db.scalar(found.limit(1)) is not None


def takes_two(account: Account) -> bool:
    """Say whether one administrator alone may not hold a link of this account."""
    return account.passphrase_hash is not None or account.role is Role.ADMINISTRATOR


@kept
def _live(token_hash: str, now: datetime) -> Select[LoginSession, bool, bool]:
    hers = LoginSession.account_id
    opened = exists().where(Emergency.account_id == hers, Emergency.stands_at(now))
    standing = select(StandIn.id).join(StandIn.group_session)
    return _with_account(
        select(
            LoginSession,
            opened,
            exists(standing.where(StandIn.account_id == hers, StandIn.stands_at(now))),
        ),
        token_hash,
        is_waiting=False,
    )


@kept
def _open(token_hash: str, is_waiting: bool) -> Select[LoginSession]:
    return _with_account(select(LoginSession), token_hash, is_waiting=is_waiting)


def _with_account(chosen: Select[*Ts], token_hash: str, *, is_waiting: bool) -> Select[*Ts]:
    return (
        chosen.join(LoginSession.account)
        .where(
            LoginSession.token_hash == token_hash,
            LoginSession.ended_at.is_(None),
            LoginSession.is_waiting == is_waiting,
            Account.is_active,
        )
        .options(joinedload(LoginSession.account))
    )
