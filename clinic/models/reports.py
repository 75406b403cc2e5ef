"""Which reports were printed, by whom and for whom, and which scores they told of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.outcomes.reports import ReportKind
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
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
