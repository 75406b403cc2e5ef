"""Moments counted from a group session, and the dates of a series of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONGEST_OFFSET = 366 * 24 * 60
"""In minutes: a moment further away than a year from its group session is a slip of the pen."""

_MINUTES_OF = {"m": 1, "h": 60, "d": 24 * 60}
_HALF_A_DAY = timedelta(hours=12)
_OFFSET = re.compile(
    r"(?P<anchor>start|end|next start)(?:\s*(?P<sign>[+-])\s*(?P<count>[0-9]{1,6})(?P<unit>[mhd]))?"
)


class Anchor(StrEnum):
    """The edge of a group session from which a moment is counted."""

    START = "start"
    END = "end"
    NEXT_START = "next start"


@dataclass(frozen=True, slots=True)
class Offset:
    """A moment as an anchor and a distance in minutes, negative for before."""

    anchor: Anchor
    minutes: int = 0


def parse_offset(text: str) -> Offset:
    """Read "end", "start - 7d" or "next start - 1h".

    Distances are time that passes, not days of the calendar: a day is 24 hours, also in the
    night in which the clocks change.
    """
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        raise ValueError("expected start, end or next start, then + or - and 30m, 2h or 3d")
    minutes = 0
    if match["count"]:
        minutes = int(match["count"]) * _MINUTES_OF[match["unit"]]
    if minutes > LONGEST_OFFSET:
        raise ValueError("expected a distance of at most 366d")
    return Offset(Anchor(match["anchor"]), -minutes if match["sign"] == "-" else minutes)


def resolve(
    offset: Offset,
    starts_at: datetime,
    ends_at: datetime,
    next_starts_at: datetime | None,
) -> datetime:
    """Turn an offset into an instant in UTC, from the instants of its group session."""
    anchors = {
        Anchor.START: starts_at,
        Anchor.END: ends_at,
        Anchor.NEXT_START: next_starts_at,
    }
    anchor = anchors[offset.anchor]
    if anchor is None:
        raise ValueError("next start needs a group session that follows")
    if anchor.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    # Adding to a local time would count wall-clock hours; in UTC an hour is an hour.
    return anchor.astimezone(UTC) + timedelta(minutes=offset.minutes)


def series(
    first_on: date, at: time, zone: ZoneInfo, weeks: Sequence[int], minutes: int
) -> list[tuple[datetime, datetime]]:
    """Give start and end in UTC of meetings at the same time on the wall, all the year.

    `weeks` counts whole weeks from `first_on`; -1 is the week before.
    """
    starts = [instant_on_the_wall(first_on + timedelta(weeks=week), at, zone) for week in weeks]
    return [(start, start + timedelta(minutes=minutes)) for start in starts]


def wall_of(at: datetime, zone: ZoneInfo) -> str:
    """Write the time on the wall at an instant, to the minute: 2026-03-03T18:00."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0).isoformat(timespec="minutes")


def instant_meant(wall: str, zone: ZoneInfo) -> datetime:
    """Find the instant of a time on the wall as it was written, by the rules of today."""
    meant = datetime.fromisoformat(wall)
    return instant_on_the_wall(meant.date(), meant.time(), zone)


def span_on_the_wall(
    day: date, begins: time, ends: time, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Find both instants of two times on the wall; an end past midnight is that of the next day.

    Where that would be half a day or more, the times are told as they stand: the wrong way round.
    """
    starts_at = instant_on_the_wall(day, begins, zone)
    ends_at = instant_on_the_wall(day, ends, zone)
    if ends_at <= starts_at:
        next_day = instant_on_the_wall(day + timedelta(days=1), ends, zone)
        if next_day - starts_at < _HALF_A_DAY:
            return starts_at, next_day
    return starts_at, ends_at


def instant_on_the_wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Find the instant of a time on the wall: the first of two, or the next minute that exists."""
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    while True:
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
            return instant
        wall = wall.replace(second=0, microsecond=0) + timedelta(minutes=1)
