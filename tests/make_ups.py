"""Make-up sessions in tests."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.sessions import GroupSession
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.groups.make_ups import When, plan_make_up

MISSED = 2
"""The session that people make up in the furnished clinic: its home practice is long over."""


def make_up(
    db: Db, actor: Actor, session: GroupSession, people: Sequence[Enrollment], in_days: int = 5
) -> MakeUp:
    """Plan a make-up some days from now."""
    starts_at = actor.at + timedelta(days=in_days)
    when = When(starts_at, starts_at + timedelta(hours=1), "Room 4")
    return plan_make_up(db, actor, session, people, when)


def make_up_in(db: Db, actor: Actor, cohort: Cohort) -> MakeUp:
    """Plan a make-up for everybody of a cohort, and let somebody have missed the session after."""
    numbers = GroupSession.number.in_((MISSED, MISSED + 1))
    found = select(GroupSession).where(GroupSession.cohort_id == cohort.id, numbers)
    session, following = db.scalars(found.order_by(GroupSession.number)).all()
    places = select(Enrollment).where(Enrollment.cohort_id == cohort.id).order_by(Enrollment.id)
    people = db.scalars(places).all()
    absent = {people[0].public_id: PersonMark(AttendanceMark.ABSENT)}
    mark_attendance(db, actor, following, absent)
    return make_up(db, actor, session, people)


def make_up_of(db: Db, cohort: Cohort) -> dict[str, Any]:
    """Give the make-up of a cohort and a session that could be made up, for their addresses."""
    found = select(MakeUp).join(MakeUp.group_session)
    sessions = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    return {
        "make_up_id": db.scalars(found.where(GroupSession.cohort_id == cohort.id)).one(),
        "missed_session_id": db.scalars(sessions.where(GroupSession.number == MISSED + 1)).one(),
    }
