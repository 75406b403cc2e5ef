"""Reading the versions of a program: who made which, when, and what each one changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from clinic.content.program_files import ProgramFile
from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.programs.differences import DiffLine, difference
from clinic.models import programs as rows
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.queries.programs.programs import is_staff
from clinic.queries.scope import cohort_ids

PartRow = rows.WorksheetRow | rows.ExerciseRow | rows.InstrumentRow


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list, counted from the first."""

    public_id: str
    number: int
    made_at: datetime
    made_by: str | None
    note: str
    is_offered: bool
    cohorts: int
    """Of the reader."""


@dataclass(frozen=True, slots=True)
class VersionList:
    """All versions of one program, the newest first."""

    public_id: str
    title: str
    is_own: bool
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One part that this version changed; without lines it was added or left out as a whole."""

    name: str
    title: str
    kind: str
    """Changed, added or removed."""
    lines: tuple[DiffLine, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version against the one it was made from."""

    public_id: str
    title: str
    version: VersionLine
    is_own: bool
    is_newest: bool
    base_title: str | None
    base_id: str | None
    parts: tuple[PartDifference, ...]


def list_versions(db: Db, reader: Reader, program_id: str) -> VersionList:
    """List every version of the program that one of them belongs to."""
    program = db.scalars(
        select(rows.ProgramRow).where(rows.ProgramRow.public_id == program_id, is_staff(reader))
    ).one()
    lines = _lines(db, reader, program)
    return VersionList(program.public_id, program.title, program.is_own, tuple(reversed(lines)))


def get_version(db: Db, reader: Reader, program_id: str) -> VersionPage:
    """Give one version with the lines that it changed."""
    program = _with_parts(db, rows.ProgramRow.public_id == program_id, is_staff(reader))
    base = (
        _with_parts(db, rows.ProgramRow.id == program.based_on_id) if program.based_on_id else None
    )
    lines = _lines(db, reader, program)
    version = next(line for line in lines if line.public_id == program.public_id)
    return VersionPage(
        public_id=program.public_id,
        title=program.title,
        version=version,
        is_own=program.is_own,
        is_newest=version.number == len(lines),
        base_title=base.title if base else None,
        base_id=base.public_id if base else None,
        parts=tuple(_differences(base, program)) if base else (),
    )


def get_row(db: Db, reader: Reader, program_id: str) -> rows.ProgramRow:
    """Give a program as a row, to copy or to offer it."""
    return db.scalars(
        select(rows.ProgramRow).where(rows.ProgramRow.public_id == program_id, is_staff(reader))
    ).one()


def program_file(db: Db, reader: Reader, program_id: str) -> ProgramFile:
    """Give a program with the sources of all its parts, as one file holds them."""
    program = _with_parts(db, rows.ProgramRow.public_id == program_id, is_staff(reader))
    return ProgramFile(
        slug=program.slug,
        program=program.source,
        worksheets={f"{row.code}-{row.slug}.md": row.source for row in program.worksheets},
        exercises={f"{row.slug}.md": row.source for row in program.exercises},
        instruments={row.key: row.content_hash for row in program.instruments},
    )


def known_instruments(db: Db, reader: Reader) -> frozenset[str]:
    """Name the questionnaires that a program may ask for here."""
    return frozenset(db.scalars(select(rows.InstrumentRow.key).where(is_staff(reader))))


def _with_parts(db: Db, *conditions: object) -> rows.ProgramRow:
    return db.scalars(
        select(rows.ProgramRow)
        .where(*conditions)  # type: ignore[arg-type]  # every caller hands in conditions of columns
        .options(
            selectinload(rows.ProgramRow.exercises),
            selectinload(rows.ProgramRow.worksheets),
            selectinload(rows.ProgramRow.instruments),
        )
    ).one()


def _lines(db: Db, reader: Reader, program: rows.ProgramRow) -> Sequence[VersionLine]:
    mine = (
        select(func.count())
        .where(Cohort.program_id == rows.ProgramRow.id, Cohort.id.in_(cohort_ids(reader)))
        .scalar_subquery()
    )
    found = db.execute(
        select(rows.ProgramRow, Account.name, mine)
        .outerjoin(Account, Account.id == rows.ProgramRow.made_by_id)
        .where(
            rows.ProgramRow.slug == program.slug,
            rows.ProgramRow.is_own == program.is_own,
            is_staff(reader),
        )
        .order_by(rows.ProgramRow.id)
    )
    return [
        VersionLine(row.public_id, number, row.adopted_at, name, row.note, row.is_offered, cohorts)
        for number, (row, name, cohorts) in enumerate(found, start=1)
    ]


def _differences(base: rows.ProgramRow, program: rows.ProgramRow) -> Iterable[PartDifference]:
    if base.source != program.source:
        lines = difference(base.source, program.source)
        yield PartDifference(f"{program.slug}.yaml", program.title, "changed", lines)
    before, after = _parts(base), _parts(program)
    for name, row in after.items():
        old = before.get(name)
        if old is None:
            yield PartDifference(name, row.title, "added", ())
        elif old.content_hash != row.content_hash:
            yield PartDifference(name, row.title, "changed", difference(old.source, row.source))
    for name, row in before.items():
        if name not in after:
            yield PartDifference(name, row.title, "removed", ())


def _parts(program: rows.ProgramRow) -> dict[str, PartRow]:
    found: dict[str, PartRow] = {row.code: row for row in program.worksheets}
    found |= {row.slug: row for row in program.exercises}
    return found | {row.key: row for row in program.instruments}
