"""Assignments: an exercise or a worksheet given to a person for a window between two sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.anchors import Anchor
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.programs import ExerciseRow, WorksheetRow
from clinic.models.sessions import GroupSession


class WindowColumns:
    """A span stored as offsets to a group session and resolved to instants when a session moves."""

    opens_anchor: Mapped[Anchor] = mapped_column(stored(Anchor, "opens_anchor"))
    opens_minutes: Mapped[int]
    closes_anchor: Mapped[Anchor] = mapped_column(stored(Anchor, "closes_anchor"))
    closes_minutes: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class Assignment(WindowColumns, Public, Base):
    """One piece of home practice for one person."""

    __tablename__ = "assignments"
    __table_args__ = table_args(
        UniqueConstraint("enrollment_id", "group_session_id", "exercise_id"),
        UniqueConstraint("enrollment_id", "group_session_id", "worksheet_id"),
        CheckConstraint(
            "(exercise_id IS NULL) <> (worksheet_id IS NULL)", name="exercise_or_worksheet"
        ),
        CheckConstraint("times_per_week BETWEEN 1 AND 21", name="times_in_range"),
        CheckConstraint("minutes BETWEEN 1 AND 180", name="minutes_in_range"),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id", index=False)
    group_session_id: Mapped[int] = belongs_to("group_sessions.id")
    exercise_id: Mapped[int | None] = belongs_to("exercises.id")
    worksheet_id: Mapped[int | None] = belongs_to("worksheets.id")
    times_per_week: Mapped[int]
    minutes: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
    """A therapist may take any single piece out for one person."""

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")
    group_session: Mapped[GroupSession] = relationship(lazy="raise_on_sql")
    exercise: Mapped[ExerciseRow | None] = relationship(lazy="raise_on_sql")
    worksheet: Mapped[WorksheetRow | None] = relationship(lazy="raise_on_sql")
