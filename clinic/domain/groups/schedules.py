"""Changes of a schedule: a new time, a break or a cancelled session, and what depends on it.

One planner for every kind of change: plain values go in, the differences come out. Nothing that is
past or answered is among them, and turning the differences round takes the change back.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from clinic.domain.anchors import instant_meant, instant_on_the_wall, wall_of
from clinic.domain.errors import Refused
from clinic.domain.groups.schedule_rows import Meeting, MeetingChange, ScheduleOutcome, Window
from clinic.domain.groups.schedule_windows import follow
from clinic.domain.horizon import check_near
from clinic.domain.programs.programs import SessionKind
from clinic.domain.text import N_

MOST_MINUTES = 480
MOST_WEEKS = 26
TIME_TO_UNDO = timedelta(minutes=10)
"""How long whatever new dates bring waits, so that a slip can be taken back unseen."""


_WEEK = timedelta(weeks=1)


class ChangeKind(StrEnum):
    """What may be done to a schedule."""

    MOVE = "move"
    SHIFT = "shift"
    BREAK = "break"
    SKIP = "skip"
    CANCEL = "cancel"
    CLOCK = "clock"
    """Its clock has other rules now: every session goes back to its time on the wall."""


@dataclass(frozen=True, slots=True)
class WantedChange:
    """What somebody wants: of which kind, at which session, and when or how many weeks."""

    kind: ChangeKind
    meeting_id: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    """The new time, for moving one session and for shifting the rest with it."""
    weeks: int = 1
    """Of a break."""
    keeps_booster: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a plan of change has to know beside the rows: the clock, the time, the closed days."""

    zone: ZoneInfo
    now: datetime
    blocked: frozenset[date] = frozenset()


def plan_change(
    meetings: Sequence[Meeting],
    windows: Sequence[Window],
    change: WantedChange,
    around: Circumstances,
) -> ScheduleOutcome:
    """Say what a change does; refuse, with a sentence, one that cannot be."""
    before = sorted(meetings, key=lambda each: each.number)
    chosen = next(each for each in before if each.row_id == change.meeting_id)
    _check_chosen(chosen, around.now)
    after = [
        _with_wall(each, around.zone) if each not in before else each
        for each in _PLANNERS[change.kind](before, chosen, change, around)
    ]
    changed = [
        MeetingChange(old, new) for old, new in zip(before, after, strict=True) if old != new
    ]
    if not changed:
        raise Refused(N_("It already has that time."), field="starts_on")
    _check_times(changed, around.now)
    _check_order(after, {each.after.row_id for each in changed})
    moved, kept = follow(before, after, windows, around.now)
    return ScheduleOutcome(tuple(changed), tuple(moved), tuple(kept))


def _check_chosen(chosen: Meeting, now: datetime) -> None:
    if chosen.is_cancelled:
        raise Refused(N_("This session is canceled, so it has no time to change."))
    if chosen.is_held or chosen.ends_at <= now:
        raise Refused(N_("A session that has been held stays where it was."))


def _move(
    before: Sequence[Meeting], chosen: Meeting, change: WantedChange, _around: Circumstances
) -> list[Meeting]:
    starts_at, ends_at = _asked(change)
    return [
        replace(each, starts_at=starts_at, ends_at=ends_at) if each is chosen else each
        for each in before
    ]


def _shift(
    before: Sequence[Meeting], chosen: Meeting, change: WantedChange, around: Circumstances
) -> list[Meeting]:
    starts_at, ends_at = _asked(change)
    by = _wall(starts_at, around.zone) - _wall(chosen.starts_at, around.zone)
    moved = replace(chosen, starts_at=starts_at, ends_at=ends_at)
    return [
        moved if each is chosen else _later(each, chosen, by, change, around) for each in before
    ]


def _break(
    before: Sequence[Meeting], chosen: Meeting, change: WantedChange, around: Circumstances
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
    before: Sequence[Meeting], chosen: Meeting, change: WantedChange, around: Circumstances
) -> list[Meeting]:
    """Leave one date out: each session takes the date of the next, the last one a new date."""
    line = [each for each in before if each.kind is chosen.kind and _follows(each, chosen)]
    days = [_wall(each.starts_at, around.zone).date() for each in line]
    days.append(_day_after(days, around.blocked))
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


