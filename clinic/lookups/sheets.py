"""What a stored sheet says of itself, parsed once for each version."""

from functools import lru_cache

from sqlalchemy import ColumnElement, or_, select

from clinic.content.worksheets import parse_worksheet
from clinic.db import Db
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.names import by_letters
from clinic.models.programs import Worksheet, program_worksheets
from clinic.models.worksheets import WorksheetResponse

_sheet = lru_cache(512)(parse_worksheet)


def stays_open(row: Worksheet | None) -> bool:
    """Say whether a sheet never closes, as a safety plan does; an exercise is none."""
    # The source is asked first: most sheets say nothing of it, and a list has many.
    return (
        row is not None
        and "stays_open" in row.source
        and _sheet(row.source, f"{row.code}-{row.slug}.md").stays_open
    )


def is_given() -> ColumnElement[bool]:
    """Select what stands in somebody's homework, and the plan that she wrote and was taken out."""
    written = (
        select(WorksheetResponse.assignment_id)
        .join(WorksheetResponse.assignment)
        .join(Assignment.worksheet)
        .where(may_stay_open())
    )
    return or_(Assignment.is_active, Assignment.id.in_(written))


def find_plan_of(db: Db, cohort_id: int) -> Worksheet | None:
    """Find the sheet that never closes in the version of the program on which a cohort runs."""
    rows = db.scalars(
        select(Worksheet)
        .join(program_worksheets, program_worksheets.c.part_id == Worksheet.id)
        .join(Cohort, Cohort.program_id == program_worksheets.c.program_id)
        .where(Cohort.id == cohort_id, may_stay_open())
        .order_by(by_letters(Worksheet.code))
    )
    return next((row for row in rows if stays_open(row)), None)


def may_stay_open() -> ColumnElement[bool]:
    """Select the sheets of which `stays_open` has to be asked."""
    return Worksheet.source.contains("stays_open", autoescape=True)
