"""From when to when somebody has a part in a cohort, and whether anybody leads it all the time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clinic.domain.anchors import instant_on_the_wall

OPENS_BEFORE = timedelta(hours=48)
"""How long before a meeting whoever stands in at it can prepare for it."""
STAYS_AFTER = timedelta(hours=24)
"""How long after it the marks can still be put right."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one instant to another, which does not count; open at the end where there is none."""

    since: datetime
    ended_at: datetime | None = None

    def includes(self, at: datetime) -> bool:
        """Say whether an instant lies within."""
        return self.since <= at and (self.ended_at is None or at < self.ended_at)

    def meets(self, other: "Stretch") -> bool:
        """Say whether both have an instant in common."""
        if self.ended_at == self.since or other.ended_at == other.since:
            return False
        return (self.ended_at is None or other.since < self.ended_at) and (
            other.ended_at is None or self.since < other.ended_at
        )


def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """Give the instant at which a day begins on the wall of the clinic."""
    return instant_on_the_wall(day, time(), zone)


def end_of(last_on: date, zone: ZoneInfo) -> datetime:
    """Give the instant at which a day is over: the midnight that follows."""
    return first_instant(last_on + timedelta(days=1), zone)


def first_gap(spans: Iterable[Stretch], now: datetime) -> datetime | None:
    """Find the first instant from now on that no span includes; `None` where there is none.

    One that begins in the very instant in which another ends leaves no gap.
    """
    at = now
    for span in sorted(spans, key=lambda each: each.since):
        if span.since > at:
            return at
        if span.ended_at is None:
            return None
        at = max(at, span.ended_at)
    return at
