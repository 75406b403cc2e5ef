"""Changes of a schedule with what they touched, and the days on which staff are away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.schedules import ChangeKind
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args


class ScheduleChange(Public, Base):
    """One change of a cohort's schedule, with the values before and after of every row."""

    __tablename__ = "schedule_changes"
    __table_args__ = table_args()

    cohort_id: Mapped[int] = belongs_to("cohorts.id")
    group_session_id: Mapped[int] = belongs_to("group_sessions.id")
    # the session at which the change was made
    kind: Mapped[ChangeKind] = mapped_column(stored(ChangeKind, "kind"))
    touched: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # table, row id, and the values before and after
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = belongs_to("accounts.id")
    # NULL for the console and the demo
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = belongs_to("accounts.id")

    made_by: Mapped[Account | None] = relationship(foreign_keys=made_by_id, lazy="raise_on_sql")


class Leave(Public, Base):
    """Days on which a therapist is away, both ends included."""

    __tablename__ = "leave"
    __table_args__ = table_args(CheckConstraint("last_on >= first_on", name="ends_after_it_starts"))

    account_id: Mapped[int] = belongs_to("accounts.id")
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(80), default="")
    # for the therapist's own eyes
