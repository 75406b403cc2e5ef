"""The one place that says in words when somebody reads; pages hand it to their component."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_time
from flask_babel import gettext as _

from clinic.domain.safety.reading_hours import (
    WEEKDAYS,
    ReadingHours,
    ReadingStretch,
    look_by,
    reading_at,
)


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """What is said about reading at this moment, each a sentence that is true."""

    rule: str
    """On which days and between which times somebody reads, and that nobody does otherwise."""
    now: str
    """Until when today, or from when next; empty where nothing is known."""
    by: str
    """By when somebody has looked at what is sent now; empty where nothing is known."""


def words_of(hours: ReadingHours, within_hours: int, at: datetime) -> ReadingWords:
    """Put into words when somebody reads, seen from an instant."""
    reading = reading_at(hours, at)
    if reading is None:
        return ReadingWords(
            _("What is written here is read only when somebody of your clinic is there."), "", ""
        )
    return ReadingWords(
        _rule(hours),
        _next(hours, reading, at),
        by_words(hours, look_by(hours, at, within_hours), at),
    )


def by_words(hours: ReadingHours, due_at: datetime, at: datetime) -> str:
    """Say by when somebody looks at something at the latest."""
    return _(
        "Somebody looks at it %(day)s by %(time)s at the latest.",
        day=_day(hours, due_at, at),
        time=_time(due_at.astimezone(hours.zone).time()),
    )


def _rule(hours: ReadingHours) -> str:
    facts = {
        "days": _days(sorted(hours.days)),
        "begins": _time(hours.begins_at),
        "ends": _time(hours.ends_at),
        "clock": _clock(hours.zone),
    }
    if hours.has_holidays:
        return _(
            "What you write here is read on %(days)s from %(begins)s to %(ends)s (%(clock)s), and "
            "not on public holidays or on other days on which the clinic is closed.",
            **facts,
        )
    return _(
        "What you write here is read on %(days)s from %(begins)s to %(ends)s (%(clock)s), and not "
        "on days on which the clinic is closed.",
        **facts,
    )


def _next(hours: ReadingHours, reading: ReadingStretch, at: datetime) -> str:
    if reading.is_now:
        until = _time(reading.ends_at.astimezone(hours.zone).time())
        return _("Somebody reads today until %(time)s.", time=until)
    return _(
        "Nobody reads now. Somebody reads again %(day)s from %(time)s.",
        day=_day(hours, reading.begins_at, at),
        time=_time(reading.begins_at.astimezone(hours.zone).time()),
    )


def _day(hours: ReadingHours, then: datetime, at: datetime) -> str:
    on = then.astimezone(hours.zone).date()
    away = (on - at.astimezone(hours.zone).date()).days
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if away < 7:
        return _("on %(day)s", day=_(WEEKDAYS[on.isoweekday()]))
    return _("on %(day)s", day=format_date(on, "EEEE, MMMM d, y"))


def _days(days: list[int]) -> str:
    names = [_(WEEKDAYS[day]) for day in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("%(first)s to %(last)s", first=names[0], last=names[-1])
    *others, last = names
    return _("%(days)s and %(last)s", days=", ".join(others), last=last) if others else last


def _time(at: time) -> str:
    return str(format_time(at, "H:mm", rebase=False))


def _clock(zone: ZoneInfo) -> str:
    place = zone.key.rpartition("/")[2].replace("_", " ")
    return place if place == "UTC" else _("%(place)s time", place=place)
