"""Pieces of homework and questionnaires of the cast, for tests that fill them in."""

from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.groups.cohorts import Span
from clinic.domain.homework.doses import Dose
from clinic.models.assignments import Assignment
from clinic.models.measures import Administration
from clinic.models.programs import ExerciseRow, InstrumentRow, WorksheetRow
from clinic.operations.homework.assignments import assign
from tests.cast import NOW, Cast


def exercise_of(db: Db, cast: Cast, name: str = "mia", slug: str = "safe-place") -> Assignment:
    """Give an exercise of week 3, which is open at the time of the cast."""
    return db.scalars(
        select(Assignment)
        .join(Assignment.exercise)
        .where(
            Assignment.enrollment_id == cast.enrollments[name].id,
            Assignment.group_session_id == cast.sessions[3].id,
            ExerciseRow.slug == slug,
        )
    ).one()


def sheet_of(db: Db, cast: Cast, name: str = "mia", code: str = "W01") -> Assignment:
    """Assign a sheet that is open for two days."""
    worksheet = db.scalars(select(WorksheetRow).where(WorksheetRow.code == code)).one()
    therapist = Actor(cast.accounts["theresa"].id, NOW)
    window = Span(NOW - timedelta(days=1), NOW + timedelta(days=2))
    people = [cast.enrollments[name]]
    return assign(db, therapist, cast.sessions[3], people, worksheet, window, Dose(1, 10))[0]


def measure_of(
    db: Db, cast: Cast, name: str = "mia", key: str = "phq-9", occasion: str = "mid"
) -> Administration:
    """Give a questionnaire of an occasion; the mid one opens on February 28."""
    return db.scalars(
        select(Administration)
        .join(Administration.instrument)
        .where(
            Administration.enrollment_id == cast.enrollments[name].id,
            Administration.occasion == occasion,
            InstrumentRow.key == key,
        )
    ).one()
