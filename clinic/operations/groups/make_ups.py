"""Planning, moving, cancelling and marking make-up sessions; who is told, and who came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark, CohortStatus, SessionStatus
from clinic.domain.errors import Refused
from clinic.domain.groups.make_ups import MARKS, check_make_up
from clinic.domain.groups.schedules import TIME_TO_UNDO
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.text import N_
from clinic.lookups.groups.make_ups import handouts_of
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.sessions import GroupSession
from clinic.operations.groups.make_up_windows import MissedSheet, give_back, open_again
from clinic.operations.post.outbox import queue, withdraw
from clinic.operations.post.reminders import plan_reminders

_CAME = [mark for mark in AttendanceMark if mark.counts]


@dataclass(frozen=True, slots=True)
class When:
    """When and where a make-up is; no place means where the group meets."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""


@operation
def plan_make_up(
    db: Db,
    actor: Actor,
    missed: GroupSession,
    people: Sequence[Enrollment],
    when: When,
) -> MakeUp:
    """Give some people a second chance at a session, with its sheets and more time for them."""
    sheets = [MissedSheet(*sheet) for sheet in handouts_of(db, missed)]
    _lock_open_cohort(db, missed)
    lock(db, missed)
    _check_time(missed, when)
    _check_people(db, missed, people)
    row = MakeUp(
        group_session_id=missed.id,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        place=when.place,
        changed_at=actor.at,
        touched=[],
        made_at=actor.at,
        made_by_id=actor.account_id,
    )
    db.add(row)
    db.flush()
    for person in people:
        db.add(MakeUpSeat(make_up_id=row.id, enrollment_id=person.id))
    db.flush()
    work = open_again(db, actor, row, people, sheets)
    row.touched = [each.written() for each in work]
    _tell(db, actor, row, people)
    return row


@operation
def move_make_up(db: Db, actor: Actor, row: MakeUp, when: When) -> MakeUp:
    """Give a make-up another time; its home practice follows as far as nobody has begun it."""
    missed = db.get_one(GroupSession, row.group_session_id)
    _lock_open_cohort(db, missed)
    lock(db, row)
    _check_open(row)
    _check_time(missed, when)
    people = _people(db, row)
    sheets = give_back(db, actor, row)
    kept = row.longer_work
    _keep_what_was_known(row, when, actor)
    row.starts_at, row.ends_at, row.place = when.starts_at, when.ends_at, when.place
    row.sequence += 1
    row.changed_at = actor.at
    # Sheets that were given for the make-up were taken out a moment ago and come back here.
    fresh = open_again(db, actor, row, people, sheets)
    again = {each.change.row_id for each in fresh}
    standing = (each for each in kept if each.change.row_id not in again)
    row.touched = [each.written() for each in (*standing, *fresh)]
    _tell(db, actor, row, people)
    return row


@operation
def cancel_make_up(db: Db, actor: Actor, row: MakeUp) -> MakeUp:
    """Cancel a make-up; home practice that nobody has begun since goes back to its old time."""
    missed = db.get_one(GroupSession, row.group_session_id)
    _lock_open_cohort(db, missed)
    lock(db, row)
    _check_open(row)
    give_back(db, actor, row)
    row.is_cancelled = True
    row.sequence += 1
    row.changed_at = actor.at
    _tell(db, actor, row, _people(db, row))
    return row


@operation
def mark_make_up(
    db: Db, actor: Actor, row: MakeUp, marks: Mapping[str, AttendanceMark | None]
) -> MakeUp:
    """Note by the enrollments' public ids who came; it is counted apart from the group's own."""
    lock(db, row)
    if row.is_cancelled:
        raise Refused(N_("This make-up is canceled."))
    if row.starts_at > actor.at and any(mark and mark.waits for mark in marks.values()):
        raise Refused(N_("It has not begun yet. Until then you can only note who is excused."))
    seats = db.execute(
        select(Enrollment.public_id, MakeUpSeat)
        .join(MakeUpSeat, MakeUpSeat.enrollment_id == Enrollment.id)
        .where(MakeUpSeat.make_up_id == row.id)
    )
    for public_id, seat in seats:
        mark = marks.get(public_id, seat.mark)
        if mark is not None and mark not in MARKS:
            raise Refused(N_("Somebody either came to a make-up or did not."))
        if seat.mark is not mark:
            seat.mark, seat.marked_at = mark, actor.at if mark else None
    return row


