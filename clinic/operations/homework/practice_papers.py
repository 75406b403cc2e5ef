"""Typing in a week of home practice from paper, and mending by the paper what was typed.

Each line is kept by the deeds that keep one from a phone, so the records are alike; a line that
cannot be kept keeps no other from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.homework.practice import corrections_of
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.practice import PracticeEntry, PracticePaper
from clinic.operations.homework.practice import (
    Practice,
    correct_practice,
    hear_unkept_practice,
    log_practice,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One line as it was typed; `key` names its place on the sheet, however often it is sent."""

    key: str
    about: Assignment | PracticeEntry
    """The practice it is of, or the entry that was typed in this place before."""
    practice: Practice
    is_readable: bool = True
    """Whether it has the minutes without which no line is kept; its ticks are heard all the
    same."""


@dataclass(frozen=True, slots=True)
class TypedPaper:
    """What came of a sheet: the lines that are in, and by key why the others are not."""

    paper: PracticePaper | None
    """That it is in; None while something on it is still to be looked at."""
    entries: tuple[PracticeEntry, ...]
    refused: dict[str, Refused]


@operation
def type_practice_paper(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    lines: Sequence[PaperLine],
    reason: str = "",
    *,
    is_whole: bool = True,
) -> TypedPaper:
    """Keep what was typed of a sheet, and that it came in, with nothing on it or something.

    The sheet is the one on which `assignment` stands, with whatever else that person was given
    for that week. `reason` says why a tick that opened a risk case is taken back. Where it is not
    whole, or a line is refused, the sheet stays on the desk.
    """
    lock(db, db.get_one(Enrollment, assignment.enrollment_id))
    entries, refused = [], {}
    for line in _those_that_move_first(lines):
        try:
            if line.is_readable:
                entries.append(_keep(db, actor, line, reason))
            else:
                _hear(db, actor, line)
        except Refused as fault:
            refused[line.key] = fault
            _hear(db, actor, line)
    is_in = is_whole and not refused and all(line.is_readable for line in lines)
    paper = _paper(db, actor, assignment) if is_in else None
    return TypedPaper(paper, tuple(entries), refused)


def _those_that_move_first(lines: Sequence[PaperLine]) -> list[PaperLine]:
    return sorted(lines, key=lambda line: isinstance(line.about, Assignment))


def _keep(db: Db, actor: Actor, line: PaperLine, reason: str) -> PracticeEntry:
    if isinstance(line.about, Assignment):
        return log_practice(db, actor.under(line.key), line.about, line.practice, Medium.PAPER)
    if line.about.medium is not Medium.PAPER:
        raise Refused(N_("The person wrote this line online, so it is not corrected from paper."))
    seen = corrections_of(db, line.about)
    return correct_practice(
        db, actor, line.about, line.practice, seen, has_note=False, reason=reason
    )


def _hear(db: Db, actor: Actor, line: PaperLine) -> None:
    """Hear the ticks of a line that is not kept, but for those that it told before."""
    practice, assignment = line.practice, line.about
    if isinstance(assignment, PracticeEntry):
        stood, assignment = assignment, db.get_one(Assignment, assignment.assignment_id)
        practice = replace(
            practice,
            felt_worse=practice.felt_worse and not stood.felt_worse,
            memories_broke_in=practice.memories_broke_in and not stood.memories_broke_in,
        )
    hear_unkept_practice(db, actor, assignment, practice, line.key)


def _paper(db: Db, actor: Actor, assignment: Assignment) -> PracticePaper:
    found = db.scalar(
        select(PracticePaper).where(
            PracticePaper.enrollment_id == assignment.enrollment_id,
            PracticePaper.group_session_id == assignment.group_session_id,
        )
    )
    if found is None:
        found = PracticePaper(
            enrollment_id=assignment.enrollment_id,
            group_session_id=assignment.group_session_id,
            account_id=actor.account_id,
            typed_at=actor.at,
        )
        db.add(found)
        db.flush()
    return found
