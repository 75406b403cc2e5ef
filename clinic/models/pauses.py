"""Pauses: a person's breaks from her place, each with its days, its reason and who spoke of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index, column, exists, func, or_
from sqlalchemy.orm import InstrumentedAttribute, Mapped, relationship

from clinic.domain.people.pauses import Break
from clinic.models.base import Base, Public, belongs_to, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import sealed_column


class Pause(Public, Base):
    """One break from a place in a cohort."""

    __tablename__ = "pauses"
    __table_args__ = table_args(
        Index(
            "uq_pauses_enrollment_id_open",
            "enrollment_id",
            unique=True,
            sqlite_where=column("ended_at").is_(None),
            postgresql_where=column("ended_at").is_(None),
        ),
        CheckConstraint("(ends_on IS NULL) = (ends_at IS NULL)", name="day_and_instant"),
        CheckConstraint("ends_at > begins_at", name="ends_after_it_begins"),
        CheckConstraint("ended_at >= begins_at", name="ended_after_it_began"),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    begins_at: Mapped[datetime]
    ends_on: Mapped[date | None]
    """The first day back; NULL where nobody has named one."""
    ends_at: Mapped[datetime | None]
    """When that day begins on the clock of the cohort."""
    begun_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    reason: Mapped[str | None] = sealed_column()
    """Sealed; in plain words, for those who lead the group."""
    ended_at: Mapped[datetime | None]
    """NULL while it is under way, or until the end of its days is noted."""
    ended_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    """NULL also where its days went by."""

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")

    @property
    def span(self) -> Break:
        """Give it as from when to when."""
        return Break(self.begins_at, self.ended_at or self.ends_at)


def away_at(at: datetime | InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    """Select the places, of the enclosing query, whose people were on a break at an instant."""
    ends_at = func.coalesce(Pause.ended_at, Pause.ends_at)
    return (
        exists()
        .where(
            Pause.enrollment_id == Enrollment.id,
            Pause.begins_at <= at,
            or_(ends_at.is_(None), ends_at > at),
        )
        .correlate_except(Pause)
    )