def _lock_open_cohort(db: Db, missed: GroupSession) -> None:
    cohort = db.get_one(Cohort, missed.cohort_id)
    lock(db, cohort)
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."))


def _check_time(missed: GroupSession, when: When) -> None:
    is_cancelled = missed.status is SessionStatus.CANCELLED
    check_make_up(
        missed.kind, missed.ends_at, when.starts_at, when.ends_at, is_cancelled=is_cancelled
    )


def _keep_what_was_known(row: MakeUp, when: When, actor: Actor) -> None:
    """Keep the time from before; what nobody had heard of yet, nobody knew."""
    is_moved = (when.starts_at, when.ends_at) != (row.starts_at, row.ends_at)
    if is_moved and actor.at - row.changed_at >= TIME_TO_UNDO:
        row.known_starts_at, row.known_ends_at = row.starts_at, row.ends_at


def _check_open(row: MakeUp) -> None:
    if row.is_cancelled:
        raise Refused(N_("This make-up is canceled."))


def _check_people(db: Db, missed: GroupSession, people: Sequence[Enrollment]) -> None:
    if not people:
        raise Refused(N_("Choose at least one person."), field="people")
    ids = [person.id for person in people]
    came = select(Attendance.id).where(
        Attendance.group_session_id == missed.id,
        Attendance.enrollment_id.in_(ids),
        Attendance.mark.in_(_CAME),
    )
    has_one = (
        select(MakeUpSeat.id)
        .join(MakeUpSeat.make_up)
        .where(
            MakeUp.group_session_id == missed.id,
            MakeUp.is_cancelled.is_(False),
            MakeUpSeat.enrollment_id.in_(ids),
            or_(MakeUpSeat.mark.is_(None), MakeUpSeat.mark.in_(_CAME)),
        )
    )
    if any(person.cohort_id != missed.cohort_id for person in people) or any(
        not person.status.holds_a_place for person in people
    ):
        raise Refused(N_("Choose people who have a place in this cohort."), field="people")
    if db.scalar(came.limit(1)) is not None:
        raise Refused(N_("Somebody you chose was at that session."), field="people")
    if db.scalar(has_one.limit(1)) is not None:
        raise Refused(
            N_("Somebody you chose has a make-up of that session already."), field="people"
        )


def _people(db: Db, row: MakeUp) -> list[Enrollment]:
    """Give who sits in it, but for those who have left the group since."""
    found = select(Enrollment).join(MakeUpSeat, MakeUpSeat.enrollment_id == Enrollment.id)
    seated = db.scalars(found.where(MakeUpSeat.make_up_id == row.id).order_by(Enrollment.id))
    return [person for person in seated if person.status.holds_a_place]


def _tell(db: Db, actor: Actor, row: MakeUp, people: Sequence[Enrollment]) -> None:
    """Tell each of them once of the newest state, with the dates as a file."""
    withdraw(db, actor, on=Occasion(Cause.MAKE_UP, row.public_id))
    occasion = Occasion(Cause.MAKE_UP, row.public_id, str(row.sequence))
    gist = Gist(MessageKind.SCHEDULE_CHANGED, "/portal/weeks")
    for person in people if row.ends_at > actor.at else ():
        to = Recipient(enrollment_id=person.id)
        queue(db, actor, occasion, to, gist, actor.at, delay=TIME_TO_UNDO)
    missed = db.get_one(GroupSession, row.group_session_id)
    plan_reminders(db, actor, missed.cohort_id)
