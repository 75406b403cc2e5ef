"""What a change of dates does to one row: typed values before and after, kept and taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar


class ChangedTable(StrEnum):
    """Where the row stands, by the name of its table."""

    MEETINGS = "group_sessions"
    HOMEWORK = "assignments"
    MEASURES = "administrations"


@dataclass(frozen=True, slots=True)
class MeetingTimes:
    """When a group session is, and whether it is at all."""

    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False
    wall: str = ""
    """The time on the wall it is meant for; empty where only its instant counts."""

    def written(self) -> dict[str, str | bool]:
        """Write them as they are kept."""
        return {
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "is_cancelled": self.is_cancelled,
            **({"wall": self.wall} if self.wall else {}),
        }


@dataclass(frozen=True, slots=True)
class WindowTimes:
    """From when to when something may be answered, and whether it is given at all."""

    opens_at: datetime
    closes_at: datetime
    is_active: bool | None = None
    """Of home practice; a questionnaire is never taken out."""

    def written(self) -> dict[str, str | bool]:
        """Write them as they are kept."""
        times: dict[str, str | bool] = {
            "opens_at": self.opens_at.isoformat(),
            "closes_at": self.closes_at.isoformat(),
        }
        return times if self.is_active is None else times | {"is_active": self.is_active}


Times = TypeVar("Times", MeetingTimes, WindowTimes)


@dataclass(frozen=True, slots=True)
class RowChange(Generic[Times]):
    """One row with the values that a change takes away and the ones that it gives."""

    table: ChangedTable
    row_id: int
    before: Times
    after: Times

    @property
    def inverse(self) -> "RowChange[Times]":
        """Give the same step backward."""
        return RowChange(self.table, self.row_id, self.after, self.before)

    def written(self) -> dict[str, Any]:
        """Write it as it is kept."""
        return {
            "table": self.table.value,
            "row_id": self.row_id,
            "before": self.before.written(),
            "after": self.after.written(),
        }


AnyRowChange: TypeAlias = RowChange[MeetingTimes] | RowChange[WindowTimes]


def read_changes(kept: Iterable[Mapping[str, Any]]) -> tuple[AnyRowChange, ...]:
    """Read changes as they are kept."""
    return tuple(map(_read_change, kept))


def read_window(kept: Mapping[str, Any]) -> WindowTimes:
    """Read a window as it is kept."""
    opens_at, closes_at = (datetime.fromisoformat(kept[at]) for at in ("opens_at", "closes_at"))
    return WindowTimes(opens_at, closes_at, kept.get("is_active"))


def _read_change(kept: Mapping[str, Any]) -> AnyRowChange:
    table, row_id = ChangedTable(kept["table"]), int(kept["row_id"])
    if table is ChangedTable.MEETINGS:
        return RowChange(table, row_id, _read_meeting(kept["before"]), _read_meeting(kept["after"]))
    return RowChange(table, row_id, read_window(kept["before"]), read_window(kept["after"]))


def _read_meeting(kept: Mapping[str, Any]) -> MeetingTimes:
    # Changes from before walls were kept say none.
    starts_at, ends_at = (datetime.fromisoformat(kept[at]) for at in ("starts_at", "ends_at"))
    return MeetingTimes(starts_at, ends_at, bool(kept["is_cancelled"]), kept.get("wall", ""))
