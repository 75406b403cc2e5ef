"""What hangs on a session, before a change and after it, as plain values."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic.domain.anchors import Offset
from clinic.domain.programs.programs import SessionKind


@dataclass(frozen=True, slots=True)
class Meeting:
    """A group session as a plan of change sees it."""

    row_id: int
    number: int
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False
    is_held: bool = False
    wall: str = ""
    """The time on the wall it is meant for; empty where only its instant counts."""


class AnchoredKind(StrEnum):
    """What hangs on a session, by the name of its table."""

    HOMEWORK = "assignments"
    MEASURE = "administrations"


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of homework or a questionnaire of one person, hung on a meeting by two offsets."""

    what: AnchoredKind
    row_id: int
    meeting_id: int
    opens: Offset
    closes: Offset
    opens_at: datetime
    closes_at: datetime
    is_answered: bool = False
    """A finished sheet or questionnaire; practice goes on for as long as its window is open."""
    is_active: bool = True
    title: str = ""


class Stays(StrEnum):
    """Why a window is not touched, although what it hangs on is."""

    PAST = "past"
    ANSWERED = "answered"
    KEPT = "kept"
    """A questionnaire of a cancelled session is still asked when it was planned."""


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """A session before and after."""

    before: Meeting
    after: Meeting


@dataclass(frozen=True, slots=True)
class WindowChange:
    """A window before and after."""

    before: Window
    after: Window


@dataclass(frozen=True, slots=True)
class KeptWindow:
    """A window that stays as it is, and why."""

    window: Window
    why: Stays


@dataclass(frozen=True, slots=True)
class Touch:
    """One row with the values that a change takes away and the ones that it gives."""

    table: str
    row_id: int
    before: Mapping[str, str | bool]
    after: Mapping[str, str | bool]

    def turned(self) -> "Touch":
        """Give the same step backward."""
        return Touch(self.table, self.row_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ScheduleOutcome:
    """Everything that a change does, and what it leaves alone."""

    meetings: tuple[MeetingChange, ...]
    windows: tuple[WindowChange, ...]
    kept: tuple[KeptWindow, ...]

    @property
    def touches(self) -> tuple[Touch, ...]:
        """Give every row that takes new values."""
        return (*map(_touch_of_meeting, self.meetings), *map(_touch_of_window, self.windows))

    @property
    def fingerprint(self) -> str:
        """Name this outcome: another time, another answer or another plan has another name."""
        rows = [[t.table, t.row_id, dict(t.before), dict(t.after)] for t in self.touches]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:40]


def _touch_of_meeting(change: MeetingChange) -> Touch:
    before, after = (_times_of_meeting(each) for each in (change.before, change.after))
    return Touch("group_sessions", change.before.row_id, before, after)


def _times_of_meeting(meeting: Meeting) -> dict[str, str | bool]:
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "is_cancelled": meeting.is_cancelled,
        **({"wall": meeting.wall} if meeting.wall else {}),
    }


def _touch_of_window(change: WindowChange) -> Touch:
    before, after = (_times_of_window(each) for each in (change.before, change.after))
    return Touch(change.before.what.value, change.before.row_id, before, after)


def _times_of_window(window: Window) -> dict[str, str | bool]:
    times: dict[str, str | bool] = {
        "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat(),
    }
    if window.what is AnchoredKind.HOMEWORK:
        times["is_active"] = window.is_active
    return times
