"""Marking who came to a group session, for the whole room at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark, SessionStatus
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class Mark:
    """How one person came; minutes late or left early where somebody noted them."""

    mark: AttendanceMark
    minutes_missed: int | None = None


@operation
def mark_attendance(
    db: Db, actor: Actor, group_session: GroupSession, marks: Mapping[str, Mark | None]
) -> GroupSession:
    """Write the marks of a room by the enrollments' public ids; `None` takes a mark away."""
    lock(db, group_session)
    if group_session.starts_at > actor.at:
        raise Refused(N_("This session has not begun yet, so nobody can have come."))
    people = {
        row.public_id: row
        for row in db.scalars(
            select(Enrollment).where(Enrollment.cohort_id == group_session.cohort_id)
        )
    }
    if unknown := set(marks) - set(people):
        raise Refused(
            N_("%(count)s of the people marked are not in this cohort."), {"count": len(unknown)}
        )
    standing = {
        row.enrollment_id: row
        for row in db.scalars(
            select(Attendance).where(Attendance.group_session_id == group_session.id)
        )
    }
    for public_id, mark in marks.items():
        _write(db, actor, group_session, people[public_id], mark, standing)
    if any(marks.values()):
        group_session.status = SessionStatus.HELD
    return group_session


def _write(
    db: Db,
    actor: Actor,
    session: GroupSession,
    person: Enrollment,
    mark: Mark | None,
    standing: Mapping[int, Attendance],
) -> None:
    row = standing.get(person.id)
    if mark is None:
        if row is not None:
            db.delete(row)
        return
    if row is None:
        row = Attendance(group_session_id=session.id, enrollment_id=person.id)
        db.add(row)
    elif (row.mark, row.minutes_missed) == (mark.mark, mark.minutes_missed):
        return
    row.mark = mark.mark
    row.minutes_missed = mark.minutes_missed
    row.marked_at = actor.at
