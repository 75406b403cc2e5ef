"""The rhythm in which a group meets, and the dates that follow when closed days are left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from clinic.domain.errors import Refused
from clinic.domain.groups.days_off import Blocked, OffReason
from clinic.domain.programs.programs import PlannedSession, SessionKind
from clinic.domain.text import N_

WEEK = timedelta(weeks=1)
FARTHEST = timedelta(days=366)
"""How far the next free date may lie; further means that the closed days are a slip of the pen."""

MOST_WEEKLY = 52
_NO_FREE_DATE = N_("There is no free date within a year. Check the closed days.")


class RhythmKind(StrEnum):
    """How often a group meets."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    TWICE_WEEKLY = "twice-weekly"
    TAPERING = "tapering"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a group meets, on which two weekdays, or from where on it meets less often."""

    kind: RhythmKind = RhythmKind.WEEKLY
    weekdays: tuple[int, ...] = ()
    """Of a group that meets twice a week; 0 is Monday."""
    taper_after: int | None = None
    """How many regular sessions are weekly before they become fortnightly."""

    def check(self, first_on: date) -> None:
        """Refuse a rhythm that does not say enough, or whose two days are one."""
        match self.kind:
            case RhythmKind.WEEKLY | RhythmKind.FORTNIGHTLY:
                return
            case RhythmKind.TWICE_WEEKLY:
                self._check_two_days(first_on)
            case RhythmKind.TAPERING:
                if not 1 <= (self.taper_after or 0) <= MOST_WEEKLY:
                    raise Refused(
                        N_("Say up to which session the group meets weekly."), field="weekly_until"
                    )
            case _:
                assert_never(self.kind)

    def _check_two_days(self, first_on: date) -> None:
        if len(self.weekdays) != 2:
            raise Refused(N_("Choose the second day of the week."), field="second_day")
        if len(set(self.weekdays)) != 2 or first_on.weekday() not in self.weekdays:
            raise Refused(
                N_("Choose a different day of the week from session 1."), field="second_day"
            )

    def after(self, on: date, position: int, weeks: int = 1) -> date:
        """Give the day that follows that of the regular session at a position, from 0.

        `weeks` is what the program itself plans between the two.
        """
        match self.kind:
            case RhythmKind.WEEKLY:
                return on + WEEK * weeks
            case RhythmKind.FORTNIGHTLY:
                return on + 2 * WEEK * weeks
            case RhythmKind.TWICE_WEEKLY:
                return self.slot_after(on)
            case RhythmKind.TAPERING:
                is_wide = position + 1 >= (self.taper_after or 1)
                return on + WEEK * (weeks * (2 if is_wide else 1))
            case _:
                assert_never(self.kind)

    def slot_after(self, on: date) -> date:
        """Give the next day on which this group could meet."""
        days = [(weekday - on.weekday()) % 7 or 7 for weekday in self.weekdays]
        return on + timedelta(days=min(days, default=7))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day on which a session would have been, and why it is left out."""

    on: date
    number: int
    kind: SessionKind
    reasons: tuple[OffReason, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The day of every session of a program, in its order, and the days that were left out."""

    days: tuple[date, ...]
    skipped: tuple[Skipped, ...]


def lay_out(
    sessions: Sequence[PlannedSession],
    first_on: date,
    rhythm: Rhythm,
    blocked: Blocked,
) -> Series:
    """Give every session its day.

    A blocked day passes the session on to the next day of the rhythm, and what follows with it. The
    orientation keeps its distance before session 1 and the booster its distance after the last.
    """
    regular = [each for each in sessions if each.kind is SessionKind.REGULAR]
    layer = _Layer(rhythm, blocked)
    days: dict[int, date] = {}
    on = first_on
    for position, each in enumerate(regular):
        if position:
            weeks = max(each.week - regular[position - 1].week, 1)
            on = rhythm.after(on, position - 1, weeks)
        on = days[each.number] = layer.free(on, each)
    _before(sessions, regular[0], days, layer)
    _after(sessions, regular[-1], days, layer)
    skipped = sorted(layer.skipped, key=lambda each: each.on)
    return Series(tuple(days[each.number] for each in sessions), tuple(skipped))


def _before(
    sessions: Sequence[PlannedSession],
    first: PlannedSession,
    days: dict[int, date],
    layer: "_Layer",
) -> None:
    following = days[first.number]
    for each in reversed(sessions):
        if each.kind is SessionKind.ORIENTATION:
            wanted = days[first.number] + WEEK * (each.week - first.week)
            while wanted >= following:
                wanted -= WEEK
            following = days[each.number] = layer.free(wanted, each, back=True)


def _after(
    sessions: Sequence[PlannedSession],
    last: PlannedSession,
    days: dict[int, date],
    layer: "_Layer",
) -> None:
    before = days[last.number]
    for each in sessions:
        if each.kind is SessionKind.BOOSTER:
            wanted = days[last.number] + WEEK * (each.week - last.week)
            wanted = max(wanted, layer.rhythm.slot_after(before))
            before = days[each.number] = layer.free(wanted, each)


class _Layer:
    """Lays one day after another and notes what it leaves out."""

    def __init__(self, rhythm: Rhythm, blocked: Blocked) -> None:
        self.rhythm = rhythm
        self.blocked = blocked
        self.skipped: list[Skipped] = []

    def free(self, wanted: date, session: PlannedSession, *, back: bool = False) -> date:
        on = wanted
        while reasons := self.blocked.get(on):
            self.skipped.append(Skipped(on, session.number, session.kind, reasons))
            on = on - WEEK if back else self.rhythm.slot_after(on)
            if abs(on - wanted) > FARTHEST:
                raise Refused(_NO_FREE_DATE, field="first_on")
        return on
