"""Hours in words as a person reads them, on the clock of her group and on her own beside it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask_babel import gettext as _

from clinic.domain.people.clocks import Clock, Hours, as_read
from clinic.presenters.dates import clock, in_zone, moment, short_day, until


def hour_for(at: datetime, whose: Clock, this_year: int) -> str:
    """Write a time of day: 18:00, online 18:00 (Berlin), elsewhere with her own beside it."""
    return as_read(whose, at, _hours(partial(clock, at), at, at, this_year), _)


def moment_for(at: datetime, whose: Clock, this_year: int) -> str:
    """Write an instant with its day: Tue, Nov 24, 18:00 (Berlin) · 12:00 for you."""
    return as_read(
        whose, at, _hours(lambda zone: moment(at, zone, this_year), at, at, this_year), _
    )


def until_for(ends_at: datetime, starts_at: datetime, whose: Clock, this_year: int) -> str:
    """Write when a meeting ends that began: 20:00, on another day than it began with that day."""
    hours = _hours(
        lambda zone: until(ends_at, starts_at, zone, this_year), ends_at, ends_at, this_year
    )
    return as_read(whose, ends_at, hours, _)


def span_for(starts_at: datetime, ends_at: datetime, whose: Clock, this_year: int) -> str:
    """Write from when to when: Tue, Nov 24, 18:00–20:00; an end on another day with its day."""
    return as_read(
        whose,
        starts_at,
        _hours(
            lambda zone: _span(starts_at, ends_at, zone, this_year), starts_at, ends_at, this_year
        ),
        _,
    )


def _span(starts_at: datetime, ends_at: datetime, zone: str, this_year: int) -> str:
    ends = until(ends_at, starts_at, zone, this_year)
    return f"{moment(starts_at, zone, this_year)}–{ends}"


def _hours(
    full: Callable[[str], str], starts_at: datetime, ends_at: datetime, this_year: int
) -> Hours:
    def on_same_day(zone: str) -> str:
        begins = clock(starts_at, zone)
        return (
            begins
            if starts_at == ends_at
            else f"{begins}–{until(ends_at, starts_at, zone, this_year)}"
        )

    def on_other_day(zone: str) -> str:
        on = short_day(in_zone(starts_at, zone), this_year)
        return _("%(day)s, %(hour)s", day=on, hour=on_same_day(zone))

    return Hours(full, on_same_day, on_other_day)
