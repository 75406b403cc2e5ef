"""When somebody is reminded: of home practice, of lines to fill in, of the next meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from clinic.domain.anchors import series
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion, minute_of

MORNING = time(10, 0)
"""When reminders come whose time nobody has chosen, on the clock of the person."""

AHEAD = timedelta(days=7)
"""So far ahead reminders stand in the outbox, to be seen before they are sent."""

LATE = timedelta(hours=6)
"""A reminder whose time passed longer ago, before anybody could queue it, is left out."""

_LAST_CALL = timedelta(days=3)
# a window shorter than this is reminded of once


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a client chose about messages. The defaults stand until she chooses."""

    is_one_a_day: bool = True
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    declined: frozenset[MessageKind] = frozenset()

    def is_quiet(self, at: time) -> bool:
        """Say whether nothing is to come at a time of day; two equal times are no quiet hours."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder as it should be: its occasion names the row that it is about."""

    kind: MessageKind
    occasion: Occasion
    due_at: datetime


class Snooze(StrEnum):
    """When to be reminded again."""

    HOUR = "hour"
    TOMORROW = "tomorrow"


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the instant of a time on the wall, also on a night in which the clocks change."""
    return series(on, at, zone, [0], 0)[0][0]


def after_quiet(at: datetime, zone: ZoneInfo, preferences: Preferences) -> datetime:
    """Give the instant, or the end of the quiet hours that it falls into."""
    local = at.astimezone(zone)
    if not preferences.is_quiet(local.time()):
        return at
    ends = instant(local.date(), preferences.quiet_until, zone)
    if ends <= at:
        ends = instant(local.date() + timedelta(days=1), preferences.quiet_until, zone)
    return ends


def day_around(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give the first instant of a local day and that of the next."""
    on = at.astimezone(zone).date()
    return instant(on, time(0), zone), instant(on + timedelta(days=1), time(0), zone)


def next_morning(at: datetime, zone: ZoneInfo, preferences: Preferences) -> datetime:
    """Give the first instant of the next day at which something may come."""
    on = at.astimezone(zone).date() + timedelta(days=1)
    return after_quiet(instant(on, MORNING, zone), zone, preferences)


def snoozed(choice: Snooze, at: datetime, zone: ZoneInfo) -> datetime:
    """Give when somebody wants to hear of it again: in an hour, or at this time tomorrow."""
    if choice is Snooze.HOUR:
        return at + timedelta(hours=1)
    local = at.astimezone(zone)
    return instant(local.date() + timedelta(days=1), local.time().replace(second=0), zone)


def homework_reminders(
    key: str, opens_at: datetime, closes_at: datetime, zone: ZoneInfo, at: time | None
) -> Iterator[Reminder]:
    """Give one reminder in the middle of the window, or one a day at the time that was chosen."""
    kind = MessageKind.HOMEWORK_REMINDER
    if at is None:
        middle = (opens_at + (closes_at - opens_at) / 2).astimezone(zone).date()
        yield Reminder(
            kind, Occasion(Cause.HOMEWORK, key, "middle"), instant(middle, MORNING, zone)
        )
        return
    on = opens_at.astimezone(zone).date()
    while (due_at := instant(on, at, zone)) < closes_at:
        if due_at >= opens_at:
            yield Reminder(kind, Occasion(Cause.HOMEWORK, key, on.isoformat()), due_at)
        on += timedelta(days=1)


def measure_reminders(
    key: str, opens_at: datetime, closes_at: datetime, zone: ZoneInfo
) -> Iterator[Reminder]:
    """Give a reminder on the first morning, and one on the morning before the last day."""
    kind = MessageKind.MEASURE_REMINDER
    first = instant(opens_at.astimezone(zone).date(), MORNING, zone)
    if first < opens_at:
        first = instant(opens_at.astimezone(zone).date() + timedelta(days=1), MORNING, zone)
    if first < closes_at:
        yield Reminder(kind, Occasion(Cause.MEASURE, key, "first"), first)
    if closes_at - opens_at >= _LAST_CALL:
        on = closes_at.astimezone(zone).date() - timedelta(days=1)
        yield Reminder(kind, Occasion(Cause.MEASURE, key, "last"), instant(on, MORNING, zone))


def session_reminder(key: str, starts_at: datetime, zone: ZoneInfo) -> Reminder:
    """Give the reminder of a meeting: the morning before. Moved, it is another occasion."""
    on = starts_at.astimezone(zone).date() - timedelta(days=1)
    occasion = Occasion(Cause.SESSION, key, minute_of(starts_at))
    return Reminder(MessageKind.SESSION_REMINDER, occasion, instant(on, MORNING, zone))
