"""Stored versions of content as domain objects, parsed once for each content hash."""

from functools import lru_cache

from clinic.content.exercises import parse_exercise
from clinic.content.instrument_files import parse_instrument
from clinic.content.programs import parse_program
from clinic.content.worksheets import parse_worksheet
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
    """Parse a stored instrument."""
    return _instrument(row.source, f"{row.key}.yaml")


_program = lru_cache(_KEPT)(parse_program)
_worksheet = lru_cache(_KEPT)(parse_worksheet)
_exercise = lru_cache(_KEPT)(parse_exercise)
_instrument = lru_cache(_KEPT)(parse_instrument)
