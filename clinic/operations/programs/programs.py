"""Taking content from files into the database, version by version."""

from typing import TypeVar

from sqlalchemy import select, update

from clinic.content.instrument_files import InstrumentShelf
from clinic.content.library import Library
from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.programs.programs import digest_of
from clinic.models.programs import ExerciseRow, InstrumentRow, ProgramRow, WorksheetRow

Part = TypeVar("Part", ExerciseRow, WorksheetRow, InstrumentRow)


@operation
def adopt_library(db: Db, actor: Actor, library: Library, shelf: InstrumentShelf) -> None:
    """Store every program that is new, with the versions of all that a cohort on it may use.

    What is stored is never changed: running cohorts stay on the version they began with, and only
    the newest is offered to new ones. The clinic's own programs are left alone.
    """
    exercises, worksheets, measures = _parts(db, actor, library, shelf)
    parts: list[ExerciseRow | WorksheetRow | InstrumentRow] = [*exercises, *worksheets, *measures]
    for slug, program in sorted(library.programs.items()):
        source = library.program_sources[slug].text
        digest = digest_of(source, *(part.content_hash for part in parts))
        known = select(ProgramRow).where(ProgramRow.slug == slug, ProgramRow.content_hash == digest)
        if db.scalar(known) is not None:
            continue
        shipped = (ProgramRow.slug == slug, ProgramRow.is_own.is_(False))
        db.execute(update(ProgramRow).where(*shipped).values(is_offered=False))
        db.add(
            ProgramRow(
                slug=slug,
                title=program.title,
                source=source,
                content_hash=digest,
                adopted_at=actor.at,
                is_offered=True,
                exercises=exercises,
                worksheets=worksheets,
                instruments=measures,
            )
        )


def _parts(
    db: Db, actor: Actor, library: Library, shelf: InstrumentShelf
) -> tuple[list[ExerciseRow], list[WorksheetRow], list[InstrumentRow]]:
    exercises = [
        _version(
            db, actor, ExerciseRow, exercise.title, library.exercise_sources[slug].text, slug=slug
        )
        for slug, exercise in sorted(library.exercises.items())
    ]
    worksheets = [
        _version(
            db,
            actor,
            WorksheetRow,
            sheet.title,
            library.worksheet_sources[code].text,
            code=code,
            slug=sheet.slug,
        )
        for code, sheet in sorted(library.worksheets.items())
    ]
    measures = [
        _version(db, actor, InstrumentRow, instrument.name, shelf.sources[key].text, key=key)
        for key, instrument in sorted(shelf.instruments.items())
    ]
    return exercises, worksheets, measures


def _version(db: Db, actor: Actor, kind: type[Part], title: str, source: str, **name: str) -> Part:
    digest = digest_of(source)
    columns = {**name, "content_hash": digest}
    columns.pop("slug", None) if kind is WorksheetRow else None
    row = db.scalar(select(kind).filter_by(**columns))
    if row is None:
        row = kind(title=title, source=source, content_hash=digest, adopted_at=actor.at, **name)
        db.add(row)
    return row
