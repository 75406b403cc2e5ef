"""Changes of a schedule: what a new time, a break or a cancelled session does to all that hangs on it.

One planner for every kind of change: plain values go in, the differences come out. Nothing that is
past or answered is among them, and turning the differences round takes the change back.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from clinic.domain.calendar import Anchor, Offset, instant_on_the_wall, resolve
from clinic.domain.errors import Refused
from clinic.domain.programs import SessionKind
from clinic.domain.series import Rhythm
from clinic.domain.text import N_

MOST_MINUTES = 480
MOST_WEEKS = 26
SHORTEST_WINDOW = timedelta(hours=1)


class ChangeKind(StrEnum):
    """What may be done to a schedule."""

    MOVE = "move"
    SHIFT = "shift"
    BREAK = "break"
    SKIP = "skip"
    CANCEL = "cancel"


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


class Hangs(StrEnum):
    """What hangs on a session, by the name of its table."""

    HOMEWORK = "assignments"
    MEASURE = "administrations"


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of homework or a questionnaire of one person, hung on a meeting by two offsets."""

    what: Hangs
    row_id: int
    meeting_id: int
    opens: Offset
    closes: Offset
    opens_at: datetime
    closes_at: datetime
    is_answered: bool = False
    # a finished sheet or questionnaire; practice goes on for as long as its window is open
    is_active: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants: of which kind, at which session, and when or how many weeks."""

    kind: ChangeKind
    meeting_id: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    # the new time, for moving one session and for shifting the rest with it
    weeks: int = 1
    # of a break
    keeps_booster: bool = False


class Stays(StrEnum):
    """Why a window is not touched, although what it hangs on is."""

    PAST = "past"
    ANSWERED = "answered"
    KEPT = "kept"
    # a questionnaire of a cancelled session is still asked when it was planned


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
class Kept:
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
class Outcome:
    """Everything that a change does, and what it leaves alone."""

    meetings: tuple[MeetingChange, ...]
    windows: tuple[WindowChange, ...]
    kept: tuple[Kept, ...]

    @property
    def touches(self) -> tuple[Touch, ...]:
        """Give every row that takes new values."""
        return (*map(_touch_of_meeting, self.meetings), *map(_touch_of_window, self.windows))

    @property
    def fingerprint(self) -> str:
        """Name this outcome: another time, another answer or another plan has another name."""
        rows = [[t.table, t.row_id, dict(t.before), dict(t.after)] for t in self.touches]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a plan of change has to know beside the rows: the clock, the time and the rhythm."""

    zone: ZoneInfo
    now: datetime
    rhythm: Rhythm = Rhythm()
    blocked: frozenset[date] = frozenset()


def plan_change(
    meetings: Sequence[Meeting],
    windows: Sequence[Window],
    change: Change,
    around: Circumstances,
) -> Outcome:
    """Say what a change does; refuse, with a sentence, one that cannot be."""
    before = sorted(meetings, key=lambda each: each.number)
    chosen = next(each for each in before if each.row_id == change.meeting_id)
    _check_chosen(chosen, around.now)
    after = _PLANNERS[change.kind](before, chosen, change, around)
    changed = [
        MeetingChange(old, new) for old, new in zip(before, after, strict=True) if old != new
    ]
    if not changed:
        raise Refused(N_("That is the time it has already."), field="starts_on")
    _check_times(changed, around.now)
    _check_order(after, {each.after.row_id for each in changed})
    moved, kept = _follow(before, after, windows, around.now)
    return Outcome(tuple(changed), tuple(moved), tuple(kept))


def _check_chosen(chosen: Meeting, now: datetime) -> None:
    if chosen.is_cancelled:
        raise Refused(N_("This session is cancelled, so it has no time to change."))
    if chosen.is_held or chosen.ends_at <= now:
        raise Refused(N_("A session that has been held stays where it was."))


def _move(
    before: Sequence[Meeting], chosen: Meeting, change: Change, _around: Circumstances
) -> list[Meeting]:
    starts_at, ends_at = _asked(change)
    return [
        replace(each, starts_at=starts_at, ends_at=ends_at) if each is chosen else each
        for each in before
    ]


