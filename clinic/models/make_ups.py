"""Make-up sessions: a second chance at one meeting of a group, for those who missed it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.enrollments import AttendanceMark
from clinic.domain.groups.make_ups import LongerWork, read_longer_work
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.sessions import GroupSession


class MakeUp(Public, Base):
    """One make-up of one group session. It is counted apart, and moves nobody else."""

    __tablename__ = "make_ups"
    __table_args__ = table_args(
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
    )

    group_session_id: Mapped[int] = belongs_to("group_sessions.id")
    """The session that was missed."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    known_starts_at: Mapped[datetime | None]
    known_ends_at: Mapped[datetime | None]
    """The time that its people knew before it was moved; NULL while it never was."""
    place: Mapped[str] = mapped_column(String(200), default="")
    """Empty where the group meets."""
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    """How often it was changed: the SEQUENCE of its calendar entry."""
    changed_at: Mapped[datetime]
    touched: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Home practice with the values before and after, so that cancelling gives them back."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)

    @property
    def longer_work(self) -> list[LongerWork]:
        """Give the home practice that it gave more time."""
        return read_longer_work(self.touched)

    group_session: Mapped[GroupSession] = relationship(lazy="raise_on_sql")
    seats: Mapped[list["MakeUpSeat"]] = relationship(
        lazy="raise_on_sql", order_by="MakeUpSeat.id", back_populates="make_up"
    )


class MakeUpSeat(Base):
    """One person's seat in a make-up session, and whether she came."""

    __tablename__ = "make_up_seats"
    __table_args__ = table_args(UniqueConstraint("make_up_id", "enrollment_id"))

    make_up_id: Mapped[int] = belongs_to("make_ups.id", index=False)
    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    mark: Mapped[AttendanceMark | None] = mapped_column(stored(AttendanceMark, "mark"))
    marked_at: Mapped[datetime | None]

    make_up: Mapped[MakeUp] = relationship(lazy="raise_on_sql", back_populates="seats")
    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")
