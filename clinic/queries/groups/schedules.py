"""Reading the changes of a cohort's schedule: the newest one, and one to take back."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.models.schedules import ScheduleChange
from clinic.queries.scope import cohort_ids

# somebody knows of it, so that it can no longer be taken back


def get_schedule_change(db: Db, reader: Reader, public_id: str) -> ScheduleChange:
    """Give one change of a cohort that the reader leads or supervises."""
    return db.scalars(
        select(ScheduleChange).where(
            ScheduleChange.public_id == public_id,
            ScheduleChange.cohort_id.in_(cohort_ids(reader)),
        )
    ).one()
