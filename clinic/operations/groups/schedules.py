"""Changing a cohort's schedule with what depends on it, and taking the newest change back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, or_, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.anchors import wall_of
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.groups.row_changes import (
    AnyRowChange,
    ChangedTable,
    MeetingTimes,
    WindowTimes,
)
from clinic.domain.groups.schedules import TIME_TO_UNDO, WantedChange
from clinic.domain.post.messages import OUT, MessageKind, MessageState
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.text import N_
from clinic.lookups.groups.schedule_plans import plan_for
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment, taking_part
from clinic.models.measures import Administration
from clinic.models.messages import Message, on_occasion
from clinic.models.practice import PracticeEntry
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.homework.sheet_codes import follow_windows
from clinic.operations.post.outbox import queue, withdraw
from clinic.operations.post.reminders import plan_reminders

_TAKEN_BACK = N_("The change was taken back.")
_TOLD_TOGETHER = N_("A newer change of dates tells of this one too.")
_NEW_DATES = Gist(MessageKind.SCHEDULE_CHANGED, "/portal/weeks")
_TABLES: Mapping[ChangedTable, type[GroupSession | Assignment | Administration]] = {
    ChangedTable.MEETINGS: GroupSession,
    ChangedTable.HOMEWORK: Assignment,
    ChangedTable.MEASURES: Administration,
}
_Row = GroupSession | Assignment | Administration


@operation
def change_schedule(
    db: Db, actor: Actor, cohort: Cohort, change: WantedChange, fingerprint: str
) -> ScheduleChange:
    """Do what was looked at: new times for sessions and windows, and one message to each client.

    `fingerprint` names the outcome that somebody saw; when anything has changed since, it is
    another one, and nothing is done.
    """
    lock(db, cohort)
    outcome = plan_for(db, cohort, change, actor.at).outcome
    if outcome.fingerprint != fingerprint:
        raise Stale(N_("Something changed since you looked. Please check the dates again."))
    row = ScheduleChange(
        cohort_id=cohort.id,
        group_session_id=change.meeting_id,
        kind=change.kind,
        touched=[each.written() for each in outcome.changes],
        made_at=actor.at,
        made_by_id=actor.account_id,
    )
    db.add(row)
    db.flush()
    _write(db, actor, cohort, outcome.changes)
    _tell(db, actor, row)
    return row


@operation
def undo_schedule_change(db: Db, actor: Actor, change: ScheduleChange) -> ScheduleChange:
    """Give every row back what the newest change took, and withdraw its messages.

    Refused as soon as somebody answered, or was told, by the new dates.
    """
    cohort = db.get_one(Cohort, change.cohort_id)
    lock(db, cohort)
    lock(db, change)
    _check_newest(db, change)
    back = [each.inverse for each in change.changes]
    rows = _rows(db, back)
    if not all(_stands(rows.get((each.table, each.row_id)), each.before) for each in back):
        raise Refused(N_("Some of these dates were changed again, so this cannot be undone."))
    _check_unseen(db, change, back, actor.at)
    _write(db, actor, cohort, back)
    change.undone_at = actor.at
    change.undone_by_id = actor.account_id
    db.flush()
    withdraw(db, actor, on=_occasion(db, change), reason=_TAKEN_BACK)
    _tell_of_the_one_before(db, actor, cohort)
    plan_reminders(db, actor, cohort.id)
    return change


def _occasion(db: Db, change: ScheduleChange) -> Occasion:
    cohort = db.get_one(Cohort, change.cohort_id)
    return Occasion(Cause.SCHEDULE, cohort.public_id, change.public_id)


def _tell(db: Db, actor: Actor, change: ScheduleChange) -> None:
    """Tell each client once of the dates as they are now, whatever led there."""
    cohort = db.get_one(Cohort, change.cohort_id)
    withdraw(db, actor, on=Occasion(Cause.SCHEDULE, cohort.public_id), reason=_TOLD_TOGETHER)
    places = select(Enrollment).where(Enrollment.cohort_id == cohort.id, taking_part(actor.at))
    _queue(db, actor, _occasion(db, change), db.scalars(places.order_by(Enrollment.id)).all())
    plan_reminders(db, actor, cohort.id)


def _tell_of_the_one_before(db: Db, actor: Actor, cohort: Cohort) -> None:
    """Give back the messages that had made room for one that was taken back."""
    standing = select(ScheduleChange).where(
        ScheduleChange.cohort_id == cohort.id, ScheduleChange.undone_at.is_(None)
    )
    before = db.scalars(standing.order_by(ScheduleChange.id.desc()).limit(1)).first()
    if before is None:
        return
    occasion = _occasion(db, before)
    held_back = (
        select(Enrollment)
        .join(Message, Message.enrollment_id == Enrollment.id)
        .where(on_occasion(occasion), Message.fault == _TOLD_TOGETHER)
        .where(Message.state == MessageState.WITHDRAWN, taking_part(actor.at))
    )
    _queue(db, actor, occasion, db.scalars(held_back.order_by(Enrollment.id)).all())


def _queue(db: Db, actor: Actor, occasion: Occasion, places: Sequence[Enrollment]) -> None:
    for place in places:
        to = Recipient(enrollment_id=place.id)
        queue(db, actor, occasion, to, _NEW_DATES, actor.at, delay=TIME_TO_UNDO)


def _write(db: Db, actor: Actor, cohort: Cohort, changes: Sequence[AnyRowChange]) -> None:
    zone = ZoneInfo(cohort.time_zone)
    rows = _rows(db, changes)
    hung_on: set[int] = set()
    for change in changes:
        match rows[change.table, change.row_id], change.after:
            case GroupSession() as row, MeetingTimes() as times:
                is_cancelled = times.is_cancelled
                row.status = SessionStatus.CANCELLED if is_cancelled else SessionStatus.PLANNED
                row.starts_at, row.ends_at = times.starts_at, times.ends_at
                # Changes from before walls were kept say none: theirs is what the clock shows.
                row.wall = times.wall or wall_of(row.starts_at, zone)
                row.sequence += 1
                row.changed_at = actor.at
            case Assignment() | Administration() as row, WindowTimes() as times:
                row.opens_at, row.closes_at = times.opens_at, times.closes_at
                hung_on.add(row.group_session_id)
                if isinstance(row, Assignment):
                    row.is_active = bool(times.is_active)
            case row, times:
                raise TypeError(f"{type(row)} takes no {type(times)}")
    db.flush()
    for session in db.scalars(select(GroupSession).where(GroupSession.id.in_(hung_on))).all():
        follow_windows(db, actor, session)


def _rows(db: Db, changes: Sequence[AnyRowChange]) -> dict[tuple[ChangedTable, int], _Row]:
    found: dict[tuple[ChangedTable, int], _Row] = {}
    for table, kind in _TABLES.items():
        ids = [each.row_id for each in changes if each.table is table]
        asked: Select[Any] = select(kind).where(kind.id.in_(ids)).order_by(kind.id)
        fresh = asked.with_for_update(of=kind).execution_options(populate_existing=True)
        found |= {(table, row.id): row for row in db.scalars(fresh)}
    return found


def _stands(row: _Row | None, values: MeetingTimes | WindowTimes) -> bool:
    """Say whether a row still has the values that a change gave it."""
    match row:
        case None:
            return False
        case GroupSession():
            is_cancelled = row.status is SessionStatus.CANCELLED
            times = MeetingTimes(row.starts_at, row.ends_at, is_cancelled, row.wall)
            has_wall = isinstance(values, MeetingTimes) and values.wall
            return values == (times if has_wall else replace(times, wall=""))
        case Assignment():
            return values == WindowTimes(row.opens_at, row.closes_at, row.is_active)
        case Administration():
            return values == WindowTimes(row.opens_at, row.closes_at)
        case _:
            assert_never(row)


def _check_newest(db: Db, change: ScheduleChange) -> None:
    cohort = db.get_one(Cohort, change.cohort_id)
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."))
    if change.undone_at is not None:
        raise Refused(N_("This change was already taken back."))
    newer = exists().where(
        ScheduleChange.cohort_id == cohort.id,
        ScheduleChange.id > change.id,
        ScheduleChange.undone_at.is_(None),
    )
    if db.scalar(select(newer)):
        raise Refused(N_("There is a newer change. Take that one back first."))


def _check_unseen(
    db: Db, change: ScheduleChange, changes: Sequence[AnyRowChange], now: datetime
) -> None:
    """Refuse to take back what somebody has seen, answered or lived by."""
    meetings = [each.after for each in changes if isinstance(each.after, MeetingTimes)]
    for times in meetings:
        if times.starts_at <= now and not times.is_cancelled:
            raise Refused(N_("The earlier time has passed. Move the session instead."))
    if _is_answered(db, change, changes):
        raise Refused(
            N_("Somebody has answered since, so these dates stay. Make a new change instead.")
        )
    told = exists().where(
        Message.state.in_(OUT),
        or_(
            on_occasion(_occasion(db, change)),
            and_(
                Message.group_session_id.in_(_sessions_of(db, changes)),
                or_(Message.sent_at.is_(None), Message.sent_at >= change.made_at),
            ),
        ),
    )
    if db.scalar(select(told)):
        raise Refused(
            N_("A message went out with the new dates, so they stay. Make a new change instead.")
        )


def _sessions_of(db: Db, changes: Sequence[AnyRowChange]) -> set[int]:
    rows = _rows(db, changes).values()
    return {row.id if isinstance(row, GroupSession) else row.group_session_id for row in rows}


def _is_answered(db: Db, change: ScheduleChange, changes: Sequence[AnyRowChange]) -> bool:
    homework = [each.row_id for each in changes if each.table is ChangedTable.HOMEWORK]
    measures = [each.row_id for each in changes if each.table is ChangedTable.MEASURES]
    since = change.made_at
    return any(
        db.scalar(select(found))
        for found in (
            exists().where(
                Administration.id.in_(measures),
                (Administration.finished_at >= since) | (Administration.refused_at >= since),
            ),
            exists().where(
                PracticeEntry.assignment_id.in_(homework), PracticeEntry.made_at >= since
            ),
            exists().where(
                WorksheetResponse.assignment_id.in_(homework),
                WorksheetResponse.saved_at >= since,
            ),
        )
    )
