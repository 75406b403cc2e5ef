"""Clients: the people a clinic works with."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.db import Db
from clinic.domain.access import Role
from clinic.domain.clinic.credentials import KnownAddress
from clinic.domain.enrollments import Medium
from clinic.domain.measures.administrations import QuestionLayout
from clinic.domain.people.contacts import LONGEST_LANGUAGE
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.sealed import sealed_column


class Client(Public, Base):
    """A person. Having an e-mail address or not decides nothing about how well they are served."""

    __tablename__ = "clients"
    __table_args__ = table_args(
        CheckConstraint("length(preferred_name) > 0", name="has_a_name"),
        CheckConstraint("length(code) > 0", name="has_a_code"),
    )

    preferred_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100), default="")
    code: Mapped[str] = mapped_column(String(20), unique=True)
    """What stands on paper where a cohort prints no names."""
    email: Mapped[str | None] = mapped_column(String(254))
    email_changed_at: Mapped[datetime | None]
    """By staff; for some days no secret is sent to an address that others chose."""
    phone: Mapped[str | None] = mapped_column(String(40))
    medium: Mapped[Medium] = mapped_column(stored(Medium, "medium"))
    question_layout: Mapped[QuestionLayout] = mapped_column(
        stored(QuestionLayout, "question_layout"), default=QuestionLayout.ONE
    )
    """How she likes to be asked."""
    language: Mapped[str | None] = mapped_column(String(LONGEST_LANGUAGE))
    """What she reads and speaks best, in her own word for it."""
    time_zone: Mapped[str | None] = mapped_column(String(60))
    """The clock she lives by, a name of the IANA database; NULL is that of her group."""
    zone_declined: Mapped[str | None] = mapped_column(String(60))
    """A clock that her browser showed and that she was asked about, and did not want."""
    emergency_asked_at: Mapped[datetime | None]
    """NULL while nobody asked; somebody may have been asked and have named nobody."""
    emergency_name: Mapped[str | None] = sealed_column()
    emergency_relation: Mapped[str | None] = sealed_column()
    emergency_phone: Mapped[str | None] = sealed_column()
    access_asked_at: Mapped[datetime | None]
    access_needs: Mapped[str | None] = sealed_column()
    facts_changed_at: Mapped[datetime | None]
    """When any of the above, or how she is reached, was noted last."""
    account_id: Mapped[int | None] = belongs_to("accounts.id", unique=True)
    """NULL until the first invitation."""
    score_import_id: Mapped[int | None] = belongs_to("score_imports.id")
    """The file that told of her; such a person is nobody to enroll, invite or write to."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = belongs_to("accounts.id")
    """Who may find the person while she is in no cohort yet."""

    account: Mapped[Account | None] = relationship(foreign_keys=account_id, lazy="raise_on_sql")


def comes_here() -> ColumnElement[bool]:
    """Select the people who come here, and none of whom only a file of scores told."""
    return Client.score_import_id.is_(None)


def known_address_of(db: Db, account: Account) -> KnownAddress:
    """Give the address that messages to an account go to, and what is known of it."""
    if account.role is Role.CLIENT:
        client = db.scalars(select(Client).where(Client.account_id == account.id)).one()
        return known_address_in(account, client.email, client.email_changed_at)
    address = account.sign_in_name if "@" in account.sign_in_name else None
    return known_address_in(account, address, None)


def known_address_in(
    account: Account, address: str | None, changed_at: datetime | None
) -> KnownAddress:
    """Give what is known of an address of an account that was read already."""
    return KnownAddress(
        address=address,
        sign_in_name=account.sign_in_name,
        confirmed=account.confirmed_address,
        confirmed_at=account.address_confirmed_at,
        changed_at=changed_at,
    )