def _shift(
    before: Sequence[Meeting], chosen: Meeting, change: Change, around: Circumstances
) -> list[Meeting]:
    starts_at, ends_at = _asked(change)
    by = _wall(starts_at, around.zone) - _wall(chosen.starts_at, around.zone)
    moved = replace(chosen, starts_at=starts_at, ends_at=ends_at)
    return [
        moved if each is chosen else _later(each, chosen, by, change, around) for each in before
    ]


def _break(
    before: Sequence[Meeting], chosen: Meeting, change: Change, around: Circumstances
) -> list[Meeting]:
    if not 1 <= change.weeks <= MOST_WEEKS:
        raise Refused(N_("A break lasts from one week to %(most)s."), {"most": MOST_WEEKS}, "weeks")
    by = timedelta(weeks=change.weeks)
    return [
        _moved_by(each, by, around.zone)
        if each is chosen
        else _later(each, chosen, by, change, around)
        for each in before
    ]


def _skip(
    before: Sequence[Meeting], chosen: Meeting, change: Change, around: Circumstances
) -> list[Meeting]:
    """Leave one date out: each session takes the date of the next, the last one a new date."""
    line = [each for each in before if each.kind is chosen.kind and _follows(each, chosen)]
    days = [_wall(each.starts_at, around.zone).date() for each in line]
    days.append(around.rhythm.free_after(days[-1], around.blocked))
    by = {
        each.row_id: timedelta(days=(days[place + 1] - days[place]).days)
        for place, each in enumerate(line)
    }
    last = by[line[-1].row_id]
    return [
        _moved_by(each, by[each.row_id], around.zone)
        if each.row_id in by
        else _later(each, chosen, last, change, around)
        for each in before
    ]


def _cancel(
    before: Sequence[Meeting], chosen: Meeting, _change: Change, _around: Circumstances
) -> list[Meeting]:
    return [replace(each, is_cancelled=True) if each is chosen else each for each in before]


_PLANNERS = {
    ChangeKind.MOVE: _move,
    ChangeKind.SHIFT: _shift,
    ChangeKind.BREAK: _break,
    ChangeKind.SKIP: _skip,
    ChangeKind.CANCEL: _cancel,
}


def _asked(change: Change) -> tuple[datetime, datetime]:
    if change.starts_at is None or change.ends_at is None:
        raise Refused(N_("Say the new day and time."), field="starts_on")
    return change.starts_at, change.ends_at


def _follows(each: Meeting, chosen: Meeting) -> bool:
    return each.number >= chosen.number and not each.is_cancelled and not each.is_held


def _later(
    each: Meeting, chosen: Meeting, by: timedelta, change: Change, around: Circumstances
) -> Meeting:
    """Move a session that comes after the chosen one; the booster only where it is to follow."""
    stays = change.keeps_booster and each.kind is SessionKind.BOOSTER
    if stays or not _follows(each, chosen):
        return each
    return _moved_by(each, by, around.zone)


def _moved_by(meeting: Meeting, by: timedelta, zone: ZoneInfo) -> Meeting:
    """Move on the wall clock, so that 18:00 stays 18:00 in the week in which the clocks change."""
    wall = _wall(meeting.starts_at, zone) + by
    starts_at = instant_on_the_wall(wall.date(), wall.time(), zone)
    return replace(
        meeting, starts_at=starts_at, ends_at=starts_at + (meeting.ends_at - meeting.starts_at)
    )


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _check_times(changed: Sequence[MeetingChange], now: datetime) -> None:
    for each in changed:
        new = each.after
        if new.is_cancelled:
            continue
        if new.ends_at <= new.starts_at:
            raise Refused(N_("The session would end before it starts."), field="ends_at")
        if new.ends_at - new.starts_at > timedelta(minutes=MOST_MINUTES):
            raise Refused(N_("A session lasts at most eight hours."), field="ends_at")
        if new.starts_at <= now:
            raise Refused(N_("That time lies in the past."), field="starts_on")


