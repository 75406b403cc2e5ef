"""What a person has to know of changed dates: which meeting, from when, and to when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clinic.domain.groups.row_changes import AnyRowChange, MeetingTimes
from clinic.domain.groups.schedules import TIME_TO_UNDO


@dataclass(frozen=True, slots=True)
class KnownTime:
    """The time of a meeting that people knew before it was changed."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """One change of a schedule that stands: when it was made, and what it did to each row."""

    made_at: datetime
    changes: Sequence[AnyRowChange]


def known_before(deeds: Iterable[Deed]) -> dict[int, KnownTime]:
    """Give the time each changed meeting had before, by its row id; deeds in their order.

    Changes made so soon after one another that nobody had heard of the first are one.
    """
    known: dict[int, KnownTime] = {}
    touched_at: dict[int, datetime] = {}
    for deed in deeds:
        for change in deed.changes:
            if not isinstance(change.before, MeetingTimes):
                continue
            row_id = change.row_id
            is_one_with_last = (
                row_id in touched_at and deed.made_at - touched_at[row_id] < TIME_TO_UNDO
            )
            if not is_one_with_last:
                known[row_id] = time_of(change.before)
            touched_at[row_id] = deed.made_at
    return known


def time_of(times: MeetingTimes) -> KnownTime:
    """Give the time of a meeting from one side of a change."""
    return KnownTime(times.starts_at, times.ends_at)
