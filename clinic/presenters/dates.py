"""Days and times as people read them.

Some leave out the year that it is: a booster lies months ahead and a closed group years back, and
without theirs, either is misread.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_datetime, format_time


def in_zone(at: datetime, zone: str) -> datetime:
    """Give an instant on the clock of a cohort, without its zone, for the date filters."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def day(on: date, this_year: int) -> str:
    """Write a day in words: Tuesday, November 24, with its year where that is not this one."""
    return str(format_date(on, "EEEE, MMMM d" + _year_of(on, this_year)))


def dated_day(on: date) -> str:
    """Write a day in words and always with its year: Tuesday, November 24, 2026."""
    return str(format_date(on, "EEEE, MMMM d, y"))


def short_day(on: date, this_year: int) -> str:
    """Write a day briefly: Tue, Nov 24, with its year where that is not this one."""
    return str(format_date(on, "EEE, MMM d" + _year_of(on, this_year)))


def full_day(on: date) -> str:
    """Write a day with its year: Nov 24, 2026."""
    return str(format_date(on, "MMM d, y"))


def clock(at: datetime, zone: str) -> str:
    """Write a time of day on the clock of a cohort: 18:00."""
    return str(format_time(in_zone(at, zone), "HH:mm", rebase=False))


def moment(at: datetime, zone: str, this_year: int) -> str:
    """Write an instant on the clock of a cohort: Tue, Nov 24, 18:00; its year as with a day."""
    on = in_zone(at, zone)
    return str(format_datetime(on, f"EEE, MMM d{_year_of(on, this_year)}, HH:mm", rebase=False))


def until(ends_at: datetime, starts_at: datetime, zone: str, this_year: int) -> str:
    """Write when something ends, beside when it starts: 20:00, on another day with that day."""
    is_one_day = in_zone(starts_at, zone).date() == in_zone(ends_at, zone).date()
    return clock(ends_at, zone) if is_one_day else moment(ends_at, zone, this_year)


def _year_of(on: date, this_year: int) -> str:
    return "" if on.year == this_year else ", y"
