"""Changing a cohort's schedule with all that hangs on it, and taking the newest change back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, or_, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.anchors import wall_of
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.groups.schedule_rows import AnchoredKind, Touch
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
_SESSIONS = GroupSession.__tablename__
_TABLES: Mapping[str, type[GroupSession | Assignment | Administration]] = {
    _SESSIONS: GroupSession,
    AnchoredKind.HOMEWORK.value: Assignment,
    AnchoredKind.MEASURE.value: Administration,
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
        raise Stale(N_("Something changed since you looked. Please look at the dates once more."))
    row = ScheduleChange(
        cohort_id=cohort.id,
        group_session_id=change.meeting_id,
        kind=change.kind,
        touched=[asdict(touch) for touch in outcome.touches],
        made_at=actor.at,
        made_by_id=actor.account_id,
    )
    db.add(row)
    db.flush()
    _write(db, actor, cohort, outcome.touches)
    _tell(db, actor, cohort, row)
    return row


@operation
def undo_schedule_change(db: Db, actor: Actor, change: ScheduleChange) -> ScheduleChange:
    """Give every row back what the newest change took, and withdraw its messages.

    Refused as soon as somebody answered, or was told, by the new dates.
    """
    cohort = db.get_one(Cohort, change.cohort_id)
    lock(db, cohort)
    lock(db, change)
    _check_newest(db, cohort, change)
    touches = [Touch(**each).turned() for each in change.touched]
    rows = _rows(db, touches)
    if any(_values(rows.get((t.table, t.row_id)), t.before) != t.before for t in touches):
        raise Refused(N_("Some of these dates were changed again, so there is no way back."))
    _check_unseen(db, cohort, change, touches, actor.at)
    _write(db, actor, cohort, touches)
    change.undone_at = actor.at
    change.undone_by_id = actor.account_id
    db.flush()
    withdraw(db, actor, on=_occasion(cohort, change), reason=_TAKEN_BACK)
    _tell_of_the_one_before(db, actor, cohort)
    plan_reminders(db, actor, cohort.id)
    return change


def _occasion(cohort: Cohort, change: ScheduleChange) -> Occasion:
    return Occasion(Cause.SCHEDULE, cohort.public_id, change.public_id)


def _tell(db: Db, actor: Actor, cohort: Cohort, change: ScheduleChange) -> None:
    """Tell each client once of the dates as they are now, whatever led there."""
    withdraw(db, actor, on=Occasion(Cause.SCHEDULE, cohort.public_id), reason=_TOLD_TOGETHER)
    places = select(Enrollment).where(Enrollment.cohort_id == cohort.id, taking_part(actor.at))
    _queue(db, actor, _occasion(cohort, change), db.scalars(places.order_by(Enrollment.id)).all())
    plan_reminders(db, actor, cohort.id)


def _tell_of_the_one_before(db: Db, actor: Actor, cohort: Cohort) -> None:
    """Give back the messages that had made room for one that was taken back."""
    standing = select(ScheduleChange).where(
        ScheduleChange.cohort_id == cohort.id, ScheduleChange.undone_at.is_(None)
    )
    before = db.scalars(standing.order_by(ScheduleChange.id.desc()).limit(1)).first()
    if before is None:
        return
    occasion = _occasion(cohort, before)
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


def _write(db: Db, actor: Actor, cohort: Cohort, touches: Sequence[Touch]) -> None:
    zone = ZoneInfo(cohort.time_zone)
    rows = _rows(db, touches)
    hung_on: set[int] = set()
    for touch in touches:
        row = rows[touch.table, touch.row_id]
        if isinstance(row, GroupSession):
            is_cancelled = touch.after["is_cancelled"]
            row.status = SessionStatus.CANCELLED if is_cancelled else SessionStatus.PLANNED
            row.starts_at, row.ends_at = _instants(touch, "starts_at", "ends_at")
            # Changes from before walls were kept say none: theirs is what the clock shows.
            row.wall = str(touch.after.get("wall") or wall_of(row.starts_at, zone))
            row.sequence += 1
            row.changed_at = actor.at
        else:
            row.opens_at, row.closes_at = _instants(touch, "opens_at", "closes_at")
            hung_on.add(row.group_session_id)
            if isinstance(row, Assignment):
                row.is_active = bool(touch.after["is_active"])
    db.flush()
    for session in db.scalars(select(GroupSession).where(GroupSession.id.in_(hung_on))).all():
        follow_windows(db, actor, session)


def _instants(touch: Touch, *names: str) -> Iterable[datetime]:
    return [datetime.fromisoformat(str(touch.after[name])) for name in names]


def _rows(db: Db, touches: Sequence[Touch]) -> dict[tuple[str, int], _Row]:
    found: dict[tuple[str, int], _Row] = {}
    for table, kind in _TABLES.items():
        ids = [touch.row_id for touch in touches if touch.table == table]
        asked: Select[Any] = select(kind).where(kind.id.in_(ids)).order_by(kind.id)
        fresh = asked.with_for_update(of=kind).execution_options(populate_existing=True)
        found |= {(table, row.id): row for row in db.scalars(fresh)}
    return found


def _values(row: _Row | None, named: Mapping[str, str | bool]) -> dict[str, str | bool] | None:
    if row is None:
        return None
    found: dict[str, str | bool] = {}
    for name in named:
        if isinstance(row, GroupSession) and name == "is_cancelled":
            found[name] = row.status is SessionStatus.CANCELLED
            continue
        value = getattr(row, name)
        found[name] = value.isoformat() if isinstance(value, datetime) else value
    return found


def _check_newest(db: Db, cohort: Cohort, change: ScheduleChange) -> None:
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."))
    if change.undone_at is not None:
        raise Refused(N_("This change was taken back already."))
    newer = exists().where(
        ScheduleChange.cohort_id == cohort.id,
        ScheduleChange.id > change.id,
        ScheduleChange.undone_at.is_(None),
    )
    if db.scalar(select(newer)):
        raise Refused(N_("There is a newer change. Take that one back first."))


def _check_unseen(
    db: Db, cohort: Cohort, change: ScheduleChange, touches: Sequence[Touch], now: datetime
) -> None:
    """Refuse to take back what somebody has seen, answered or lived by."""
    sessions = [touch for touch in touches if touch.table == _SESSIONS]
    for touch in sessions:
        (starts_at,) = _instants(touch, "starts_at")
        if starts_at <= now and not touch.after["is_cancelled"]:
            raise Refused(N_("The time from before has passed. Move the session instead."))
    if _is_answered(db, change, touches):
        raise Refused(N_("Somebody has answered since, so these dates stay. Change them anew."))
    told = exists().where(
        Message.state.in_(OUT),
        or_(
            on_occasion(_occasion(cohort, change)),
            and_(
                Message.group_session_id.in_(_sessions_of(db, touches)),
                or_(Message.sent_at.is_(None), Message.sent_at >= change.made_at),
            ),
        ),
    )
    if db.scalar(select(told)):
        raise Refused(N_("A message went out by the new dates, so they stay. Change them anew."))


def _sessions_of(db: Db, touches: Sequence[Touch]) -> set[int]:
    rows = _rows(db, touches).values()
    return {row.id if isinstance(row, GroupSession) else row.group_session_id for row in rows}


def _is_answered(db: Db, change: ScheduleChange, touches: Sequence[Touch]) -> bool:
    homework = [touch.row_id for touch in touches if touch.table == AnchoredKind.HOMEWORK]
    measures = [touch.row_id for touch in touches if touch.table == AnchoredKind.MEASURE]
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
