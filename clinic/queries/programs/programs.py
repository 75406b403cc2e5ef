"""Reading what cohorts are made from: programs by week, exercises and sheets. Staff only."""

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased, selectinload

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.name_order import folded
from clinic.domain.programs.programs import Program
from clinic.lookups.programs.content import (
    exercise_of,
    find_program,
    name_of,
    program_of,
    worksheet_of,
)
from clinic.lookups.programs.sheet_blocks import SheetBlock, blocks_of, safe_html
from clinic.models import programs as rows
from clinic.models.cohorts import Cohort
from clinic.models.names import by_letters
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class NamedPart:
    """Something that a program names: where it is found, and what it is called."""

    public_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """One version of a program in the list."""

    public_id: str
    title: str
    program: Program | None
    """None where its text cannot be read."""
    is_offered: bool
    is_own: bool
    cohorts: int
    """Of the reader."""


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """A program by week, with what its weeks name."""

    public_id: str
    program: Program
    is_offered: bool
    is_own: bool
    is_newest: bool
    exercises: dict[str, NamedPart]
    worksheets: dict[str, NamedPart]
    measures: dict[str, NamedPart]


@dataclass(frozen=True, slots=True)
class SheetVersion:
    """One version of a sheet, its blocks in reading order."""

    public_id: str
    sheet: Worksheet
    blocks: tuple[SheetBlock, ...]


@dataclass(frozen=True, slots=True)
class ExerciseVersion:
    """One version of an exercise, with the gentler one and the sheet of the same program."""

    public_id: str
    exercise: Exercise
    html: Markup
    gentler: NamedPart | None
    worksheet: NamedPart | None


def is_staff(reader: Reader) -> ColumnElement[bool]:
    """Hold for those who work with groups: content is theirs to read, whoever's cohort uses it."""
    return true() if reader.role in (Role.THERAPIST, Role.SUPERVISOR) else false()


def list_programs(db: Db, reader: Reader) -> list[ProgramLine]:
    """List the programs on offer, own ones in the making, and what cohorts of the reader run on."""
    mine = (
        select(func.count())
        .where(Cohort.program_id == rows.ProgramRow.id, Cohort.id.in_(cohort_ids(reader)))
        .scalar_subquery()
    )
    found = db.execute(
        select(rows.ProgramRow, mine)
        .where(is_staff(reader), or_(rows.ProgramRow.is_offered, mine > 0, _is_newest_own()))
        .order_by(by_letters(rows.ProgramRow.title), rows.ProgramRow.adopted_at.desc())
    )
    return [
        ProgramLine(row.public_id, row.title, find_program(row), row.is_offered, row.is_own, count)
        for row, count in found
    ]


def get_program(db: Db, reader: Reader, public_id: str) -> ProgramPage:
    """Give one version of a program."""
    row = db.scalars(
        select(rows.ProgramRow)
        .where(rows.ProgramRow.public_id == public_id, is_staff(reader))
        .options(
            selectinload(rows.ProgramRow.exercises),
            selectinload(rows.ProgramRow.worksheets),
            selectinload(rows.ProgramRow.instruments),
        )
    ).one()
    return ProgramPage(
        row.public_id,
        program_of(row),
        row.is_offered,
        row.is_own,
        db.scalar(select(rows.ProgramRow.id).where(rows.ProgramRow.id == row.id, _is_newest_own()))
        is not None,
        {part.slug: NamedPart(part.public_id, part.title) for part in row.exercises},
        {part.code: NamedPart(part.public_id, part.title) for part in row.worksheets},
        {part.key: NamedPart(part.public_id, name_of(part)) for part in row.instruments},
    )


def list_worksheets(db: Db, reader: Reader) -> list[SheetVersion]:
    """List the sheets that programs on offer hand out."""
    offered = (
        select(rows.program_worksheets.c.part_id)
        .join(rows.ProgramRow, rows.ProgramRow.id == rows.program_worksheets.c.program_id)
        .where(rows.ProgramRow.is_offered)
    )
    found = db.scalars(
        select(rows.WorksheetRow)
        .where(is_staff(reader), rows.WorksheetRow.id.in_(offered))
        .order_by(by_letters(rows.WorksheetRow.code), rows.WorksheetRow.id)
    )
    return [SheetVersion(row.public_id, worksheet_of(row), ()) for row in found]


def list_exercises(db: Db, reader: Reader) -> list[tuple[str, Exercise]]:
    """List the exercises of the programs on offer with their ids, week by week."""
    offered = (
        select(rows.program_exercises.c.part_id)
        .join(rows.ProgramRow, rows.ProgramRow.id == rows.program_exercises.c.program_id)
        .where(rows.ProgramRow.is_offered)
    )
    found = db.scalars(
        select(rows.ExerciseRow).where(is_staff(reader), rows.ExerciseRow.id.in_(offered))
    )
    listed = [(row.public_id, exercise_of(row)) for row in found]
    return sorted(
        listed, key=lambda one: (one[1].week is None, one[1].week or 0, folded(one[1].title))
    )


def get_worksheet(db: Db, reader: Reader, public_id: str) -> SheetVersion:
    """Give one version of a sheet."""
    row = db.scalars(
        select(rows.WorksheetRow).where(rows.WorksheetRow.public_id == public_id, is_staff(reader))
    ).one()
    sheet = worksheet_of(row)
    return SheetVersion(row.public_id, sheet, blocks_of(sheet))


def get_exercise(db: Db, reader: Reader, public_id: str) -> ExerciseVersion:
    """Give one version of an exercise; what it names comes from the newest program that has it."""
    row = db.scalars(
        select(rows.ExerciseRow).where(rows.ExerciseRow.public_id == public_id, is_staff(reader))
    ).one()
    exercise = exercise_of(row)
    program_id = (
        select(func.max(rows.program_exercises.c.program_id))
        .where(rows.program_exercises.c.part_id == row.id)
        .scalar_subquery()
    )
    gentler = select(rows.ExerciseRow.public_id, rows.ExerciseRow.title).join(
        rows.program_exercises, rows.program_exercises.c.part_id == rows.ExerciseRow.id
    )
    sheet = select(rows.WorksheetRow.public_id, rows.WorksheetRow.title).join(
        rows.program_worksheets, rows.program_worksheets.c.part_id == rows.WorksheetRow.id
    )
    return ExerciseVersion(
        row.public_id,
        exercise,
        safe_html(exercise.html),
        _part(
            db,
            gentler.where(
                rows.program_exercises.c.program_id == program_id,
                rows.ExerciseRow.slug == exercise.gentler,
            ),
        ),
        _part(
            db,
            sheet.where(
                rows.program_worksheets.c.program_id == program_id,
                rows.WorksheetRow.code == exercise.worksheet,
            ),
        ),
    )


def _is_newest_own() -> ColumnElement[bool]:
    later = aliased(rows.ProgramRow)
    newest = select(func.max(later.id)).where(later.slug == rows.ProgramRow.slug, later.is_own)
    return and_(rows.ProgramRow.is_own, rows.ProgramRow.id == newest.scalar_subquery())


def _part(db: Db, wanted: Select[str, str]) -> NamedPart | None:
    found = db.execute(wanted).first()
    return NamedPart(*found) if found else None
