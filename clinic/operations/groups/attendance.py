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
class PersonMark:
    """How one person came; minutes late or left early where somebody noted them."""

    mark: AttendanceMark
    minutes_missed: int | None = None


@operation
def mark_attendance(
    db: Db, actor: Actor, group_session: GroupSession, marks: Mapping[str, PersonMark | None]
) -> GroupSession:
    """Write the marks of a room by the enrollments' public ids; `None` takes a mark away.

    Before the session begins the only mark that can stand is that somebody will miss it.
    """
    lock(db, group_session)
    has_begun = group_session.starts_at <= actor.at
    for mark in marks.values():
        if mark is not None:
            _check(group_session, mark, has_begun=has_begun)
    people = {
        row.public_id: row
        for row in db.scalars(
            select(Enrollment).where(Enrollment.cohort_id == group_session.cohort_id)
        )
        if not row.status.is_before_a_place
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
    if has_begun:
        kept = {person_id for person_id, row in standing.items() if row not in db.deleted}
        given = {people[public_id].id for public_id, mark in marks.items() if mark}
        # A mark that was a slip and is taken away again leaves the session as it was planned.
        is_held = bool(kept | given)
        group_session.status = SessionStatus.HELD if is_held else SessionStatus.PLANNED
    return group_session


def _check(session: GroupSession, mark: PersonMark, *, has_begun: bool) -> None:
    if not has_begun and mark.mark.waits:
        raise Refused(
            N_("This session has not begun yet. Until then you can only note who is excused.")
        )
    length = int((session.ends_at - session.starts_at).total_seconds() // 60)
    if mark.minutes_missed is not None and not 0 <= mark.minutes_missed <= length:
        raise Refused(
            N_("Nobody can miss %(missed)s minutes of a session that lasts %(length)s."),
            {"missed": mark.minutes_missed, "length": length},
        )


def _write(
    db: Db,
    actor: Actor,
    session: GroupSession,
    person: Enrollment,
    mark: PersonMark | None,
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
