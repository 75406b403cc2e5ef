"""Consents: the clinic's texts by version, and who agreed to which, until it was taken back."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Select, String, column, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.people.consents import LONGEST_TITLE, ConsentWay
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.sealed import sealed_column


class ConsentText(Public, Base):
    """One version of what people agree to; it is never changed, the highest number is in force."""

    __tablename__ = "consent_texts"
    __table_args__ = table_args(CheckConstraint("number > 0", name="counted_from_one"))

    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str]
    """Paragraphs, parted by empty lines."""
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    """NULL for the text that ships with the program."""

    written_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class Consent(Public, Base):
    """That somebody agreed to a version for her place in a cohort."""

    __tablename__ = "consents"
    __table_args__ = table_args(
        Index(
            "uq_consents_enrollment_id_text_id_open",
            "enrollment_id",
            "text_id",
            unique=True,
            sqlite_where=column("withdrawn_at").is_(None),
            postgresql_where=column("withdrawn_at").is_(None),
        ),
        CheckConstraint("(way = 'paper') = (signed_on IS NOT NULL)", name="paper_has_a_day"),
        CheckConstraint("withdrawn_at >= agreed_at", name="withdrawn_after_it_was_given"),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    text_id: Mapped[int] = belongs_to("consent_texts.id", index=False)
    way: Mapped[ConsentWay] = mapped_column(stored(ConsentWay, "way"))
    agreed_at: Mapped[datetime]
    """When it was pressed, or noted from paper."""
    agreed_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    """The person's own account, or that of who noted it from paper."""
    signed_on: Mapped[date | None]
    """The day that stands beside the signature."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    withdrawal: Mapped[str | None] = sealed_column()
    """Sealed; why, if somebody cared to say."""

    text: Mapped[ConsentText] = relationship(lazy="raise_on_sql")
    agreed_by: Mapped[Account | None] = relationship(foreign_keys=agreed_by_id, lazy="raise_on_sql")
    withdrawn_by: Mapped[Account | None] = relationship(
        foreign_keys=withdrawn_by_id, lazy="raise_on_sql"
    )


def text_in_force() -> Select[ConsentText]:
    """Select the version that people are asked to agree to now."""
    return select(ConsentText).order_by(ConsentText.number.desc()).limit(1)
