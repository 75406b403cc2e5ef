"""The changes of a clock within a span of years, as observances that a calendar can be told.

An observance with a rule of recurrence is read by every calendar, a list of dates (RDATE) is not:
what comes back every year by the day of a week in a month is a rule, all else stands alone.
"""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

_STEP = timedelta(hours=12)
"""How closely a clock is looked at: no zone changes twice within it."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Onset:
    """One change of a clock: when, and from which offset to which."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def on_the_wall(self) -> datetime:
        """Give it as RFC 5545 (3.6.5) asks: on the clock as it runs until then."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def change(self) -> tuple[timedelta, timedelta, str, bool]:
        """Give what has to be alike in all of one rule."""
        return self.before, self.after, self.name, self.is_summer


@dataclass(frozen=True, slots=True)
class Yearly:
    """The rule of a change that comes back each year: the day of the week within a month."""

    month: int
    day: str
    """As in -1SU, the last Sunday."""
    until: datetime | None
    """None while it goes on."""


@dataclass(frozen=True, slots=True)
class Observance:
    """All changes of one kind: the first one, and the rule by which they come back."""

    onsets: tuple[Onset, ...]
    rule: Yearly | None = None

    @property
    def first(self) -> Onset:
        """The change with which it begins."""
        return self.onsets[0]


def observances(zone: ZoneInfo, first: date, last: date) -> tuple[Observance, ...]:
    """Give what a clock does from one day to another; the first is how it runs at the beginning."""
    begin, end = (datetime.combine(day, datetime.min.time(), UTC) for day in (first, last))
    onsets = [_beginning(zone, begin), *_onsets(zone, begin, end)]
    return tuple(_gathered(_labeled(zone, onsets), last))


def offset_told(told: Iterable[Observance], at: datetime) -> timedelta:
    """Read the offset of an instant from observances, as a calendar does."""
    onsets = (onset for each in told for onset in each.onsets if onset.at <= at)
    return max(onsets, key=lambda onset: onset.at).after


def is_told(told: Sequence[Observance], zone: ZoneInfo, at: datetime) -> bool:
    """Say whether a calendar reads the very instant back from its time on the wall."""
    local = at.astimezone(zone)
    # Of an hour that comes twice, a calendar takes the first.
    return not local.fold and local.utcoffset() == offset_told(told, at.astimezone(UTC))


def _beginning(zone: ZoneInfo, at: datetime) -> Onset:
    offset, name, is_summer = _state(zone, at)
    return Onset(at, offset, offset, name, is_summer)


def _onsets(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Onset]:
    at = begin
    while at < end:
        following = min(at + _STEP, end)
        if _state(zone, at) != _state(zone, following):
            found = _first_second(zone, at, following)
            offset, name, is_summer = _state(zone, found)
            yield Onset(found, _state(zone, at)[0], offset, name, is_summer)
        at = following


def _first_second(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Find the first second on which a clock runs as it does afterwards."""
    old = _state(zone, before)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _state(zone, before + timedelta(seconds=middle)) == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str, bool]:
    local = at.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or zone.key, bool(local.dst())


def _labeled(zone: ZoneInfo, onsets: Sequence[Onset]) -> list[Onset]:
    """Call the hour ahead summer, also where the law calls it standard (Dublin, Casablanca).

    Calendars shift by the label and not by the law: daylight time is ahead of standard time.
    """
    if not any((onset.at.astimezone(zone).dst() or timedelta()) < timedelta() for onset in onsets):
        return list(onsets)
    return [
        Onset(one.at, one.before, one.after, one.name, is_summer=not one.is_summer)
        for one in onsets
    ]


class _Day(Enum):
    """The two ways in which laws name a day: the last Sunday, or the second one."""

    LAST = "last"
    NUMBERED = "numbered"


def _day_of(onset: Onset, kind: _Day) -> str | None:
    wall = onset.on_the_wall
    weekday = _WEEKDAYS[wall.weekday()]
    if kind is _Day.NUMBERED:
        return f"{(wall.day - 1) // 7 + 1}{weekday}"
    is_last = wall.day + 7 > calendar.monthrange(wall.year, wall.month)[1]
    return f"-1{weekday}" if is_last else None


def _gathered(onsets: Sequence[Onset], last: date) -> Iterator[Observance]:
    beginning, *left = onsets
    yield Observance((beginning,))
    while left:
        runs = [(_run(left, kind), kind) for kind in _Day]
        run, kind = max(runs, key=lambda found: len(found[0]))
        left = [onset for onset in left if onset not in run]
        day = _day_of(run[0], kind)
        if len(run) == 1 or day is None:
            yield Observance((run[0],))
            continue
        goes_on = run[-1].on_the_wall.year >= last.year - 1
        until = None if goes_on else run[-1].at
        yield Observance(tuple(run), Yearly(run[0].on_the_wall.month, day, until))


def _run(onsets: Sequence[Onset], kind: _Day) -> list[Onset]:
    """Give the first change with those of the years that follow, as far as they are alike."""
    run = [onsets[0]]
    for onset in onsets[1:]:
        wall, before = onset.on_the_wall, run[-1].on_the_wall
        if (
            wall.year == before.year + 1
            and (wall.month, wall.time()) == (before.month, before.time())
            and onset.change == run[0].change
            and _day_of(onset, kind) is not None
            and _day_of(onset, kind) == _day_of(run[0], kind)
        ):
            run.append(onset)
    return run
