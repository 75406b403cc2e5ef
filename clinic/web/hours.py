"""Hours in words as the person before the screen reads them: the one way on her pages."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Flask
from flask_babel import gettext as _

from clinic.domain.people.clocks import Clock, Hours, as_read, clock_name
from clinic.presenters.dates import clock, in_zone
from clinic.web.pages import moment, short_day, until


def hour_for(at: datetime, whose: Clock) -> str:
    """Write a time of day: 18:00, online 18:00 (Berlin), elsewhere with her own beside it."""
    return as_read(whose, at, _hours(partial(clock, at), at, at), _)


def moment_for(at: datetime, whose: Clock) -> str:
    """Write an instant with its day: Tue, Nov 24, 18:00 (Berlin) · 12:00 for you."""
    return as_read(whose, at, _hours(partial(moment, at), at, at), _)


def until_for(ends_at: datetime, starts_at: datetime, whose: Clock) -> str:
    """Write when a meeting ends that began: 20:00, on another day than it began with that day."""
    hours = _hours(lambda zone: until(ends_at, starts_at, zone), ends_at, ends_at)
    return as_read(whose, ends_at, hours, _)


def span_for(starts_at: datetime, ends_at: datetime, whose: Clock) -> str:
    """Write from when to when: Tue, Nov 24, 18:00–20:00; an end on another day with its day."""
    return as_read(
        whose,
        starts_at,
        _hours(lambda zone: _span(starts_at, ends_at, zone), starts_at, ends_at),
        _,
    )


def register(app: Flask) -> None:
    """Give the templates these filters."""
    app.add_template_filter(hour_for, "hour_for")
    app.add_template_filter(moment_for, "moment_for")
    app.add_template_filter(span_for, "span_for")
    app.add_template_filter(until_for, "until_for")
    app.add_template_filter(clock_name, "clock_name")


def _span(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    return f"{moment(starts_at, zone)}–{until(ends_at, starts_at, zone)}"


def _hours(full: Callable[[str], str], starts_at: datetime, ends_at: datetime) -> Hours:
    def on_same_day(zone: str) -> str:
        begins = clock(starts_at, zone)
        return begins if starts_at == ends_at else f"{begins}–{until(ends_at, starts_at, zone)}"

    def on_other_day(zone: str) -> str:
        on = short_day(in_zone(starts_at, zone))
        return _("%(day)s, %(hour)s", day=on, hour=on_same_day(zone))

    return Hours(full, on_same_day, on_other_day)
