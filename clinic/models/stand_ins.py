"""Colleagues who lead a single meeting of a cohort for somebody else."""

from datetime import datetime

from sqlalchemy import ColumnElement, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, relationship

from clinic.domain.enrollments import SessionStatus
from clinic.domain.groups.parts import OPENS_BEFORE, STAYS_AFTER
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, table_args
from clinic.models.sessions import GroupSession


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
