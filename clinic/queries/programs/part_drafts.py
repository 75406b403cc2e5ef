"""Reading one part of a clinic's own program to edit it, and checking what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from clinic.content.part_drafts import DraftPart, PartKind
from clinic.db import Db
from clinic.domain.access import Reader
from clinic.lookups.programs.drafts import plan_of
from clinic.models.programs import ExerciseRow, ProgramRow, WorksheetRow
from clinic.queries.programs.programs import is_staff


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A part of an own program with its text as it stands, and the version that it belongs to."""

    program: ProgramRow
    row: WorksheetRow | ExerciseRow | None
    """None for the program's own plan."""
    part: DraftPart
    is_newest: bool

    @property
    def public_id(self) -> str:
        """Give the part's id in addresses; the plan goes by the program's own."""
        return self.row.public_id if self.row else self.program.public_id

    @property
    def title(self) -> str:
        """Name the part as people know it."""
        return self.row.title if self.row else self.program.title

    @property
    def source(self) -> str:
        """Give the text to begin from."""
        return self.row.source if self.row else self.program.source


def get_draft(db: Db, reader: Reader, program_id: str, part_id: str) -> DraftPage:
    """Give a part of an own program; what ships with Hearth cannot be edited and is not found."""
    program = db.scalars(
        select(ProgramRow)
        .where(ProgramRow.public_id == program_id, ProgramRow.is_own, is_staff(reader))
        .options(
            selectinload(ProgramRow.exercises),
            selectinload(ProgramRow.worksheets),
            selectinload(ProgramRow.instruments),
        )
    ).one()
    newest = select(func.max(ProgramRow.id)).where(
        ProgramRow.slug == program.slug, ProgramRow.is_own
    )
    is_newest = db.scalar(newest) == program.id
    if part_id == program.public_id:
        return DraftPage(program, None, plan_of(program), is_newest)
    for sheet in program.worksheets:
        if sheet.public_id == part_id:
            part = DraftPart(PartKind.WORKSHEET, sheet.code, sheet.slug)
            return DraftPage(program, sheet, part, is_newest)
    # Not among the parts of this program: nothing is found, as for any other unknown id.
    wanted = select(ExerciseRow).where(
        ExerciseRow.public_id == part_id,
        ExerciseRow.id.in_([each.id for each in program.exercises]),
    )
    exercise = db.scalars(wanted).one()
    part = DraftPart(PartKind.EXERCISE, exercise.slug, exercise.slug)
    return DraftPage(program, exercise, part, is_newest)


def newest_draft(db: Db, reader: Reader, draft: DraftPage) -> DraftPage | None:
    """Give the same part in the newest version of its program, or nothing where it is gone."""
    newest = db.scalars(
        select(ProgramRow)
        .where(ProgramRow.slug == draft.program.slug, ProgramRow.is_own, is_staff(reader))
        .order_by(ProgramRow.id.desc())
        .limit(1)
        .options(selectinload(ProgramRow.exercises), selectinload(ProgramRow.worksheets))
    ).one()
    if draft.row is None:
        return get_draft(db, reader, newest.public_id, newest.public_id)
    parts: Sequence[WorksheetRow | ExerciseRow] = (
        newest.worksheets if isinstance(draft.row, WorksheetRow) else newest.exercises
    )
    same = [part for part in parts if _name_of(part) == _name_of(draft.row)]
    return get_draft(db, reader, newest.public_id, same[0].public_id) if same else None


def _name_of(part: WorksheetRow | ExerciseRow) -> str:
    return part.code if isinstance(part, WorksheetRow) else part.slug
