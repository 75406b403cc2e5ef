"""How far days may lie: what a form or a file takes, and what a stored day is read as.

A day beyond is a slip of the pen; to count on from one runs off the calendar of every machine.
"""

import re
from datetime import UTC, date, datetime

from clinic.domain.errors import Refused
from clinic.domain.text import N_

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Between these lies every day that is typed, brought in a file, or read from a row."""
EARLIEST = datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC)
LATEST = datetime(LAST_DAY.year, 12, 31, tzinfo=UTC)

YEARS_AHEAD, YEARS_BACK = 5, 20
"""How far around today a clinic plans, and how far back it takes notes."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def is_within(on: date) -> bool:
    """Say whether a day is one that somebody may have meant."""
    return FIRST_DAY <= on <= LAST_DAY


def read_day(text: str) -> date:
    """Read a day as 2026-03-05; raises `ValueError` for any other text, and beyond the horizon."""
    if not _DAY.fullmatch(text) or not is_within(on := date.fromisoformat(text)):
        raise ValueError(text)
    return on


def day_within(on: date) -> date:
    """Give a stored day, or the horizon where it lies beyond."""
    return min(max(on, FIRST_DAY), LAST_DAY)


def instant_within(at: datetime) -> datetime:
    """Give a stored instant, or the horizon where it lies beyond."""
    return min(max(at, EARLIEST), LATEST)


def check_near(on: date, today: date, field: str) -> None:
    """Refuse a day that is further from today than anybody plans or notes."""
    if on.year > today.year + YEARS_AHEAD:
        last = today.year + YEARS_AHEAD
        raise Refused(N_("Choose a day before the end of %(year)s."), {"year": last}, field)
    if on.year < today.year - YEARS_BACK:
        raise Refused(N_("Please check the year."), field=field)
