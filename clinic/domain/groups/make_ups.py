"""Make-up sessions: when one may be, and until when its home practice stays open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clinic.domain.enrollments import AttendanceMark
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import Span
from clinic.domain.groups.row_changes import ChangedTable, RowChange, WindowTimes, read_window
from clinic.domain.groups.schedules import MOST_MINUTES
from clinic.domain.programs.programs import SessionKind
from clinic.domain.text import N_

MARKS = (AttendanceMark.PRESENT, AttendanceMark.EXCUSED, AttendanceMark.ABSENT)
"""How somebody may have come to a make-up: it waits for whoever is late."""

FARTHEST = timedelta(days=180)


def check_make_up(
    kind: SessionKind,
    missed_ends_at: datetime,
    starts_at: datetime,
    ends_at: datetime,
    *,
    is_cancelled: bool,
) -> None:
    """Refuse, with a sentence, a make-up that makes nothing up or lies where none can be."""
    if kind is not SessionKind.REGULAR:
        raise Refused(N_("Only regular sessions are counted, so only they can be made up."))
    if is_cancelled:
        raise Refused(N_("This session was canceled, so nobody missed it."))
    if ends_at <= starts_at:
        raise Refused(N_("The session would end before it starts."), field="ends_at")
    if ends_at - starts_at > timedelta(minutes=MOST_MINUTES):
        raise Refused(N_("A session lasts at most eight hours."), field="ends_at")
    if starts_at < missed_ends_at:
        raise Refused(N_("A make-up comes after the session it makes up."), field="starts_on")
    if starts_at - missed_ends_at > FARTHEST:
        raise Refused(N_("A make-up comes within half a year."), field="starts_on")


def later_window(
    window: Span,
    made_up_at: datetime,
    now: datetime,
    *,
    is_begun: bool,
    length: timedelta | None = None,
) -> Span | None:
    """Give home practice as much time after the make-up as it had after the session.

    What is open stays open, what was begun keeps its beginning, and nothing closes earlier:
    `None` where it stays as it is. `length` is the time it had at first, where a make-up that was
    moved or did not happen has given it more since.
    """
    length = length or window.closes_at - window.opens_at
    closes_at = max(window.closes_at, made_up_at + length)
    is_over = window.closes_at <= now
    opens_at = made_up_at if is_over and not is_begun else window.opens_at
    later = Span(opens_at, closes_at)
    return None if later == window else later


@dataclass(frozen=True, slots=True)
class LongerWork:
    """Home practice of a missed session that its make-up gave more time, or gave at all."""

    change: RowChange[WindowTimes]
    at_first: WindowTimes | None = None
    """What it had before any make-up of the session; None where that is what it had before."""

    def written(self) -> dict[str, Any]:
        """Write it as it is kept with the make-up."""
        kept = {"row_id": self.change.row_id, "before": self.change.before.written()}
        if self.at_first is not None:
            kept["at_first"] = self.at_first.written()
        return {**kept, "after": self.change.after.written()}


def read_longer_work(kept: Iterable[Mapping[str, Any]]) -> list[LongerWork]:
    """Read what is kept with a make-up."""
    return [
        LongerWork(
            RowChange(
                ChangedTable.HOMEWORK,
                int(each["row_id"]),
                read_window(each["before"]),
                read_window(each["after"]),
            ),
            read_window(each["at_first"]) if each.get("at_first") else None,
        )
        for each in kept
    ]
