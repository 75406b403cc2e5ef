"""Hours as the person before the screen reads them, this year: the one way on her pages."""

from datetime import datetime

from flask import Flask

from clinic.domain.people.clocks import Clock, clock_name
from clinic.presenters import hours
from clinic.web.request_context import now


def hour_for(at: datetime, whose: Clock) -> str:
    """Write a time of day: 18:00, online 18:00 (Berlin), elsewhere with her own beside it."""
    return hours.hour_for(at, whose, now().year)


def moment_for(at: datetime, whose: Clock) -> str:
    """Write an instant with its day: Tue, Nov 24, 18:00 (Berlin) · 12:00 for you."""
    return hours.moment_for(at, whose, now().year)


def until_for(ends_at: datetime, starts_at: datetime, whose: Clock) -> str:
    """Write when a meeting ends that began: 20:00, on another day than it began with that day."""
    return hours.until_for(ends_at, starts_at, whose, now().year)


def span_for(starts_at: datetime, ends_at: datetime, whose: Clock) -> str:
    """Write from when to when: Tue, Nov 24, 18:00–20:00; an end on another day with its day."""
    return hours.span_for(starts_at, ends_at, whose, now().year)


def register(app: Flask) -> None:
    """Give the templates these filters."""
    app.add_template_filter(hour_for, "hour_for")
    app.add_template_filter(moment_for, "moment_for")
    app.add_template_filter(span_for, "span_for")
    app.add_template_filter(until_for, "until_for")
    app.add_template_filter(clock_name, "clock_name")
