"""Practice that somebody wrote down and corrected, and the sheet on which it came in."""

from dataclasses import replace
from datetime import date

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.assignments import Assignment
from clinic.models.practice import PracticeEntry
from clinic.operations.homework.practice import Practice, correct_practice, log_practice
from clinic.operations.homework.practice_papers import type_practice_paper
from tests.cast import NOW, Cast
from tests.homework import exercise_of


def add_practice(
    db: Db, actor: Actor, assignment: Assignment, note: str, is_shared: bool
) -> PracticeEntry:
    practice = Practice(
        practiced_on=date(2026, 4, 2),
        minutes=10,
        felt_worse=True,
        note=note,
        is_note_shared=is_shared,
    )
    entry = log_practice(db, actor, assignment, replace(practice, minutes=12), Medium.PAPER)
    type_practice_paper(db, actor, assignment, ())
    return correct_practice(db, actor, entry, practice, 0, has_note=False)


def practice(db: Db, cast: Cast, **more: object) -> None:
    mia = Actor(cast.accounts["mia"].id, NOW)
    told = Practice(practiced_on=NOW.date(), minutes=7, before=6, after=3, **more)  # type: ignore[arg-type]  # of a dataclass
    log_practice(db, mia, exercise_of(db, cast), told)
