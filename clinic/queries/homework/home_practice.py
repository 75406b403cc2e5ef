"""What was agreed with each person of a group to practice at home, for the sheet that she takes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.homework import lines_of_day
from clinic.lookups.programs.content import exercise_of
from clinic.models import programs as rows
from clinic.models.assignments import Assignment
from clinic.models.sessions import GroupSession
from clinic.queries.homework.practice_papers import days_of, practices_of


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
