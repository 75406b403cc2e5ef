"""Group sessions: the meetings of a cohort, the anchor of time; and who stands in at one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, String, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.enrollments import SessionStatus
from clinic.domain.groups.parts import OPENS_BEFORE, STAYS_AFTER
from clinic.domain.programs.programs import SessionKind
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.cohorts import Cohort
from clinic.models.programs import ProgramRow


class GroupSession(Public, Base):
    """One meeting of a cohort, planned, held or cancelled. A row, never a rule of recurrence."""

    __tablename__ = "group_sessions"
    __table_args__ = table_args(
        UniqueConstraint("cohort_id", "number"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("number BETWEEN 0 AND 99", name="number_in_range"),
    )

    cohort_id: Mapped[int] = belongs_to("cohorts.id", index=False)
    number: Mapped[int]
    """As in the program: 0 is the orientation, the highest the booster."""
    kind: Mapped[SessionKind] = mapped_column(stored(SessionKind, "kind"))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    wall: Mapped[str] = mapped_column(String(16))
    """The time on the wall at which it was meant to begin, as 2026-03-03T18:00: clocks change."""
    status: Mapped[SessionStatus] = mapped_column(stored(SessionStatus, "status"))
    sequence: Mapped[int] = mapped_column(default=0)
    """How often its time or its being held was changed: the SEQUENCE of its calendar entry."""
    changed_at: Mapped[datetime | None]
    """When that was last; NULL where it never was."""
    held_under_id: Mapped[int | None] = belongs_to("programs.id", index=False)
    """The version of the program by which it was held; NULL while that of the cohort stands."""
    version: Mapped[int] = mapped_column()

    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    held_under: Mapped[ProgramRow | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def program(self) -> ProgramRow:
        """Give the version of the program that this meeting follows, or followed."""
        return self.held_under or self.cohort.program

    @property
    def may_be_made_up(self) -> bool:
        """Whether those who miss it can make it up."""
        return self.kind is SessionKind.REGULAR and self.status is not SessionStatus.CANCELLED


class StandIn(Public, Base):
    """A therapist who stands in at one meeting. It moves with the meeting, for it has no hours."""

    __tablename__ = "stand_ins"
    __table_args__ = table_args(UniqueConstraint("group_session_id", "account_id", "made_at"))

    group_session_id: Mapped[int] = belongs_to("group_sessions.id", index=False)
    account_id: Mapped[int] = belongs_to("accounts.id")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    ended_at: Mapped[datetime | None]
    """Taken back at this instant; NULL where it ends with its hours."""

    account: Mapped[Account] = relationship(lazy="raise_on_sql", foreign_keys=[account_id])
    group_session: Mapped[GroupSession] = relationship(lazy="raise_on_sql")

    def state_at(self, at: datetime) -> str:
        """Say whether it is ahead, now or over; read with the meeting."""
        meeting = self.group_session
        if self.ended_at is not None or meeting.status is SessionStatus.CANCELLED:
            return "over"
        if meeting.ends_at + STAYS_AFTER <= at:
            return "over"
        return "now" if meeting.starts_at - OPENS_BEFORE <= at else "ahead"

    @classmethod
    def stands_at(cls, at: datetime) -> ColumnElement[bool]:
        """Say in a query that joins the meeting whether the cohort is open at an instant."""
        return and_(
            cls.made_at <= at,
            or_(cls.ended_at.is_(None), cls.ended_at > at),
            GroupSession.status != SessionStatus.CANCELLED,
            GroupSession.starts_at <= at + OPENS_BEFORE,
            GroupSession.ends_at > at - STAYS_AFTER,
        )
