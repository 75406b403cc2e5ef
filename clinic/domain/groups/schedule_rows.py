"""What depends on a session, before a change and after it, as plain values."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic.domain.anchors import Offset
from clinic.domain.groups.row_changes import (
    AnyRowChange,
    ChangedTable,
    MeetingTimes,
    RowChange,
    WindowTimes,
)
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

    @property
    def times(self) -> MeetingTimes:
        """When it is, and whether it is at all."""
        return MeetingTimes(self.starts_at, self.ends_at, self.is_cancelled, self.wall)


class AnchoredKind(StrEnum):
    """What depends on a session, by the name of its table."""

    HOMEWORK = "assignments"
    MEASURE = "administrations"


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of homework or a questionnaire of one person, tied to a meeting by two offsets."""

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

    @property
    def times(self) -> WindowTimes:
        """From when to when it is open."""
        is_active = self.is_active if self.what is AnchoredKind.HOMEWORK else None
        return WindowTimes(self.opens_at, self.closes_at, is_active)


class Stays(StrEnum):
    """Why a window is not touched, although what it depends on is."""

    PAST = "past"
    ANSWERED = "answered"
    KEPT = "kept"
    """A questionnaire of a cancelled session is still asked when it was planned."""


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """A session before and after."""

    before: Meeting
    after: Meeting

    @property
    def row_change(self) -> RowChange[MeetingTimes]:
        """Give what it does to the row."""
        return RowChange(
            ChangedTable.MEETINGS, self.before.row_id, self.before.times, self.after.times
        )


@dataclass(frozen=True, slots=True)
class WindowChange:
    """A window before and after."""

    before: Window
    after: Window

    @property
    def row_change(self) -> RowChange[WindowTimes]:
        """Give what it does to the row."""
        table = ChangedTable(self.before.what.value)
        return RowChange(table, self.before.row_id, self.before.times, self.after.times)


@dataclass(frozen=True, slots=True)
class KeptWindow:
    """A window that stays as it is, and why."""

    window: Window
    why: Stays


@dataclass(frozen=True, slots=True)
class ScheduleOutcome:
    """Everything that a change does, and what it leaves alone."""

    meetings: tuple[MeetingChange, ...]
    windows: tuple[WindowChange, ...]
    kept: tuple[KeptWindow, ...]

    @property
    def changes(self) -> tuple[AnyRowChange, ...]:
        """Give every row that takes new values."""
        return (
            *(each.row_change for each in self.meetings),
            *(each.row_change for each in self.windows),
        )

    @property
    def fingerprint(self) -> str:
        """Name this outcome: another time, another answer or another plan has another name."""
        rows = [list(change.written().values()) for change in self.changes]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:40]
