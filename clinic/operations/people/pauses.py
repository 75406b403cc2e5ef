"""Taking a break from a place, and coming back, by hand or because its days went by."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import CohortStatus, EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.people.pauses import (
    FIRST_WEEK_BACK,
    Asked,
    Break,
    begins_day,
    check_pause,
    to_reopen,
)
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.text import N_
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.pauses import Pause
from clinic.models.sealed import write_sealed
from clinic.operations.post.outbox import queue, withdraw

_WAITING = N_("A break has begun.")
_HELD = frozenset(kind for kind in MessageKind if kind.is_held_by_pause)


@operation
def pause(db: Db, actor: Actor, enrollment: Enrollment, ends_on: date, reason: str | None) -> Pause:
    """Begin a break, or give the one under way another day and reason.

    `ends_on` is the first day back. What waits to be sent about this place is taken back.
    """
    cohort = _lock(db, enrollment)
    standing = enrollment.status_at(actor.at)
    if not standing.holds_a_place or cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("There is no place in a group from which to take a break."))
    check_pause(ends_on, actor.at.astimezone(ZoneInfo(cohort.time_zone)).date())
    if standing is EnrollmentStatus.ENROLLED:
        end_open_pause(db, actor, enrollment)
    row = open_pause(db, actor, enrollment)
    row.ends_on = ends_on
    row.ends_at = enrollment.paused_until = begins_day(ends_on, cohort.time_zone)
    write_sealed(db.keys, row, "reason", reason)
    return row


@operation
def come_back(db: Db, actor: Actor, enrollment: Enrollment) -> Enrollment:
    """End a break by hand, early or not; pressing twice is the same as once."""
    _lock(db, enrollment)
    if enrollment.status is EnrollmentStatus.PAUSED:
        row = end_open_pause(db, actor, enrollment)
        enrollment.status = EnrollmentStatus.ENROLLED
        if row is not None and actor.role is not Role.CLIENT:
            _say_welcome(db, actor, row)
    return enrollment


@operation
def end_due_pauses(db: Db, actor: Actor) -> list[Enrollment]:
    """Note the end of every break whose days have gone by, for the worker's loop."""
    due = select(Enrollment).where(Enrollment.paused_until <= actor.at)
    ended = []
    for enrollment in db.scalars(due.order_by(Enrollment.cohort_id, Enrollment.id)).all():
        _lock(db, enrollment)
        until = enrollment.paused_until
        if until is None or until > actor.at:
            continue
        row = end_open_pause(db, actor, enrollment)
        enrollment.status = EnrollmentStatus.ENROLLED
        if row is not None:
            _say_welcome(db, actor, row)
        ended.append(enrollment)
    return ended


@operation
def open_pause(db: Db, actor: Actor, enrollment: Enrollment) -> Pause:
    """Give the break that is under way, or begin one without an end, inside another operation."""
    row = _find_open(db, enrollment)
    if row is None:
        row = Pause(enrollment_id=enrollment.id, begins_at=actor.at, begun_by_id=actor.account_id)
        db.add(row)
        to = Recipient(enrollment_id=enrollment.id)
        withdraw(db, actor, to=to, kinds=_HELD, reason=_WAITING)
    enrollment.status = EnrollmentStatus.PAUSED
    return row


@operation
def end_open_pause(db: Db, actor: Actor, enrollment: Enrollment) -> Pause | None:
    """Close the break that stands open, inside an operation that says what the place is then.

    One whose days have gone by ends with them, whoever notes it.
    """
    enrollment.paused_until = None
    row = _find_open(db, enrollment)
    if row is None:
        return None
    if row.ends_at is not None and row.ends_at <= actor.at:
        row.ended_at = row.ends_at
    else:
        row.ended_at, row.ended_by_id = actor.at, actor.account_id
    db.flush()
    _ask_again(db, enrollment, row.span, row.ended_at, actor.at)
    return row


def _lock(db: Db, enrollment: Enrollment) -> Cohort:
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    lock(db, cohort)
    lock(db, enrollment)
    return cohort


def _find_open(db: Db, enrollment: Enrollment) -> Pause | None:
    return db.scalar(
        select(Pause).where(Pause.enrollment_id == enrollment.id, Pause.ended_at.is_(None))
    )


def _ask_again(
    db: Db, enrollment: Enrollment, one: Break, ended_at: datetime, now: datetime
) -> None:
    """Open the last questionnaire of each kind that closed meanwhile for the first week back."""
    if not one.is_just_over(now):
        return
    found = select(Administration).where(
        Administration.enrollment_id == enrollment.id, Administration.finished_at.is_(None)
    )
    rows = {row.id: row for row in db.scalars(found)}
    asked = [Asked(row.id, row.instrument_id, row.opens_at, row.closes_at) for row in rows.values()]
    for row_id in to_reopen(asked, one, now):
        rows[row_id].closes_at = ended_at + FIRST_WEEK_BACK


def _say_welcome(db: Db, actor: Actor, row: Pause) -> None:
    occasion = Occasion(Cause.PAUSE_ENDED, row.public_id)
    gist = Gist(MessageKind.PAUSE_ENDED, "/portal/")
    queue(db, actor, occasion, Recipient(enrollment_id=row.enrollment_id), gist, actor.at)
