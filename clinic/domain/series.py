"""The rhythm in which a group meets, and the dates that follow when closed days are left out."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clinic.domain.errors import Refused
from clinic.domain.programs import PlannedSession, SessionKind
from clinic.domain.text import N_

WEEK = timedelta(weeks=1)
FARTHEST = timedelta(days=366)
"""How far the next free date may lie; further means that the closed days are a slip of the pen."""


_NO_FREE_DATE = N_("There is no free date within a year. Look at the closed days.")


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
    # of a group that meets twice a week; 0 is Monday
    taper_after: int | None = None
    # how many regular sessions are weekly before they become fortnightly

    def after(self, on: date, position: int, weeks: int = 1) -> date:
        """Give the day that follows that of the regular session at a position, from 0.

        `weeks` is what the program itself plans between the two.
        """
        if self.kind is RhythmKind.TWICE_WEEKLY:
            return self.slot_after(on)
        return on + WEEK * (weeks * (2 if self._is_fortnightly(position) else 1))

    def free_after(self, on: date, blocked: Container[date]) -> date:
        """Give the next free date for one more session at the end of a series."""
        ends_fortnightly = self.kind in (RhythmKind.FORTNIGHTLY, RhythmKind.TAPERING)
        wanted = on + WEEK * 2 if ends_fortnightly else self.slot_after(on)
        return next(self.slots_from(wanted, blocked))

    def slots_from(self, wanted: date, blocked: Container[date]) -> Iterator[date]:
        """Give the free days from one on, on the weekdays of the group, for at most a year."""
        day = wanted
        while day - wanted <= FARTHEST:
            if day not in blocked:
                yield day
            day = self.slot_after(day)
        raise Refused(_NO_FREE_DATE, field="first_on")

    def slot_after(self, on: date) -> date:
        """Give the next day on which this group could meet."""
        days = [(weekday - on.weekday()) % 7 or 7 for weekday in self.weekdays]
        return on + timedelta(days=min(days, default=7))

    def _is_fortnightly(self, position: int) -> bool:
        if self.kind is RhythmKind.TAPERING:
            return position + 1 >= (self.taper_after or 1)
        return self.kind is RhythmKind.FORTNIGHTLY


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day on which a session would have been, and why it is left out."""

    on: date
    number: int
    kind: SessionKind
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The day of every session of a program, in its order, and the days that were left out."""

    days: tuple[date, ...]
    skipped: tuple[Skipped, ...]


def lay_out(
    sessions: Sequence[PlannedSession],
    first_on: date,
    rhythm: Rhythm,
    blocked: Mapping[date, tuple[str, ...]],
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
    for each in sessions:
        if each.kind is SessionKind.ORIENTATION:
            wanted = days[regular[0].number] + WEEK * (each.week - regular[0].week)
            days[each.number] = layer.free(wanted, each, back=wanted < days[regular[0].number])
        elif each.kind is SessionKind.BOOSTER:
            wanted = days[regular[-1].number] + WEEK * (each.week - regular[-1].week)
            days[each.number] = layer.free(wanted, each)
    skipped = sorted(layer.skipped, key=lambda each: each.on)
    return Series(tuple(days[each.number] for each in sessions), tuple(skipped))


class _Layer:
    """Lays one day after another and notes what it leaves out."""

    def __init__(self, rhythm: Rhythm, blocked: Mapping[date, tuple[str, ...]]) -> None:
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
