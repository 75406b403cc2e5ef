"""Screenings: what was found in a first talk about a place, and what was decided."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Select, column, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.people.screenings import ScreeningOutcome
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import sealed_column


class Screening(Public, Base):
    """One look at whether a group suits a person; once decided it stays as it is."""

    __tablename__ = "screenings"
    __table_args__ = table_args(
        Index(
            "uq_screenings_enrollment_id_open",
            "enrollment_id",
            unique=True,
            sqlite_where=column("decided_at").is_(None),
            postgresql_where=column("decided_at").is_(None),
        ),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="a_decision_has_its_time"),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    points: Mapped[str | None] = sealed_column()
    """Sealed; each point as it was asked, with what was found."""
    words: Mapped[str | None] = sealed_column()
    """Sealed; about the whole."""
    outcome: Mapped[ScreeningOutcome | None] = mapped_column(stored(ScreeningOutcome, "outcome"))
    """NULL while it is open."""
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    version: Mapped[int] = mapped_column()

    decided_by: Mapped[Account | None] = relationship(
        foreign_keys=decided_by_id, lazy="raise_on_sql"
    )
    saved_by: Mapped[Account | None] = relationship(foreign_keys=saved_by_id, lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}

    @property
    def mark(self) -> str:
        """Name this row as it stands, so that a form can say what it was opened on."""
        return f"{self.public_id}:{self.version}"


def newest_screening(enrollment: Enrollment) -> Select[Screening]:
    """Select the newest look at a place, if there is any."""
    found = select(Screening).where(Screening.enrollment_id == enrollment.id)
    return found.order_by(Screening.id.desc()).limit(1)
