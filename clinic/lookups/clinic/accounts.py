"""Who comes in: the account, sign-in or invitation behind what was typed, clicked or carried."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Role
from clinic.domain.clinic.factors import DOOR_STANDS
from clinic.domain.clinic.sign_in import hash_of_token, is_live, plain_sign_in_name
from clinic.lookups.statements import kept, ones_of
from clinic.models.accounts import (
    Account,
    Invitation,
    KnownDevice,
    LoginSession,
    is_open_invitation,
)


def find_login_session(db: Db, token: str, now: datetime) -> LoginSession | None:
    """Find the live sign-in behind a cookie's token, with its account.

    Takes no reader: this is where the reader comes from.
    """
    row = ones_of(db, _open(hash_of_token(token), is_waiting=False)).first()
    if row is None or not is_live(row.account.role, row.started_at, row.seen_at, now):
        return None
    return row


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
def _open(token_hash: str, is_waiting: bool) -> Select[LoginSession]:
    return (
        select(LoginSession)
        .join(LoginSession.account)
        .where(
            LoginSession.token_hash == token_hash,
            LoginSession.ended_at.is_(None),
            LoginSession.is_waiting == is_waiting,
            Account.is_active,
        )
        .options(joinedload(LoginSession.account))
    )