def _day_after(days: Sequence[date], blocked: frozenset[date]) -> date:
    """Give one more day at the end of a series, in the rhythm that its last days show."""
    gaps = [(b - a).days for a, b in zip(days, days[1:], strict=False)][-4:]
    usual = Counter(gaps).most_common(1)[0][0] if gaps else 7
    gap = gaps[-2] if usual < 7 and len(gaps) > 1 else max(usual, 1)
    day = days[-1] + timedelta(days=gap)
    while day in blocked:
        day += _WEEK
    return day


def _cancel(
    before: Sequence[Meeting], chosen: Meeting, _change: WantedChange, _around: Circumstances
) -> list[Meeting]:
    return [replace(each, is_cancelled=True) if each is chosen else each for each in before]


def _clock(
    before: Sequence[Meeting], _chosen: Meeting, _change: WantedChange, around: Circumstances
) -> list[Meeting]:
    """Give every session to come its hour on the wall back, by the rules of today."""
    return [_as_meant(each, around) if has_drifted(each, around) else each for each in before]


def has_drifted(meeting: Meeting, around: Circumstances) -> bool:
    """Say whether a session to come is no longer at the hour on the wall it was meant for."""
    if meeting.is_cancelled or meeting.is_held or not meeting.wall:
        return False
    return is_off_wall(meeting.wall, meeting.starts_at, around.zone, around.now)


def is_off_wall(wall: str, starts_at: datetime, zone: ZoneInfo, now: datetime) -> bool:
    """Say whether an instant to come is, by the rules of today, not the hour it was meant for."""
    meant = instant_meant(wall, zone)
    return meant != starts_at and min(meant, starts_at) > now


def _as_meant(meeting: Meeting, around: Circumstances) -> Meeting:
    starts_at = instant_meant(meeting.wall, around.zone)
    length = meeting.ends_at - meeting.starts_at
    return replace(meeting, starts_at=starts_at, ends_at=starts_at + length)


def _with_wall(meeting: Meeting, zone: ZoneInfo) -> Meeting:
    """Note the time on the wall that a session has from now on, where such a time is kept."""
    return replace(meeting, wall=wall_of(meeting.starts_at, zone)) if meeting.wall else meeting


_PLANNERS = {
    ChangeKind.MOVE: _move,
    ChangeKind.SHIFT: _shift,
    ChangeKind.BREAK: _break,
    ChangeKind.SKIP: _skip,
    ChangeKind.CANCEL: _cancel,
    ChangeKind.CLOCK: _clock,
}


def _asked(change: WantedChange) -> tuple[datetime, datetime]:
    if change.starts_at is None or change.ends_at is None:
        raise Refused(N_("Enter the new day and time."), field="starts_on")
    return change.starts_at, change.ends_at


def _follows(each: Meeting, chosen: Meeting) -> bool:
    return each.number >= chosen.number and not each.is_cancelled and not each.is_held


def _later(
    each: Meeting, chosen: Meeting, by: timedelta, change: WantedChange, around: Circumstances
) -> Meeting:
    """Move a session that comes after the chosen one; the booster only where it is to follow."""
    stays = change.keeps_booster and each.kind is SessionKind.BOOSTER
    if stays or not _follows(each, chosen):
        return each
    return _moved_by(each, by, around.zone)


def _moved_by(meeting: Meeting, by: timedelta, zone: ZoneInfo) -> Meeting:
    """Move on the wall clock, so that 18:00 stays 18:00 in the week in which the clocks change."""
    meant = datetime.fromisoformat(meeting.wall) if meeting.wall else None
    wall = (meant or _wall(meeting.starts_at, zone)) + by
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
            raise Refused(N_("That time is in the past."), field="starts_on")
        check_near(new.starts_at.date(), now.date(), "starts_on")


def _check_order(after: Sequence[Meeting], changed: set[int]) -> None:
    standing = [each for each in after if not each.is_cancelled]
    for first, second in zip(standing, standing[1:], strict=False):
        if second.starts_at >= first.ends_at or not {first.row_id, second.row_id} & changed:
            continue
        if second.kind is SessionKind.BOOSTER and second.row_id not in changed:
            raise Refused(
                N_("That runs into the booster. Move the booster first, or let it move along."),
                field="starts_on",
            )
        if first.row_id in changed and second.row_id not in changed:
            raise Refused(N_("That runs into the next session."), field="starts_on")
        raise Refused(N_("That is before the previous session ends."), field="starts_on")
