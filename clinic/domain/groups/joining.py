"""Joining a group that has begun: what came before, and the little there is to catch up with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clinic.domain.groups.cohorts import Span
from clinic.domain.people.pauses import FIRST_WEEK_BACK, Break


@dataclass(frozen=True, slots=True)
class Met:
    """A regular meeting, from when to when."""

    starts_at: datetime
    ends_at: datetime


def gap_before(meetings: Sequence[Met], joined_at: datetime) -> Break | None:
    """Give the time that somebody missed by joining late; `None` for whoever was in time.

    Whoever was entered when all was over (scores of an old group) did not join late.
    """
    over = [one for one in meetings if one.ends_at <= joined_at]
    if not over or len(over) == len(meetings):
        return None
    # Whoever comes while a meeting is under way has not missed it.
    under_way = [one.starts_at for one in meetings if one.starts_at <= joined_at < one.ends_at]
    ends_at = min([joined_at, *under_way])
    return Break(min(one.starts_at for one in over), ends_at, is_joining=True)


def has_just_joined(breaks: Sequence[Break], now: datetime) -> bool:
    """Say whether somebody is in her first week after joining late."""
    return any(one.is_joining and one.is_just_over(now) for one in breaks)


def reading_window(gap: Break, joined_at: datetime) -> Span:
    """Give the time for a sheet of a meeting that was missed: the first week."""
    return Span(joined_at, (gap.ends_at or joined_at) + FIRST_WEEK_BACK)


def late_window(gap: Break, joined_at: datetime, next_starts_at: datetime | None) -> Span:
    """Give the time for a first questionnaire: until the next meeting, at most the first week."""
    week = reading_window(gap, joined_at).closes_at
    return Span(joined_at, min(week, next_starts_at) if next_starts_at else week)
