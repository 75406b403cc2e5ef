"""What a stored sheet says, parsed once for each version: the one place where that is looked up.

Its words are those of its version. What keeps people safe in it is that of the text that ships,
see `domain.carried_marks`.
"""

from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy import ColumnElement, and_, or_, select

from clinic.content.faults import ContentError
from clinic.content.worksheets import parse_worksheet
from clinic.db import Db
from clinic.domain.homework.worksheets import Worksheet as Sheet
from clinic.domain.safety.carried_marks import with_safety_of
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.names import by_letters
from clinic.models.programs import WorksheetRow, program_worksheets
from clinic.models.worksheets import WorksheetResponse
from clinic.settings import ROOT

_SHIPPED = ROOT / "worksheets" / "sheets"
_NEVER_CLOSES = "stays_open"


def sheet_of(row: WorksheetRow) -> Sheet:
    """Parse a stored sheet, with the safety of the text that ships; raises `ContentError`."""
    return _sheet(row.source, f"{row.code}-{row.slug}.md")


def stays_open(row: WorksheetRow | None) -> bool:
    """Say whether a sheet never closes, as a safety plan does; an exercise is none."""
    # The source is asked first: most sheets say nothing of it, and a list has many.
    if row is None or not (_NEVER_CLOSES in row.source or (row.code, row.slug) in _plans()):
        return False
    return sheet_of(row).stays_open


def is_given() -> ColumnElement[bool]:
    """Select what stands in somebody's homework, and the plan that she wrote and was taken out."""
    written = (
        select(WorksheetResponse.assignment_id)
        .join(WorksheetResponse.assignment)
        .join(Assignment.worksheet)
        .where(may_stay_open())
    )
    return or_(Assignment.is_active, Assignment.id.in_(written))


def find_plan_of(db: Db, cohort_id: int) -> WorksheetRow | None:
    """Find the sheet that never closes in the version of the program on which a cohort runs."""
    rows = db.scalars(
        select(WorksheetRow)
        .join(program_worksheets, program_worksheets.c.part_id == WorksheetRow.id)
        .join(Cohort, Cohort.program_id == program_worksheets.c.program_id)
        .where(Cohort.id == cohort_id, may_stay_open())
        .order_by(by_letters(WorksheetRow.code))
    )
    return next((row for row in rows if stays_open(row)), None)


def may_stay_open() -> ColumnElement[bool]:
    """Select the sheets of which `stays_open` has to be asked."""
    shipped = [
        and_(WorksheetRow.code == code, WorksheetRow.slug == slug)
        for code, slug in sorted(_plans())
    ]
    return or_(WorksheetRow.source.contains(_NEVER_CLOSES, autoescape=True), *shipped)


@lru_cache(512)
def _sheet(source: str, file: str) -> Sheet:
    sheet = parse_worksheet(source, file)
    newest = _newest(file)
    return sheet if newest is None else with_safety_of(sheet, newest)


@cache
def _newest(file: str) -> Sheet | None:
    """Read the text of this name that ships; a sheet that a clinic wrote itself has none."""
    path = next((path for path in _files() if path.name == file), None)
    try:
        return parse_worksheet(path.read_text(encoding="utf-8"), file) if path else None
    except (OSError, ContentError):
        return None


@cache
def _plans() -> frozenset[tuple[str, str]]:
    """Name the sheets that ship and never close, by code and slug."""
    read = [_newest(path.name) for path in _files() if _NEVER_CLOSES in path.read_text("utf-8")]
    return frozenset((sheet.code, sheet.slug) for sheet in read if sheet and sheet.stays_open)


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(_SHIPPED.glob("*.md")))
