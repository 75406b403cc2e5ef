"""Putting a planned change of the schedule into lines that a therapist can read through."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from clinic.db import Db
from clinic.domain.groups.schedule_clashes import Caution
from clinic.domain.groups.schedule_rows import AnchoredKind, Meeting, MeetingChange, Stays, Window
from clinic.domain.groups.schedules import WantedChange
from clinic.domain.post.messages import MessageKind
from clinic.lookups.groups.schedule_plans import PlannedChange, meetings_of, plan_for
from clinic.lookups.post.reminders import Instead, Planned, planned_reminders
from clinic.models.cohorts import Cohort

Times = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A session before and after, with what speaks against its new time."""

    before: Meeting
    after: Meeting
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class WindowLine:
    """Homework or a questionnaire that takes new times; `after` is `None` when it goes."""

    what: AnchoredKind
    title: str
    meeting: Meeting
    before: Times
    after: Times | None
    people: int


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What stays, and why."""

    what: AnchoredKind
    title: str
    meeting: Meeting
    why: Stays
    people: int


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A reminder of some people before and after; `None` is one that falls away or is new."""

    kind: MessageKind
    before: datetime | None
    after: datetime | None
    people: int


@dataclass(frozen=True, slots=True)
class SchedulePreview:
    """All that a change does, in lines."""

    fingerprint: str
    meetings: tuple[MeetingLine, ...]
    windows: tuple[WindowLine, ...]
    reminders: tuple[ReminderLine, ...]
    kept: tuple[KeptLine, ...]


def preview_change(db: Db, cohort: Cohort, change: WantedChange, now: datetime) -> SchedulePreview:
    """Say line by line what a change would do; nothing is written."""
    planned = plan_for(db, cohort, change, now)
    outcome = planned.outcome
    meetings = {each.row_id: each for each in meetings_of(db, cohort)}
    windows = Counter(
        (
            *(each.before.what, each.before.title, each.before.meeting_id),
            *(_times(each.before), _times(each.after) if each.after.is_active else None),
        )
        for each in outcome.windows
        if each.before.is_active
    )
    kept = Counter(
        (each.window.what, each.window.title, each.window.meeting_id, each.why)
        for each in outcome.kept
        if each.window.is_active
    )
    return SchedulePreview(
        outcome.fingerprint,
        tuple(_meeting_lines(planned)),
        tuple(
            WindowLine(what, title, meetings[id_], before, after, people)
            for (what, title, id_, before, after), people in windows.items()
        ),
        tuple(_reminder_lines(db, cohort, planned, now)),
        tuple(
            KeptLine(what, title, meetings[id_], why, people)
            for (what, title, id_, why), people in kept.items()
        ),
    )


def _times(window: Window) -> Times:
    return window.opens_at, window.closes_at


def _meeting_lines(planned: PlannedChange) -> Iterator[MeetingLine]:
    for each in planned.outcome.meetings:
        cautions = tuple(c for c in planned.cautions if c.meeting.row_id == each.before.row_id)
        yield MeetingLine(each.before, each.after, cautions)


def _reminder_lines(
    db: Db, cohort: Cohort, planned: PlannedChange, now: datetime
) -> Iterator[ReminderLine]:
    before = _due(planned_reminders(db, cohort, now), now)
    after = _due(planned_reminders(db, cohort, now, _instead(planned)), now)
    changed = [
        (key[0], before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]
    for (kind, old, new), people in Counter(changed).items():
        yield ReminderLine(kind, old, new, people)


def _due(
    reminders: Iterable[Planned], now: datetime
) -> dict[tuple[MessageKind, int, str], datetime]:
    return {
        (one.reminder.kind, one.enrollment.id, _thing(one)): one.reminder.due_at
        for one in reminders
        if one.reminder.due_at > now
    }


def _thing(one: Planned) -> str:
    """Name what is reminded of; that of a session has the old time in its occasion."""
    is_session = one.reminder.kind is MessageKind.SESSION_REMINDER
    return one.about if is_session else str(one.reminder.occasion)


def _instead(planned: PlannedChange) -> Instead:
    outcome = planned.outcome
    return Instead(
        {
            (each.after.what.value, each.after.row_id): _times(each.after)
            if each.after.is_active
            else None
            for each in outcome.windows
        },
        {each.after.row_id: _start(each) for each in outcome.meetings},
    )


def _start(change: MeetingChange) -> datetime | None:
    return None if change.after.is_cancelled else change.after.starts_at
