"""Stored versions of content as domain objects, parsed once for each content hash."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import select

from clinic.content.blank import blank_exercise, blank_sheet
from clinic.content.declared import is_declared, read_declared
from clinic.content.exercises import parse_exercise
from clinic.content.faults import ContentError
from clinic.content.instrument_files import parse_instrument
from clinic.db import Db
from clinic.domain.errors import Unreadable
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.measures.instruments import Instrument
from clinic.domain.programs.programs import Program
from clinic.lookups.programs.programs import plan_of
from clinic.lookups.programs.sheets import sheet_of
from clinic.models import programs as rows

_KEPT = 512

Row = TypeVar("Row")
Read = TypeVar("Read")


def program_of(row: rows.ProgramRow) -> Program:
    """Parse a stored program; raises `Unreadable`."""
    with _named(row):
        return plan_of(row)


def find_program(row: rows.ProgramRow) -> Program | None:
    """Parse a stored program, or give nothing where it cannot be read: for lists of many."""
    return _found(program_of, row)


def worksheet_of(row: rows.WorksheetRow) -> Worksheet:
    """Parse a stored worksheet, to be shown; a blank one under its name where it cannot be read.

    Writing reads the text itself, and refuses.
    """
    try:
        return sheet_of(row)
    except ContentError:
        return blank_sheet(row.code, row.slug, row.title)


def exercise_of(row: rows.ExerciseRow) -> Exercise:
    """Parse a stored exercise, to be shown; a blank one under its name where it cannot be read."""
    try:
        return _exercise(row.source, f"{row.slug}.md")
    except ContentError:
        return blank_exercise(row.slug, row.title)


def instrument_of(row: rows.InstrumentRow) -> Instrument:
    """Parse a stored instrument, or a measure that was declared; raises `Unreadable`."""
    with _named(row):
        if is_declared(row.source):
            return _declared(row.source)
        return _instrument(row.source, f"{row.key}.yaml")


def find_instrument(row: rows.InstrumentRow) -> Instrument | None:
    """Parse a stored instrument, or give nothing where it cannot be read: for lists of many."""
    return _found(instrument_of, row)


def name_of(row: rows.InstrumentRow) -> str:
    """Give the short name of an instrument; its title where its text cannot be read."""
    instrument = find_instrument(row)
    return instrument.short_name if instrument else row.title


@contextmanager
def _named(row: rows.ProgramRow | rows.InstrumentRow) -> Iterator[None]:
    try:
        yield
    except (ContentError, ValueError, KeyError) as error:
        raise Unreadable(row.title) from error


def _found(read: Callable[[Row], Read], row: Row) -> Read | None:
    try:
        return read(row)
    except Unreadable:
        return None


def sheets_of(db: Db, program_id: int) -> dict[str, Worksheet]:
    """Give every sheet of a program version by its code; programs are open to all staff."""
    stored = (
        select(rows.WorksheetRow)
        .join(rows.program_worksheets, rows.program_worksheets.c.part_id == rows.WorksheetRow.id)
        .where(rows.program_worksheets.c.program_id == program_id)
    )
    return {row.code: worksheet_of(row) for row in db.scalars(stored)}


_exercise = lru_cache(_KEPT)(parse_exercise)
_instrument = lru_cache(_KEPT)(parse_instrument)
_declared = lru_cache(_KEPT)(read_declared)
