"""When somebody of the clinic reads: its days and hours, without those on which it is closed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.groups.days_off import days_of
from clinic.domain.safety.reading_hours import HORIZON_DAYS, ReadingHours
from clinic.lookups.statements import kept, rows_of
from clinic.models.days_off import DaysOff
from clinic.public_holidays import has_holidays, public_holidays


def reading_hours(db: Db, settings: ClinicSettings, now: datetime) -> ReadingHours:
    """Give the hours at which somebody reads, with what the horizon holds of closed days."""
    zone = ZoneInfo(settings.time_zone)
    first_on = now.astimezone(zone).date()
    last_on = first_on + timedelta(days=HORIZON_DAYS)
    holidays = public_holidays(
        settings.country, settings.region, first_on, last_on, settings.holiday_kinds.split()
    )
    return ReadingHours(
        days=frozenset(int(day) for day in settings.reading_days),
        begins_at=settings.reading_from,
        ends_at=settings.reading_until,
        zone=zone,
        closed=frozenset((*holidays, *_closed(db, first_on, last_on))),
        has_holidays=has_holidays(settings.country),
    )


def _closed(db: Db, first_on: date, last_on: date) -> Iterator[date]:
    for begins_on, ends_on in rows_of(db, _days_off(first_on, last_on)):
        yield from days_of(max(begins_on, first_on), min(ends_on, last_on))


@kept
def _days_off(first_on: date, last_on: date) -> Select[date, date]:
    return select(DaysOff.first_on, DaysOff.last_on).where(
        DaysOff.account_id.is_(None),
        DaysOff.removed_at.is_(None),
        DaysOff.last_on >= first_on,
        DaysOff.first_on <= last_on,
    )
