"""Checking what was typed into a part of a clinic's own program."""

from clinic.content.cross_checks import KnownContent
from clinic.content.part_drafts import Checked, DraftPart, PartKind, check_part
from clinic.lookups.programs.content import exercise_of, worksheet_of
from clinic.models.programs import ProgramRow


def check_draft(program: ProgramRow, part: DraftPart, text: str) -> Checked:
    """Check a text in the place of a part, against everything else of its program."""
    known = KnownContent(
        {row.code: worksheet_of(row) for row in program.worksheets},
        {row.slug: exercise_of(row) for row in program.exercises},
        {row.key for row in program.instruments},
    )
    return check_part(part, text, (plan_of(program), program.source), known)


def plan_of(program: ProgramRow) -> DraftPart:
    """Name the part that is the program's own plan."""
    return DraftPart(PartKind.PROGRAM, program.slug, program.slug)