def _check_order(after: Sequence[Meeting], changed: set[int]) -> None:
    standing = [each for each in after if not each.is_cancelled]
    for first, second in zip(standing, standing[1:], strict=False):
        if second.starts_at >= first.ends_at or not {first.row_id, second.row_id} & changed:
            continue
        if second.kind is SessionKind.BOOSTER and second.row_id not in changed:
            raise Refused(
                N_("That reaches the booster. Move the booster first, or let it move along."),
                field="starts_on",
            )
        if first.row_id in changed and second.row_id not in changed:
            raise Refused(N_("That runs into the session that follows."), field="starts_on")
        raise Refused(N_("That is before the end of the session before."), field="starts_on")


@dataclass(frozen=True, slots=True)
class _Anchors:
    starts_at: datetime
    ends_at: datetime
    next_starts_at: datetime | None

    def of(self, offset: Offset) -> datetime | None:
        return {
            Anchor.START: self.starts_at,
            Anchor.END: self.ends_at,
            Anchor.NEXT_START: self.next_starts_at,
        }[offset.anchor]


def _anchors(meetings: Sequence[Meeting]) -> dict[int, _Anchors]:
    found: dict[int, _Anchors] = {}
    following: datetime | None = None
    for each in reversed(meetings):
        found[each.row_id] = _Anchors(each.starts_at, each.ends_at, following)
        if not each.is_cancelled:
            following = each.starts_at
    return found


def _follow(
    before: Sequence[Meeting], after: Sequence[Meeting], windows: Sequence[Window], now: datetime
) -> tuple[list[WindowChange], list[Kept]]:
    old, new = _anchors(before), _anchors(after)
    cancelled = {
        each.row_id
        for each, was in zip(after, before, strict=True)
        if each.is_cancelled and not was.is_cancelled
    }
    moved: list[WindowChange] = []
    kept: list[Kept] = []
    for window in windows:
        if window.meeting_id in cancelled:
            after_it = _withdrawn(window)
        else:
            after_it = _resolved(window, old[window.meeting_id], new[window.meeting_id], now)
        why = _why_it_stays(window, now, is_cancelled=window.meeting_id in cancelled)
        if why is not None and (after_it != window or why is Stays.KEPT):
            kept.append(Kept(window, why))
        elif why is None and after_it != window:
            moved.append(WindowChange(window, after_it))
    return moved, kept


def _why_it_stays(window: Window, now: datetime, *, is_cancelled: bool) -> Stays | None:
    if window.is_answered:
        return Stays.ANSWERED
    if window.closes_at <= now:
        return Stays.PAST
    if is_cancelled and (window.what is Hangs.MEASURE or window.opens_at <= now):
        return Stays.KEPT
    return None


def _withdrawn(window: Window) -> Window:
    return replace(window, is_active=False) if window.what is Hangs.HOMEWORK else window


def _resolved(window: Window, old: _Anchors, new: _Anchors, now: datetime) -> Window:
    """Resolve anew the edges whose anchor moved; one that people already see stays open."""
    opens_at, closes_at = window.opens_at, window.closes_at
    if window.opens_at > now:
        opens_at = _edge(window.opens, old, new) or opens_at
    closes_at = _edge(window.closes, old, new) or closes_at
    if (opens_at, closes_at) == (window.opens_at, window.closes_at):
        return window
    return replace(window, opens_at=opens_at, closes_at=max(closes_at, opens_at + SHORTEST_WINDOW))


def _edge(offset: Offset, old: _Anchors, new: _Anchors) -> datetime | None:
    if new.of(offset) is None or new.of(offset) == old.of(offset):
        return None
    return resolve(offset, new.starts_at, new.ends_at, new.next_starts_at)


def _touch_of_meeting(change: MeetingChange) -> Touch:
    return Touch(
        "group_sessions",
        change.before.row_id,
        *(
            {
                "starts_at": each.starts_at.isoformat(),
                "ends_at": each.ends_at.isoformat(),
                "is_cancelled": each.is_cancelled,
            }
            for each in (change.before, change.after)
        ),
    )


def _touch_of_window(change: WindowChange) -> Touch:
    is_homework = change.before.what is Hangs.HOMEWORK
    return Touch(
        change.before.what.value,
        change.before.row_id,
        *(
            {
                "opens_at": each.opens_at.isoformat(),
                "closes_at": each.closes_at.isoformat(),
                **({"is_active": each.is_active} if is_homework else {}),
            }
            for each in (change.before, change.after)
        ),
    )
