"""Changes of a schedule with what they touched, so that each can be taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.groups.row_changes import AnyRowChange, read_changes
from clinic.domain.groups.schedules import ChangeKind
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args


class ScheduleChange(Public, Base):
    """One change of a cohort's schedule, with the values before and after of every row."""

    __tablename__ = "schedule_changes"
    __table_args__ = table_args()

    cohort_id: Mapped[int] = belongs_to("cohorts.id")
    group_session_id: Mapped[int] = belongs_to("group_sessions.id")
    """The session at which the change was made."""
    kind: Mapped[ChangeKind] = mapped_column(stored(ChangeKind, "kind"))
    touched: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Table, row id, and the values before and after."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = belongs_to("accounts.id")
    """NULL for the console and the demo."""
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = belongs_to("accounts.id")

    @property
    def changes(self) -> tuple[AnyRowChange, ...]:
        """Give what it did to each row."""
        return read_changes(self.touched)

    made_by: Mapped[Account | None] = relationship(foreign_keys=made_by_id, lazy="raise_on_sql")
