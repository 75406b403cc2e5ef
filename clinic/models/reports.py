"""What left the clinic about people, as reports and as copies, and what they want corrected."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.outcomes.reports import ReportKind
from clinic.domain.people.amendments import AmendmentState
from clinic.domain.people.record_copies import HandingWay
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import sealed_column


class ReportIssue(Public, Base):
    """One report that left the clinic on paper or as a file. The file itself is not kept."""

    __tablename__ = "report_issues"
    __table_args__ = table_args(
        CheckConstraint(
            "(enrollment_id IS NULL) <> (cohort_id IS NULL)", name="of_a_person_or_a_cohort"
        ),
    )

    kind: Mapped[ReportKind] = mapped_column(stored(ReportKind, "kind"))
    enrollment_id: Mapped[int | None] = belongs_to("enrollments.id")
    cohort_id: Mapped[int | None] = belongs_to("cohorts.id")
    printed_by_id: Mapped[int] = belongs_to("accounts.id")
    printed_at: Mapped[datetime]
    for_whom: Mapped[str | None] = sealed_column()
    """Sealed; the name of a referrer tells who treats the person."""
    parts: Mapped[str] = mapped_column(String(200))
    """What it held, as words with a space between."""
    told: Mapped[str | None] = sealed_column()
    """Sealed; the facts behind the figures about a cohort; NULL for a report about one person."""
    pdf_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the file, so that a paper can be told from another."""

    printed_by: Mapped[Account] = relationship(lazy="raise_on_sql")


class ReportScore(Base):
    """One score as a report told it; where the score says otherwise now, the report is outdated."""

    __tablename__ = "report_scores"
    __table_args__ = table_args(UniqueConstraint("report_id", "administration_id", "scale"))

    report_id: Mapped[int] = belongs_to("report_issues.id", index=False)
    administration_id: Mapped[int] = belongs_to("administrations.id")
    scale: Mapped[str] = mapped_column(String(60))
    value: Mapped[float | None]
    """NULL where the report said that there is none."""


class RecordCopy(Public, Base):
    """One copy. Its files are made again each time they are taken, and kept nowhere."""

    __tablename__ = "record_copies"
    __table_args__ = table_args(
        CheckConstraint("open_until > made_at", name="open_for_a_while"),
        CheckConstraint("(handed_at IS NULL) = (handed_by_id IS NULL)", name="handed_by_somebody"),
        CheckConstraint("(handed_at IS NULL) = (way IS NULL)", name="handed_in_some_way"),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    """The place on whose page she was given it."""
    asked_on: Mapped[date]
    """The day on which she asked."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = belongs_to("accounts.id", index=False)
    open_until: Mapped[datetime]
    """Until then whoever made it can take its files."""
    looked_at: Mapped[str | None] = sealed_column()
    """Sealed JSON list of the words of staff that somebody looked at and gives, by `text_key`."""
    taken_at: Mapped[datetime | None]
    """When a file of it was last taken."""
    handed_at: Mapped[datetime | None]
    handed_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    way: Mapped[HandingWay | None] = mapped_column(stored(HandingWay, "way"))

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")
    made_by: Mapped[Account] = relationship(foreign_keys=made_by_id, lazy="raise_on_sql")

    def is_open_at(self, at: datetime) -> bool:
        """Say whether its files can be taken."""
        return at < self.open_until


class Amendment(Public, Base):
    """One wish for a correction. It changes nothing itself: what is changed has its own trace."""

    __tablename__ = "amendments"
    __table_args__ = table_args(
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_once"),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"
        ),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    """In which of her groups; who leads that one answers."""
    about: Mapped[str | None] = sealed_column()
    """Sealed; what is wrong, in her words."""
    wanted: Mapped[str | None] = sealed_column()
    """Sealed; how it should read."""
    asked_at: Mapped[datetime]
    state: Mapped[AmendmentState] = mapped_column(stored(AmendmentState, "state"))
    answer: Mapped[str | None] = sealed_column()
    """Sealed; what was done or why not, written for her to read."""
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")
    answered_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")
