"""Reading accounts: the one that signs in, one's own, and those of staff for an administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, select, true

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.sign_in import (
    DEVICE_KNOWN,
    INVITATION_LASTS,
    is_live,
)
from clinic.lookups.clinic.accounts import is_invited, takes_two
from clinic.lookups.clinic.factors import factors_of
from clinic.models.accounts import (
    Account,
    AccountEvent,
    Invitation,
    InvitationRequest,
    KnownDevice,
    LoginSession,
    is_open_invitation,
    privacy_of,
)
from clinic.models.clients import known_address_of
from clinic.models.names import by_letters

_NEWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of the list of staff accounts."""

    public_id: str
    name: str
    sign_in_name: str
    role: Role
    is_active: bool
    has_passphrase: bool
    is_invited: bool


def own_account(db: Db, reader: Reader) -> Account:
    """Give the reader's own account."""
    return db.scalars(select(Account).where(Account.id == reader.account_id)).one()


def own_login_sessions(db: Db, reader: Reader, now: datetime) -> list[LoginSession]:
    """List the reader's live sign-ins, the last seen first."""
    rows = db.scalars(
        select(LoginSession)
        .where(
            LoginSession.account_id == reader.account_id,
            LoginSession.ended_at.is_(None),
            LoginSession.is_waiting.is_(False),
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )
    return [row for row in rows if is_live(reader.role, row.started_at, row.seen_at, now)]


def get_own_login_session(db: Db, reader: Reader, public_id: str) -> LoginSession:
    """Give one of the reader's own sign-ins."""
    return db.scalars(
        select(LoginSession).where(
            LoginSession.public_id == public_id, LoginSession.account_id == reader.account_id
        )
    ).one()


def own_known_devices(db: Db, reader: Reader, now: datetime) -> Sequence[KnownDevice]:
    """List the devices on which the reader's own wrong guesses count apart, the last used first."""
    return db.scalars(
        select(KnownDevice)
        .where(
            KnownDevice.account_id == reader.account_id,
            KnownDevice.ended_at.is_(None),
            KnownDevice.used_at > now - DEVICE_KNOWN,
        )
        .order_by(KnownDevice.used_at.desc(), KnownDevice.id.desc())
    ).all()


def get_own_known_device(db: Db, reader: Reader, public_id: str) -> KnownDevice:
    """Give one of the reader's own known devices."""
    return db.scalars(
        select(KnownDevice).where(
            KnownDevice.public_id == public_id, KnownDevice.account_id == reader.account_id
        )
    ).one()


def staff_accounts(db: Db, reader: Reader, now: datetime) -> Sequence[StaffRow]:
    """List the accounts of everybody who works here; clients are never among them."""
    invited = exists().where(Invitation.account_id == Account.id, is_open_invitation(now))
    rows = db.execute(
        select(Account, invited)
        .where(_managed_by(reader))
        .order_by(Account.is_active.desc(), by_letters(Account.name), Account.id)
    )
    return [
        StaffRow(
            account.public_id,
            account.name,
            account.sign_in_name,
            account.role,
            account.is_active,
            account.passphrase_hash is not None,
            is_invited,
        )
        for account, is_invited in rows
    ]


def get_staff_account(db: Db, reader: Reader, public_id: str) -> Account:
    """Give one staff account to an administrator."""
    return db.scalars(
        select(Account).where(Account.public_id == public_id, _managed_by(reader))
    ).one()


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """A link for somebody else that one person asked for and another one grants."""

    public_id: str
    asked_by: str
    asked_at: datetime
    is_own: bool


def open_request(
    db: Db,
    reader: Reader,
    account_id: int | None,
    now: datetime,
    place_id: int | None = None,
    *,
    is_for_factor: bool = False,
) -> LinkRequest | None:
    """Give the link that was asked for and not granted yet, for somebody else to grant.

    What was asked for from a place belongs to that place.
    """
    found = db.execute(
        select(InvitationRequest, Account.name)
        .join(Account, InvitationRequest.asked_by_id == Account.id)
        .where(
            InvitationRequest.account_id == account_id,
            InvitationRequest.enrollment_id == place_id,
            InvitationRequest.is_for_factor.is_(is_for_factor),
            InvitationRequest.settled_at.is_(None),
            Account.is_active,
            InvitationRequest.asked_at > now - INVITATION_LASTS,
        )
        .order_by(InvitationRequest.id.desc())
    ).first()
    if found is None:
        return None
    row, name = found
    return LinkRequest(row.public_id, name, row.asked_at, row.asked_by_id == reader.account_id)


@dataclass(frozen=True, slots=True)
class StaffAccountPage:
    """The account of somebody who works here, and what can be done with it."""

    account: Account
    is_invited: bool
    asked: LinkRequest | None
    takes_two: bool
    has_factor: bool
    factor_asked: LinkRequest | None


def staff_account_page(db: Db, reader: Reader, public_id: str, now: datetime) -> StaffAccountPage:
    """Give the page of one account of the staff."""
    account = get_staff_account(db, reader, public_id)
    return StaffAccountPage(
        account,
        is_invited(db, account, now),
        open_request(db, reader, account.id, now),
        takes_two(account),
        bool(factors_of(db, account.id)),
        open_request(db, reader, account.id, now, is_for_factor=True),
    )


def get_request(db: Db, reader: Reader, public_id: str) -> tuple[InvitationRequest, Account]:
    """Give a request, and the account that it is about, to an administrator."""
    row, account = db.execute(
        select(InvitationRequest, Account)
        .join(Account, InvitationRequest.account_id == Account.id)
        .where(InvitationRequest.public_id == public_id, _managed_by(reader))
    ).one()
    return row, account


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to the reader's own way in."""

    kind: AccountEventKind
    at: datetime
    by: str
    """Who did it, where it was somebody else."""
    is_new: bool
    device: str | None


@dataclass(frozen=True, slots=True)
class OwnAccess:
    """How the reader herself comes in, and what happened to it."""

    account: Account
    address: str | None
    is_address_owners: bool
    has_words: bool
    has_closed: bool
    news: Sequence[News]


def own_access(db: Db, reader: Reader, now: datetime) -> OwnAccess:
    """Give what the reader may know of her own way in, the latest that happened first."""
    account = own_account(db, reader)
    known = known_address_of(db, account)
    rows = db.execute(
        select(AccountEvent, Account.name)
        .outerjoin(Account, and_(AccountEvent.by_id == Account.id, Account.id != account.id))
        .where(AccountEvent.account_id == account.id)
        .order_by(AccountEvent.at.desc(), AccountEvent.id.desc())
        .limit(_NEWS_SHOWN)
    )
    return OwnAccess(
        account,
        known.address,
        known.is_owners(now),
        account.recovery_hash is not None,
        privacy_of(db, account.id).has_closed,
        [News(row.kind, row.at, name or "", row.seen_at is None, row.device) for row, name in rows],
    )


def _managed_by(reader: Reader) -> ColumnElement[bool]:
    is_administrator = true() if reader.role is Role.ADMINISTRATOR else false()
    return and_(is_administrator, Account.role != Role.CLIENT)
