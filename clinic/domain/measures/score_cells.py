"""The cells of a score column: numbers in the range, gaps, and what must not pass for a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.table_cells import (
    DecimalSign,
    DecimalSigns,
    Outside,
    TableReading,
    number_in,
    plain_number,
)
from clinic.domain.measures.table_files import Remark, TableFault
from clinic.domain.text import N_

_CODES = {
    *(-value for value in (*range(1, 10), 66, 77, 88, 99, 666, 777, 888, 999, 9999)),
    *(88, 99, 777, 888, 999, 9999, 99999),
}
"""Numbers that stand for a gap in many studies."""
_MOST_NAMED = 10


@dataclass(frozen=True)
class MeasureColumn:
    """Which column holds which measure, and the range that its scores must lie in."""

    key: str
    column: str
    minimum: float
    maximum: float
    better: Direction
    is_bounded: bool = True
    """False where nobody said the range, and the bounds are those of any score."""


class ValueReader:
    """Reads the cells of a file's score columns by what all of them say together."""

    def __init__(
        self,
        cells_of: Mapping[str, Sequence[str]],
        columns: Sequence[MeasureColumn],
        reading: TableReading,
        delimiter: str,
    ) -> None:
        self._columns = {each.column: each for each in columns}
        self._reading = reading
        self._signs = DecimalSigns({reading.decimal} if reading.decimal else set())
        if reading.decimal is None:
            for cells in cells_of.values():
                self._signs.note(cell for cell in cells if not reading.is_missing(cell))
            has_comma = any("," in cell for cells in cells_of.values() for cell in cells)
            if delimiter != ";" and not has_comma:
                # Only where semicolons part the cells may a point part thousands.
                self._signs.seen.add(DecimalSign.POINT)
        self._found: dict[str, list[tuple[int, float]]] = {name: [] for name in self._columns}
        self._left: list[tuple[int, str, str]] = []

    def read(
        self, number: int, text: str, column: MeasureColumn, faults: list[TableFault]
    ) -> float | None:
        """Read one cell; what is no score goes to the faults, or is left out as asked."""
        if self._reading.is_missing(text):
            return None
        meanings = self._signs.choose(text, number_in(text))
        inside = [each for each in meanings if column.minimum <= each <= column.maximum]
        if len(inside) == 1:
            self._found[column.column].append((number, inside[0]))
            return inside[0]
        params: dict[str, object] = {"text": text[:40]}
        if not meanings:
            message = N_("“%(text)s” is not a number. Leave the cell empty if it was not answered.")
        elif inside:
            message = N_("“%(text)s” can be %(one)s or %(other)s: say --decimal comma or point.")
            params |= {"one": plain_number(inside[0]), "other": plain_number(inside[1])}
        elif self._reading.outside is Outside.LEAVE_OUT:
            self._left.append((number, column.column, text))
            return None
        else:
            message = N_("%(text)s is outside the range from %(low)s to %(high)s.")
            params |= {"low": f"{column.minimum:g}", "high": f"{column.maximum:g}"}
        faults.append(TableFault(number, column.column, message, params))
        return None

    def suspects(self) -> list[TableFault]:
        """Name what looks like a code for a gap, far from all scores, where no range was said."""
        message = N_(
            "%(text)s looks like a code for a missing answer. Say --missing %(text)s, or the"
            " lowest and the highest score with --range."
        )
        return [
            TableFault(row, name, message, {"text": plain_number(value)})
            for name, found in self._found.items()
            if not self._columns[name].is_bounded
            for row, value in _far_codes(found)
        ]

    def remarks(self) -> list[Remark]:
        """Say what was left out because it lies outside the range."""
        if not self._left:
            return []
        message = N_("Left out: cells outside the range (%(count)s): %(cells)s.")
        named = [f"{text} (row {row}, column {name})" for row, name, text in self._left]
        told = ", ".join([*named[:_MOST_NAMED], *(["…"] if named[_MOST_NAMED:] else [])])
        return [Remark(message, {"count": len(named), "cells": told})]


def _far_codes(found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    scores = [value for _, value in found if value not in _CODES]
    low, high = (min(scores), max(scores)) if scores else (0.0, 0.0)
    span = high - low
    # One negative code among scores of which none else is negative is no score either.
    lowest = 0.0 if low >= 0 else low - span
    return [
        (row, value)
        for row, value in found
        if value in _CODES and (value > high + max(span, high) or value < lowest)
    ]
