"""Practice entries: what somebody did at home, and what it was like."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.enrollments import Medium
from clinic.models.accounts import Account
from clinic.models.assignments import Assignment
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import sealed_column
from clinic.models.sessions import GroupSession


class PracticeEntry(Public, Base):
    """One line of the practice log."""

    __tablename__ = "practice_entries"
    __table_args__ = table_args(
        CheckConstraint("minutes BETWEEN 0 AND 600", name="minutes_in_range"),
        CheckConstraint("before BETWEEN 0 AND 10", name="before_in_range"),
        CheckConstraint("after BETWEEN 0 AND 10", name="after_in_range"),
    )

    assignment_id: Mapped[int] = belongs_to("assignments.id")
    practiced_on: Mapped[date]
    minutes: Mapped[int]
    before: Mapped[int | None]
    after: Mapped[int | None]
    """Tension from 0, none, to 10, the most."""
    has_stepped_down: Mapped[bool] = mapped_column(default=False)
    """A gentler rung was chosen; counts as practice."""
    felt_worse: Mapped[bool] = mapped_column(default=False)
    memories_broke_in: Mapped[bool] = mapped_column(default=False)
    private_note: Mapped[str | None] = sealed_column()
    """Sealed; nobody but the client."""
    shared_note: Mapped[str | None] = sealed_column()
    """Sealed; the client let the facilitators read it."""
    medium: Mapped[Medium] = mapped_column(stored(Medium, "medium"))
    made_at: Mapped[datetime]

    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")


class PracticeCorrection(Public, Base):
    """A line of the log that was mended; what it said before is kept.

    Of a note only what others could read is kept: a private one is its writer's, to change at will.
    """

    __tablename__ = "practice_corrections"

    practice_entry_id: Mapped[int] = belongs_to("practice_entries.id")
    account_id: Mapped[int | None] = belongs_to("accounts.id")
    corrected_at: Mapped[datetime]
    practiced_on: Mapped[date]
    minutes: Mapped[int]
    before: Mapped[int | None]
    after: Mapped[int | None]
    has_stepped_down: Mapped[bool]
    felt_worse: Mapped[bool]
    memories_broke_in: Mapped[bool]
    shared_note: Mapped[str | None] = sealed_column()
    """Sealed."""

    entry: Mapped[PracticeEntry] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class PracticePaper(Public, Base):
    """One person's sheet of home practice that came in on paper, also where nothing stood on it."""

    __tablename__ = "practice_papers"
    __table_args__ = table_args(UniqueConstraint("enrollment_id", "group_session_id"))

    enrollment_id: Mapped[int] = belongs_to("enrollments.id", index=False)
    group_session_id: Mapped[int] = belongs_to("group_sessions.id")
    """The meeting that gave the practice of the sheet."""
    account_id: Mapped[int | None] = belongs_to("accounts.id")
    """Who typed it in first."""
    typed_at: Mapped[datetime]

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")
    group_session: Mapped[GroupSession] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")
