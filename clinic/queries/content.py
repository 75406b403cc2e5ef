"""Stored versions of content as domain objects, parsed once for each content hash."""

from functools import lru_cache

from sqlalchemy import select

from clinic.content.declared import is_declared, read_declared
from clinic.content.exercises import parse_exercise
from clinic.content.instrument_files import parse_instrument
from clinic.content.programs import parse_program
from clinic.content.worksheets import parse_worksheet
from clinic.db import Db
from clinic.domain.exercises import Exercise
from clinic.domain.instruments import Instrument
from clinic.domain.programs import Program
from clinic.domain.worksheets import Worksheet
from clinic.models import programs as rows

_KEPT = 512


def program_of(row: rows.Program) -> Program:
    """Parse a stored program."""
    return _program(row.source, f"{row.slug}.yaml")


def worksheet_of(row: rows.Worksheet) -> Worksheet:
    """Parse a stored worksheet."""
    return _worksheet(row.source, f"{row.code}-{row.slug}.md")


def exercise_of(row: rows.Exercise) -> Exercise:
    """Parse a stored exercise."""
    return _exercise(row.source, f"{row.slug}.md")


def instrument_of(row: rows.Instrument) -> Instrument:
    """Parse a stored instrument, or a measure that was declared."""
    if is_declared(row.source):
        return _declared(row.source)
    return _instrument(row.source, f"{row.key}.yaml")


def sheets_of(db: Db, program_id: int) -> dict[str, Worksheet]:
    """Give every sheet of a program version by its code; programs are open to all staff."""
    stored = (
        select(rows.Worksheet)
        .join(rows.program_worksheets, rows.program_worksheets.c.part_id == rows.Worksheet.id)
        .where(rows.program_worksheets.c.program_id == program_id)
    )
    return {row.code: worksheet_of(row) for row in db.scalars(stored)}


_program = lru_cache(_KEPT)(parse_program)
_worksheet = lru_cache(_KEPT)(parse_worksheet)
_exercise = lru_cache(_KEPT)(parse_exercise)
_instrument = lru_cache(_KEPT)(parse_instrument)
_declared = lru_cache(_KEPT)(read_declared)
