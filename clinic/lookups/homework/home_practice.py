"""What was agreed with each person of a group to practice at home, for the sheet that she takes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.homework import days_of_paper, lines_of_day
from clinic.lookups.programs.content import exercise_of
from clinic.models import programs as rows
from clinic.models.assignments import Assignment
from clinic.models.sessions import GroupSession


def practices_of(db: Db, *wanted: ColumnElement[bool]) -> Sequence[Assignment]:
    """Give the exercises of sheets that whoever asks has already been given, in their order."""
    return db.scalars(
        select(Assignment)
        .where(Assignment.exercise_id.is_not(None), *wanted)
        .options(joinedload(Assignment.exercise))
        .order_by(Assignment.id)
    ).all()


def days_of(row: Assignment, zone: ZoneInfo) -> tuple[date, ...]:
    """List the days of a practice on the clock of its group."""
    return days_of_paper(*(at.astimezone(zone).date() for at in (row.opens_at, row.closes_at)))


@dataclass(frozen=True, slots=True)
class Agreed:
    """One practice as it was agreed with one person."""

    exercise: Exercise
    gentler: Exercise | None
    """The rung below, which counts the same."""
    times_per_week: int
    minutes: int
    days: tuple[date, ...]
    lines: int
    """Of a day."""


def agreed_in(db: Db, session: GroupSession) -> dict[int, tuple[Agreed, ...]]:
    """Give what a meeting gives to each person to practice, by the row id of the place.

    It is in the order in which it is typed in. Whoever asks has been given the meeting.
    """
    zone = ZoneInfo(session.cohort.time_zone)
    given = practices_of(
        db, Assignment.group_session_id == session.id, Assignment.is_active.is_(True)
    )
    known = {row.exercise_id: exercise_of(row.exercise) for row in given if row.exercise}
    easier = _gentler(db, session, {one.gentler for one in known.values() if one.gentler})
    people: dict[int, list[Agreed]] = defaultdict(list)
    for row in given:
        exercise = known[row.exercise_id]
        people[row.enrollment_id].append(
            Agreed(
                exercise,
                easier.get(exercise.gentler or ""),
                row.times_per_week,
                row.minutes,
                days_of(row, zone),
                lines_of_day(row.times_per_week),
            )
        )
    return {place: tuple(of) for place, of in people.items()}


def _gentler(db: Db, session: GroupSession, slugs: set[str]) -> dict[str, Exercise]:
    """Find the easier exercises in the version of the program on which the group runs."""
    if not slugs:
        return {}
    found = db.scalars(
        select(rows.ExerciseRow)
        .join(rows.program_exercises, rows.program_exercises.c.part_id == rows.ExerciseRow.id)
        .where(
            rows.program_exercises.c.program_id == session.cohort.program_id,
            rows.ExerciseRow.slug.in_(slugs),
        )
    )
    return {row.slug: exercise_of(row) for row in found}
