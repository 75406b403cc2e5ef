"""A program as it is planned: its sessions, what is handed out, assigned and measured."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from clinic.domain.anchors import Anchor, Offset
from clinic.domain.risk import RiskSign

WEEKLY = "weekly"
"""How a file names what is asked at each regular session; in week 3 it is the occasion `week-3`."""

HOMEWORK_OPENS = Offset(Anchor.END)
HOMEWORK_CLOSES = Offset(Anchor.NEXT_START, -60)
"""The window of homework whose file names none: until an hour before the group meets again."""


class SessionKind(StrEnum):
    """The part that a session plays in the program; only regular ones count as attended."""

    ORIENTATION = "orientation"
    REGULAR = "regular"
    BOOSTER = "booster"


class PlanKind(StrEnum):
    """What the group does during one item of a session plan."""

    OPEN = "open"
    PRACTICE = "practice"
    REVIEW = "review"
    TEACH = "teach"
    BREAK = "break"
    MAIN = "main"
    DEBRIEF = "debrief"
    HOME = "home"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One line of a session plan."""

    minutes: int
    title: str
    note: str
    kind: PlanKind


@dataclass(frozen=True, slots=True)
class PlannedAssignment:
    """Homework: an exercise by slug or a worksheet by code, never both."""

    exercise: str | None
    worksheet: str | None
    times_per_week: int
    minutes: int | None
    """Each time; None for a worksheet that takes as long as the sheet says."""
    opens: Offset
    closes: Offset


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """An instrument that is asked on an occasion within a window."""

    instrument: str
    occasion: str
    """Baseline, week-N, mid, post or follow-up."""
    opens: Offset
    closes: Offset


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One meeting of the program, before any cohort gives it a date."""

    number: int
    kind: SessionKind
    week: int
    """Whole weeks from session 1, which is week 0."""
    minutes: int
    title: str
    aims: str
    plan: tuple[PlanItem, ...]
    handouts: tuple[str, ...]
    assignments: tuple[PlannedAssignment, ...]
    measures: tuple[PlannedMeasure, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A template from which cohorts are made."""

    slug: str
    title: str
    summary: str
    language: str
    completer_at_least: int
    """Regular sessions attended."""
    late_join_until: int
    """Number of the last session at which somebody may still join."""
    sessions: tuple[PlannedSession, ...]
    inclusion: tuple[str, ...] = ()
    """Whom it is for: each point is asked in a first talk."""
    exclusion: tuple[str, ...] = ()
    """What speaks for another time or another kind of help."""
    counts_make_ups: bool = False
    """Whether a session that was made up counts among those that make a completer."""
    point_risks: tuple[tuple[str, RiskSign], ...] = ()
    """Points that open a risk case when they speak against, by their words."""


def digest_of(*texts: str) -> str:
    """Name a version by its source, and a program's also by the versions of its parts."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
