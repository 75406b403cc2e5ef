"""Enrollments: a client's place in a cohort, and attendance at its sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort


class Enrollment(Public, Base):
    """A person's place in a cohort."""

    __tablename__ = "enrollments"
    __table_args__ = table_args(UniqueConstraint("cohort_id", "client_id"))

    cohort_id: Mapped[int] = belongs_to("cohorts.id", index=False)
    client_id: Mapped[int] = belongs_to("clients.id")
    status: Mapped[EnrollmentStatus] = mapped_column(stored(EnrollmentStatus, "status"))
    enrolled_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    # why the person left or paused, in plain words

    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    client: Mapped[Client] = relationship(lazy="raise_on_sql")


class Attendance(Base):
    """How one person came to one group session."""

    __tablename__ = "attendance"
    __table_args__ = table_args(
        UniqueConstraint("group_session_id", "enrollment_id"),
        CheckConstraint("minutes_missed BETWEEN 0 AND 480", name="minutes_in_range"),
    )

    group_session_id: Mapped[int] = belongs_to("group_sessions.id", index=False)
    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    mark: Mapped[AttendanceMark] = mapped_column(stored(AttendanceMark, "mark"))
    minutes_missed: Mapped[int | None]
    # minutes late or left early; NULL where nobody noted it
    marked_at: Mapped[datetime]
