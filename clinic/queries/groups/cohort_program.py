"""Reading what would change for a cohort on another version of a program."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import SessionStatus
from clinic.domain.errors import Refused
from clinic.domain.programs.program_changes import (
    RuleChange,
    SessionChanges,
    check_same_sessions,
    rule_changes,
    session_changes,
)
from clinic.lookups.programs.content import program_of
from clinic.models.cohorts import Cohort
from clinic.models.names import by_letters
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession
from clinic.queries.groups.cohorts import get_cohort


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A version that the cohort may be moved to."""

    public_id: str
    title: str
    made_at: datetime
    note: str
    is_offered: bool
    is_of_this_program: bool


@dataclass(frozen=True, slots=True)
class MovePage:
    """A cohort, the versions there are, and what the chosen one would change."""

    cohort: Cohort
    choices: tuple[VersionChoice, ...]
    target: ProgramRow | None
    changes: tuple[SessionChanges, ...]
    titles: dict[str, str]
    """Of parts, by code, slug or key."""
    refusal: Refused | None
    rules: tuple[RuleChange, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing would be different in any session to come."""
        return not any(session.changes for session in self.changes)


def move_page(
    db: Db, reader: Reader, cohort_id: str, target_id: str | None, now: datetime
) -> MovePage:
    """Give the choices, and for a chosen one every session to come with what would change."""
    cohort = get_cohort(db, reader, cohort_id)
    found = db.scalars(
        select(ProgramRow)
        .where(
            or_(ProgramRow.is_offered, ProgramRow.slug == cohort.program.slug),
            ProgramRow.id != cohort.program_id,
        )
        .order_by(
            ProgramRow.slug != cohort.program.slug,
            by_letters(ProgramRow.title),
            ProgramRow.id.desc(),
        )
    ).all()
    choices = tuple(_choice(row, cohort) for row in found)
    chosen = next((row for row in found if row.public_id == target_id), None)
    if chosen is None:
        return MovePage(cohort, choices, None, (), {}, None)
    before, after = (_with_parts(db, each) for each in (cohort.program_id, chosen.id))
    old, new = program_of(before), program_of(after)
    try:
        check_same_sessions(old, new)
    except Refused as refused:
        return MovePage(cohort, choices, after, (), {}, refused)
    changes = session_changes(old, new, _to_come(db, cohort, now), _edited(before, after))
    titles = _titles(before) | _titles(after)
    return MovePage(cohort, choices, after, changes, titles, None, rule_changes(old, new))


def _choice(row: ProgramRow, cohort: Cohort) -> VersionChoice:
    is_same = (row.slug, row.is_own) == (cohort.program.slug, cohort.program.is_own)
    return VersionChoice(
        row.public_id, row.title, row.adopted_at, row.note, row.is_offered, is_same
    )


def _with_parts(db: Db, row_id: int) -> ProgramRow:
    return db.scalars(
        select(ProgramRow)
        .where(ProgramRow.id == row_id)
        .options(
            selectinload(ProgramRow.exercises),
            selectinload(ProgramRow.worksheets),
            selectinload(ProgramRow.instruments),
        )
    ).one()


def _to_come(db: Db, cohort: Cohort, now: datetime) -> set[int]:
    return set(
        db.scalars(
            select(GroupSession.number).where(
                GroupSession.cohort_id == cohort.id,
                GroupSession.starts_at > now,
                GroupSession.status == SessionStatus.PLANNED,
            )
        )
    )


def _edited(before: ProgramRow, after: ProgramRow) -> set[str]:
    old, new = _hashes(before), _hashes(after)
    return {name for name, digest in new.items() if old.get(name, digest) != digest}


def _hashes(program: ProgramRow) -> dict[str, str]:
    return {
        **{row.code: row.content_hash for row in program.worksheets},
        **{row.slug: row.content_hash for row in program.exercises},
        **{row.key: row.content_hash for row in program.instruments},
    }


def _titles(program: ProgramRow) -> dict[str, str]:
    return {
        **{row.code: row.title for row in program.worksheets},
        **{row.slug: row.title for row in program.exercises},
        **{row.key: row.title for row in program.instruments},
    }
