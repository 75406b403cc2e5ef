"""Accounts, the sign-ins and devices they have, the invitations that open them, and tries."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, String, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.db import Db
from clinic.domain.access import Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.people.privacy import Closure, Privacy
from clinic.models.base import Base, Public, belongs_to, stored, table_args


class Account(Public, Base):
    """Somebody who may sign in. A client's account is made when the invitation is accepted."""

    __tablename__ = "accounts"

    sign_in_name: Mapped[str] = mapped_column(String(254), unique=True)
    """An e-mail address in lower case, or a name made by the clinic for people without one."""
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(stored(Role, "role"))
    passphrase_hash: Mapped[str | None]
    """Argon2id; NULL until the invitation is accepted."""
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    passphrase_changed_at: Mapped[datetime | None]
    recovery_hash: Mapped[str | None]
    """Argon2id of the words on paper; NULL until they are made."""
    confirmed_address: Mapped[str | None] = mapped_column(String(254))
    address_confirmed_at: Mapped[datetime | None]
    """Where the owner was reached, or what she called her own."""
    news_at: Mapped[datetime | None]
    """When something happened to the way in that the owner has not looked at yet."""


class LoginSession(Public, Base):
    """One sign-in on one device. The cookie holds a random token, this row its SHA-256."""

    __tablename__ = "login_sessions"

    account_id: Mapped[int] = belongs_to("accounts.id")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(120))
    """Browser and system in words, as far as the browser told."""
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    """When somebody last proved in it who she is, by passphrase or second factor."""
    is_waiting: Mapped[bool] = mapped_column(default=False)
    """The passphrase was right, the second factor is to come: it opens the door's pages alone."""
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class KnownDevice(Public, Base):
    """A browser on which somebody signed in well. It opens nothing by itself.

    Wrong passphrases that are typed there count apart from those of strangers, so that nobody can
    lock her out of it. A browser that several people share has a row for each.
    """

    __tablename__ = "known_devices"
    __table_args__ = table_args(UniqueConstraint("account_id", "token_hash"))

    account_id: Mapped[int] = belongs_to("accounts.id", index=False)
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    device: Mapped[str] = mapped_column(String(120))
    """Browser and system in words."""
    known_at: Mapped[datetime]
    used_at: Mapped[datetime]
    """When somebody last signed in on it."""
    trusted_until: Mapped[datetime | None]
    """Until when no second factor is asked for on it, as its owner wished."""
    ended_at: Mapped[datetime | None]


class Invitation(Public, Base):
    """A single-use, expiring way to set a passphrase. The link holds a token, this row its hash."""

    __tablename__ = "invitations"
    __table_args__ = table_args(CheckConstraint("expires_at > made_at", name="expires_later"))

    account_id: Mapped[int] = belongs_to("accounts.id")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    """A newer invitation for the same account ends the older ones."""
    mailed_to: Mapped[str | None] = mapped_column(String(254))
    """The address to which alone the link went; NULL where it passed through other hands."""

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


def is_open_invitation(now: datetime) -> ColumnElement[bool]:
    """Ask in SQL whether an invitation may still be accepted."""
    return and_(
        Invitation.used_at.is_(None),
        Invitation.replaced_at.is_(None),
        Invitation.expires_at > now,
    )


class SignInAttempt(Base):
    """One try to sign in, for throttling; names, addresses and devices are kept as keyed hashes."""

    __tablename__ = "sign_in_attempts"

    name_hash: Mapped[str] = mapped_column(String(64), index=True)
    address_hash: Mapped[str] = mapped_column(String(64), index=True)
    device_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of a device known to this account: its tries count by themselves."""
    at: Mapped[datetime]
    is_good: Mapped[bool]


class InvitationRequest(Public, Base):
    """A new link, or an end of the second factor, that one person asks for and another one grants.

    Administrators do so for staff; for a client, those who lead a group in which her place is over.
    """

    __tablename__ = "invitation_requests"
    __table_args__ = table_args(
        CheckConstraint("granted_by_id <> asked_by_id", name="takes_two"),
    )

    account_id: Mapped[int] = belongs_to("accounts.id")
    asked_by_id: Mapped[int] = belongs_to("accounts.id", index=False)
    asked_at: Mapped[datetime]
    is_for_factor: Mapped[bool] = mapped_column(default=False)
    """What is asked for is that the second factor ends; else a link."""
    enrollment_id: Mapped[int | None] = belongs_to("enrollments.id", index=False)
    """The place from which it was asked for; NULL for staff."""
    settled_at: Mapped[datetime | None]
    granted_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)


class AccountEvent(Public, Base):
    """Something that happened to the way in of an account, to be told to its owner."""

    __tablename__ = "account_events"

    account_id: Mapped[int] = belongs_to("accounts.id")
    kind: Mapped[AccountEventKind] = mapped_column(stored(AccountEventKind, "kind"))
    at: Mapped[datetime]
    device: Mapped[str | None] = mapped_column(String(120))
    """In words, where it happened on one that was not known."""
    by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    """NULL where nobody was signed in."""
    seen_at: Mapped[datetime | None]


class PrivateClosure(Base):
    """What was private when a link passed through other hands, and which secrets open it again."""

    __tablename__ = "private_closures"

    account_id: Mapped[int] = belongs_to("accounts.id")
    closed_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    passphrase_hash: Mapped[str]
    recovery_hash: Mapped[str | None]
    """Those that held before, both argon2id."""


def privacy_of(db: Db, account_id: int | None) -> Privacy:
    """Give what is closed of an account: the one question before private text is read."""
    rows = db.scalars(
        select(PrivateClosure)
        .where(PrivateClosure.account_id == account_id)
        .order_by(PrivateClosure.closed_at, PrivateClosure.id)
    )
    return Privacy(tuple(Closure(row.closed_at, row.opened_at) for row in rows))
