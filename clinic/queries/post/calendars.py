"""Reading a person's calendar: whether it has an address, and what stands in it."""

from datetime import datetime

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.post.calendar_events import Entry, OwnCalendar, neutral
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.calendars import (
    CalendarFeed,
    entry_of,
    entry_of_make_up,
    make_ups_of_groups,
    make_ups_of_places,
    meetings_of_groups,
    meetings_of_places,
)
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.queries.scope import cohort_ids, own_enrollment_ids


def own_feed(db: Db, reader: Reader) -> CalendarFeed | None:
    """Give the reader's own address, where there is one that still works."""
    return db.scalar(
        select(CalendarFeed).where(
            CalendarFeed.account_id == reader.account_id, CalendarFeed.revoked_at.is_(None)
        )
    )


def own_calendar(db: Db, reader: Reader, link: str, now: datetime) -> OwnCalendar:
    """Give all meetings of the reader: of her places, or of the cohorts she works with now."""
    name = clinic_settings(db).discreet_name
    return OwnCalendar(neutral(name), link, tuple(_entries(db, reader, name, now)))


def _entries(db: Db, reader: Reader, name: str, now: datetime) -> list[Entry]:
    """Read the meetings, then the make-up sessions."""
    if reader.role is Role.CLIENT:
        is_own = Enrollment.id.in_(own_enrollment_ids(reader))
        found, made_up = meetings_of_places(now).where(is_own), make_ups_of_places().where(is_own)
    else:
        is_own = Cohort.id.in_(cohort_ids(reader))
        found, made_up = meetings_of_groups(now).where(is_own), make_ups_of_groups().where(is_own)
    return [
        *(entry_of(session, name) for session in db.scalars(found)),
        *(entry_of_make_up(row, name) for row in db.scalars(made_up)),
    ]
