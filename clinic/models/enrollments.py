"""Enrollments: a client's place in a cohort, and attendance at its sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, String, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus
from clinic.domain.people.clocks import Clock
from clinic.domain.people.departures import LeavingReason
from clinic.domain.people.pauses import is_paused, standing
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort


class Enrollment(Public, Base):
    """A person's place in a cohort."""

    __tablename__ = "enrollments"
    __table_args__ = table_args(
        UniqueConstraint("cohort_id", "client_id"),
        CheckConstraint("status = 'paused' OR paused_until IS NULL", name="until_is_of_a_pause"),
    )

    cohort_id: Mapped[int] = belongs_to("cohorts.id", index=False)
    client_id: Mapped[int] = belongs_to("clients.id")
    status: Mapped[EnrollmentStatus] = mapped_column(stored(EnrollmentStatus, "status"))
    """As it was noted last: ask `status_at`, for a pause ends by its date."""
    paused_until: Mapped[datetime | None]
    """When the pause under way ends by itself; NULL when it has no end yet."""
    enrolled_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    back_at: Mapped[datetime | None]
    """When a place that was over was given back last."""
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why the person left, in plain words."""
    leaving: Mapped[LeavingReason | None] = mapped_column(stored(LeavingReason, "leaving"))
    """Why, of the plain list; NULL while it was not said, and for whoever did not leave."""
    exit_until: Mapped[datetime | None]
    """Until when a leaver may answer the closing questionnaires."""

    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    client: Mapped[Client] = relationship(lazy="raise_on_sql")

    def status_at(self, now: datetime) -> EnrollmentStatus:
        """Give the status at an instant: a pause is over when its end has passed."""
        return standing(self.status, self.paused_until, now)

    def is_paused_at(self, now: datetime) -> bool:
        """Say whether nothing is due and nothing may be sent."""
        return is_paused(self.status, self.paused_until, now)


def taking_part(now: datetime) -> ColumnElement[bool]:
    """Select the places whose people take part at an instant, not those that pause."""
    is_back = and_(Enrollment.status == EnrollmentStatus.PAUSED, Enrollment.paused_until <= now)
    return or_(Enrollment.status == EnrollmentStatus.ENROLLED, is_back)


def clock_of(cohort: Cohort, client: Client) -> Clock:
    """Give the clock by which a person of a cohort reads its hours."""
    return Clock.of(cohort.time_zone, client.time_zone, is_online=cohort.is_online)


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
    """Minutes late or left early; NULL where nobody noted it."""
    marked_at: Mapped[datetime]
