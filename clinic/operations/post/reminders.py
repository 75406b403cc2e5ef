"""Keeping the reminders in the outbox as the sessions, the windows and the answers say."""

from datetime import datetime

from sqlalchemy import func, select

from clinic.db import Db, housekeeping
from clinic.domain.access import Actor
from clinic.domain.groups.schedules import TIME_TO_UNDO
from clinic.domain.post.messages import MessageState
from clinic.domain.post.occasions import PLANNED, Cause, read_occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.post.reminders import AHEAD, LATE
from clinic.domain.text import N_
from clinic.lookups.post.reminders import Planned, planned_reminders
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message, caused_by
from clinic.models.schedules import ScheduleChange
from clinic.operations.post.outbox import queue, withdraw

_NOT_NEEDED = N_("No longer needed: answered, moved or over.")


@housekeeping
def plan_reminders(db: Db, actor: Actor, cohort_id: int) -> int:
    """Queue what is to come within a week, move what moved, withdraw what is needless.

    Running it again changes nothing: a reminder is one occasion of one person. A session that
    moved has moved its windows already, so that what depends on it is computed again; the reminder
    of the meeting itself is another occasion at another time. Gives how many rows it changed.
    """
    cohort = db.get_one(Cohort, cohort_id)
    found = select(Message).join(Enrollment, Message.enrollment_id == Enrollment.id)
    rows = db.scalars(
        found.where(
            Enrollment.cohort_id == cohort.id,
            caused_by(PLANNED | {Cause.LATER}),
        )
    )
    standing = {
        (row.enrollment_id, occasion): row
        for row in rows
        if (occasion := read_occasion(row.occasion)) is not None
    }
    planned = {
        (one.enrollment.id, one.reminder.occasion): one
        for one in planned_reminders(db, cohort, actor.at)
    }
    rests_until = _time_to_undo(db, cohort)
    changes = sum(
        _hold(db, actor, one, standing.get(key), rests_until) for key, one in planned.items()
    )
    open_things = {one.about for one in planned.values()}
    for (place, occasion), row in standing.items():
        is_asked_for = occasion.cause is Cause.LATER and occasion.about in open_things
        is_planned = (place, occasion) in planned
        if row.state is MessageState.QUEUED and not is_planned and not is_asked_for:
            to = Recipient(enrollment_id=place)
            withdraw(db, actor, on=occasion, to=to, reason=_NOT_NEEDED)
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
        make_up_id = one.make_up.id if one.make_up else None
        gist = Gist(one.reminder.kind, one.path, one.session.id, make_up_id)
        to = Recipient(enrollment_id=one.enrollment.id)
        queue(db, actor, one.reminder.occasion, to, gist, due_at)
        return 1
    if row.state is MessageState.QUEUED and row.attempts == 0 and row.due_at != due_at:
        row.due_at = row.next_try_at = due_at
        return 1
    return 0
