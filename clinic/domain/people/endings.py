"""When what is kept of a person ends: the clocks of a clinic, and the steps until it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

REST = timedelta(days=1)
"""Between the second person's word and the night in which it is done: time to take it back."""
NIGHT = time(3)
"""From when on, on the clock of the clinic, what is due is done."""
LONGEST_REASON = 500
MOST_MONTHS = 1200


class EndKind(StrEnum):
    """What ends, and by which clock; erasure is a wish of the person and waits for no clock."""

    ERASURE = "erasure"
    RECORD = "record"
    UNBEGUN = "unbegun"
    PRIVATE = "private"
    WAYS_IN = "ways-in"
    POST = "post"

    @property
    def is_whole(self) -> bool:
        """Whether everything goes that is kept of the person."""
        return self in (EndKind.ERASURE, EndKind.RECORD, EndKind.UNBEGUN)

    @property
    def is_by_age(self) -> bool:
        """Whether only rows go that are older than the clock allows, each by its own time."""
        return self in (EndKind.WAYS_IN, EndKind.POST)


@dataclass(frozen=True, slots=True)
class RetentionClocks:
    """How many months each kind is kept; 0 keeps it until the clinic has said how long.

    The names of the fields are the names of the stored settings.
    """

    keep_record: int = 0
    """After the last contact with somebody who took part."""
    keep_unbegun: int = 0
    """After the last word about somebody who never began."""
    keep_private: int = 0
    """What somebody wrote for herself alone, after the last contact."""
    keep_ways_in: int = 0
    """Sign-ins, links and devices of a person, after their last use."""
    keep_post: int = 0
    """Messages to a person, after they were meant to be sent."""

    def months(self, kind: EndKind) -> int:
        """Give the months of a kind; an erasure has no clock."""
        by_kind = {
            EndKind.ERASURE: 0,
            EndKind.RECORD: self.keep_record,
            EndKind.UNBEGUN: self.keep_unbegun,
            EndKind.PRIVATE: self.keep_private,
            EndKind.WAYS_IN: self.keep_ways_in,
            EndKind.POST: self.keep_post,
        }
        return by_kind[kind]

    def due_before(self, kind: EndKind, now: datetime) -> datetime | None:
        """Give the instant before which the clock must have begun; `None` where none is set."""
        months = self.months(kind)
        return _months_before(now, months) if months else None


def night_after(granted_at: datetime, zone: str) -> datetime:
    """Give the first night, on the clinic's clock, that leaves a whole day to take it back."""
    rested = (granted_at + REST).astimezone(ZoneInfo(zone))
    night = datetime.combine(rested.date(), NIGHT, rested.tzinfo)
    return night if night >= rested else night + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlaceStanding:
    """How one place of a person stands, for the clocks."""

    is_standing: bool
    """She has it in a group that runs, or waits for it there."""
    took_part: bool


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """What the clocks of a person's record go by."""

    contacts: tuple[datetime, ...]
    """When something happened between her and the clinic; the last one starts the clock."""
    places: tuple[PlaceStanding, ...] = ()
    has_private: bool = False
    oldest: Mapping[EndKind, datetime] = field(default_factory=dict)
    """The age of the oldest row of each kind that goes row by row."""

    @property
    def is_here(self) -> bool:
        """Whether she has a place, or waits for one."""
        return any(place.is_standing for place in self.places)

    def since(self, kind: EndKind) -> datetime | None:
        """Say from when the clock of a kind runs; `None` where it does not."""
        took_part = any(place.took_part for place in self.places)
        last = None if self.is_here else max(self.contacts)
        match kind:
            case EndKind.ERASURE:
                return last
            case EndKind.RECORD:
                return last if took_part else None
            case EndKind.UNBEGUN:
                return None if took_part else last
            case EndKind.PRIVATE:
                return last if self.has_private else None
            case EndKind.WAYS_IN | EndKind.POST:
                return self.oldest.get(kind)
            case _:
                assert_never(kind)

    def due(self, clocks: RetentionClocks, now: datetime) -> tuple[EndKind, ...]:
        """Name what is due by the clocks; where everything is due, nothing is named beside it."""
        found = [kind for kind in EndKind if self._is_due(kind, clocks, now)]
        whole = [kind for kind in found if kind.is_whole]
        return tuple(whole or found)

    def _is_due(self, kind: EndKind, clocks: RetentionClocks, now: datetime) -> bool:
        since, before = self.since(kind), clocks.due_before(kind, now)
        return since is not None and before is not None and since < before


def _months_before(at: datetime, months: int) -> datetime:
    """Count months back on the calendar; a day that the month does not have becomes its 28th."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, 28))
