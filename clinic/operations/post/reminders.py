"""Keeping the reminders in the outbox as the sessions, the windows and the answers say."""

from datetime import datetime

from sqlalchemy import func, or_, select

from clinic.db import Db, housekeeping
from clinic.domain.access import Actor
from clinic.domain.groups.schedules import TIME_TO_UNDO
from clinic.domain.post.messages import MessageState
from clinic.domain.post.reminders import (
    AHEAD,
    LATE,
)
from clinic.domain.text import N_
from clinic.lookups.post.reminders import Planned, planned_reminders, thing_of
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.models.schedules import ScheduleChange
from clinic.operations.post.outbox import queue, withdraw

_NOT_NEEDED = N_("It is not needed any more: answered, moved or over.")
_PLANNED = ("homework:", "measure:", "session:")


@housekeeping
def plan_reminders(db: Db, actor: Actor, cohort_id: int) -> int:
    """Queue what is to come within a week, move what moved, withdraw what is needless.

    Running it again changes nothing: a reminder is one occasion of one person. A session that
    moved has moved its windows already, so that what hangs on it is computed anew; the reminder
    of the meeting itself is another occasion at another time. Gives how many rows it changed.
    """
    cohort = db.get_one(Cohort, cohort_id)
    found = select(Message).join(Enrollment, Message.enrollment_id == Enrollment.id)
    rows = db.scalars(
        found.where(
            Enrollment.cohort_id == cohort.id,
            or_(*(Message.occasion.startswith(word) for word in (*_PLANNED, "later:"))),
        )
    )
    standing = {(row.enrollment_id, row.occasion): row for row in rows}
    planned = {
        (one.enrollment.id, one.reminder.occasion): one
        for one in planned_reminders(db, cohort, actor.at)
    }
    rests_until = _time_to_undo(db, cohort)
    changes = sum(
        _hold(db, actor, one, standing.get(key), rests_until) for key, one in planned.items()
    )
    open_things = {one.about for one in planned.values()}
    for key, row in standing.items():
        is_asked_for = row.occasion.startswith("later:") and thing_of(row.occasion) in open_things
        if row.state is MessageState.QUEUED and key not in planned and not is_asked_for:
            place = db.get_one(Enrollment, row.enrollment_id)
            withdraw(db, actor, occasion=row.occasion, enrollment=place, reason=_NOT_NEEDED)
            changes += 1
    return changes


def _time_to_undo(db: Db, cohort: Cohort) -> datetime | None:
    """Say until when the newest change of dates that stands may be taken back unseen."""
    made_at = select(func.max(ScheduleChange.made_at)).where(
        ScheduleChange.cohort_id == cohort.id, ScheduleChange.undone_at.is_(None)
    )
    newest: datetime | None = db.scalar(made_at)
    return newest + TIME_TO_UNDO if newest else None


def _hold(
    db: Db, actor: Actor, one: Planned, row: Message | None, rests_until: datetime | None
) -> int:
    """Make one row what it should be; what new dates call for at once waits as they do."""
    due_at = one.reminder.due_at
    is_near = actor.at - LATE < due_at <= actor.at + AHEAD
    if rests_until is not None and rests_until > actor.at:
        due_at = max(due_at, rests_until)
    if row is None or row.state is MessageState.WITHDRAWN:
        if not is_near:
            return 0
        queue(
            db,
            actor,
            kind=one.reminder.kind,
            occasion=one.reminder.occasion,
            enrollment=one.enrollment,
            group_session=one.session,
            make_up=one.make_up,
            due_at=due_at,
            path=one.path,
        )
        return 1
    if row.state is MessageState.QUEUED and row.attempts == 0 and row.due_at != due_at:
        row.due_at = row.next_try_at = due_at
        return 1
    return 0
