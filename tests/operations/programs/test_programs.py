"""Taking content in: versions stand side by side, and the newest is on offer."""

from dataclasses import replace

from sqlalchemy import func, select

from clinic.content.library import SourceText
from clinic.db import Db
from clinic.models.programs import ExerciseRow, ProgramRow, WorksheetRow
from clinic.operations.programs.programs import adopt_library
from tests.cast import Cast
from tests.shelf import LIBRARY, SHELF, SYSTEM


def count(db: Db, kind: type[ProgramRow] | type[WorksheetRow] | type[ExerciseRow]) -> int:
    return db.scalar(select(func.count()).select_from(kind)) or 0


def test_the_same_content_is_taken_in_once(db: Db, cast: Cast) -> None:
    before = [count(db, kind) for kind in (ProgramRow, WorksheetRow, ExerciseRow)]
    adopt_library(db, SYSTEM, LIBRARY, SHELF)
    assert [count(db, kind) for kind in (ProgramRow, WorksheetRow, ExerciseRow)] == before


def test_a_changed_sheet_makes_a_new_version_of_sheet_and_program(db: Db, cast: Cast) -> None:
    old = db.get_one(ProgramRow, cast.cohort.program_id)
    sheets, programs = count(db, WorksheetRow), count(db, ProgramRow)
    source = LIBRARY.worksheet_sources["W10"].text.replace("kind eyes", "friendly eyes")
    changed = replace(
        LIBRARY, worksheet_sources={**LIBRARY.worksheet_sources, "W10": SourceText(source)}
    )
    adopt_library(db, SYSTEM, changed, SHELF)
    assert (count(db, WorksheetRow), count(db, ProgramRow)) == (
        sheets + 1,
        programs + len(LIBRARY.programs),
    )
    offered = db.scalars(
        select(ProgramRow).where(ProgramRow.is_offered, ProgramRow.slug == old.slug)
    ).one()
    db.refresh(old)
    assert offered.id != old.id
    assert not old.is_offered


def test_a_running_cohort_stays_on_what_it_began_with(db: Db, cast: Cast) -> None:
    program_id = cast.cohort.program_id
    sources = {**LIBRARY.worksheet_sources}
    sources["W10"] = SourceText(sources["W10"].text + "\nOne more line.\n")
    adopt_library(db, SYSTEM, replace(LIBRARY, worksheet_sources=sources), SHELF)
    db.refresh(cast.cohort)
    assert cast.cohort.program_id == program_id
