"""Days off that stand in the clinic: one on which it is closed, and everybody's own leave."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.days_off import DaysOff
from clinic.operations.groups.days_off import close_clinic, take_leave


def add_days_off(db: Db, people: Iterable[Actor]) -> None:
    """Close the clinic for a day, and send each of these people away for it."""
    for person in people:
        on = person.at.date()
        close_clinic(db, person, on, on, "Training", on)
        take_leave(db, person, on, on, on)


def days_off_of(db: Db, account_id: int) -> dict[str, Any]:
    """Give the closed day and somebody's leave, by the names of their addresses."""
    return {
        "closed_days_id": db.scalars(_days(None)).first(),
        "leave_id": db.scalars(_days(account_id)).first(),
    }


def _days(account_id: int | None) -> Select[DaysOff]:
    return select(DaysOff).where(DaysOff.account_id == account_id).order_by(DaysOff.id)
