"""Marks on lines of ten centimeters: read in tenths or in millimeters, and kept in millimeters."""

from collections.abc import Mapping
from enum import StrEnum

from clinic.domain.errors import Refused
from clinic.domain.text import N_

_LENGTH = 10
"""Centimeters; a whole number beyond can only be millimeters."""
_EXACT = 1e-9


class MarkUnit(StrEnum):
    """What a whole number up to ten means on a form; every other number tells it by itself."""

    CENTIMETERS = "centimeters"
    MILLIMETERS = "millimeters"


def marks_in(unit: MarkUnit, numbers: Mapping[int, float | None]) -> dict[int, int | None]:
    """Read the marks of one filling, by the number of their question, as millimeters.

    9.5 is centimeters and 95 millimeters, whatever the form says. Where a number could be either
    beside the others, nothing is guessed.
    """
    told = {item: number for item, number in numbers.items() if number is not None}
    tenths = [item for item, number in told.items() if number != int(number)]
    large = [item for item, number in told.items() if number == int(number) and number > _LENGTH]
    if tenths and large:
        raise Refused(
            N_(
                "Question %(item)s: some marks are in centimeters, as 9.5, and some in "
                "millimeters, as 95. Write all of them in one."
            ),
            {"item": large[0]},
        )
    written = MarkUnit.CENTIMETERS if tenths else MarkUnit.MILLIMETERS if large else unit
    if written is not unit:
        _check_one_meaning(told)
    codes = dict.fromkeys(numbers)
    return {**codes, **{item: _millimeters(item, mark, written) for item, mark in told.items()}}


def tells_its_unit(number: float | None) -> bool:
    """Say whether a mark can be read without knowing the form: tenths, millimeters, or nothing."""
    return not number or number != int(number) or number > _LENGTH


def tenths_of(code: int) -> str:
    """Write a mark as centimeters."""
    return f"{code / _LENGTH:g}"


def _check_one_meaning(told: Mapping[int, float]) -> None:
    for item, number in told.items():
        if not tells_its_unit(number):
            raise Refused(
                N_(
                    "Question %(item)s: beside the others %(mark)s can be centimeters or "
                    "millimeters. Write all marks in the unit of the form."
                ),
                {"item": item, "mark": int(number)},
            )


def _millimeters(item: int, number: float, unit: MarkUnit) -> int:
    value = number * _LENGTH if unit is MarkUnit.CENTIMETERS else number
    if abs(value - round(value)) > _EXACT or not 0 <= round(value) <= _LENGTH**2:
        raise Refused(
            N_(
                "Question %(item)s: a mark is from 0 to 10 centimeters in tenths, or from 0 to "
                "100 millimeters."
            ),
            {"item": item},
        )
    return round(value)
