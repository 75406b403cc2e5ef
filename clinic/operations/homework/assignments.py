"""Giving people an exercise or a sheet, and taking one out for a single person."""

from collections.abc import Sequence

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import Span
from clinic.domain.homework.doses import Dose
from clinic.domain.programs.programs import HOMEWORK_CLOSES, HOMEWORK_OPENS
from clinic.domain.text import N_
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.programs import ExerciseRow, WorksheetRow
from clinic.models.sessions import GroupSession


@operation
def assign(
    db: Db,
    actor: Actor,
    group_session: GroupSession,
    people: Sequence[Enrollment],
    part: ExerciseRow | WorksheetRow,
    window: Span,
    dose: Dose,
) -> list[Assignment]:
    """Give people one more piece of home practice after a session; who has it keeps it."""
    lock(db, group_session)  # two at once give it one after the other
    if window.closes_at <= actor.at:
        raise Refused(N_("The time for home practice after that session is over."))
    column = Assignment.exercise_id if isinstance(part, ExerciseRow) else Assignment.worksheet_id
    have = select(Assignment).where(
        Assignment.group_session_id == group_session.id, column == part.id
    )
    standing = {row.enrollment_id: row for row in db.scalars(have)}
    given = []
    for person in people:
        row = standing.get(person.id)
        if row is None:
            row = Assignment(
                enrollment_id=person.id,
                group_session_id=group_session.id,
                exercise=part if isinstance(part, ExerciseRow) else None,
                worksheet=part if isinstance(part, WorksheetRow) else None,
                opens_anchor=HOMEWORK_OPENS.anchor,
                opens_minutes=HOMEWORK_OPENS.minutes,
                closes_anchor=HOMEWORK_CLOSES.anchor,
                closes_minutes=HOMEWORK_CLOSES.minutes,
                opens_at=window.opens_at,
                closes_at=window.closes_at,
            )
            db.add(row)
        row.is_active = True
        row.times_per_week = dose.times_per_week
        row.minutes = dose.minutes
        given.append(row)
    return given


@operation
def switch(db: Db, actor: Actor, assignment: Assignment, *, is_active: bool) -> Assignment:
    """Take a piece of home practice out for one person, or put it back. What was done stays."""
    lock(db, assignment)
    assignment.is_active = is_active
    return assignment
