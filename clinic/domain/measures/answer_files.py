"""Read the answers of many fillings from a CSV text, and say of a fault in which cell it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.line_marks import MarkUnit, marks_in, tells_its_unit
from clinic.domain.measures.scoring import check_answers
from clinic.domain.measures.table_cells import Outside, TableReading, is_gap, number_in
from clinic.domain.measures.table_files import (
    Remark,
    TableFault,
    Wanted,
    in_rows,
    read_table,
    refusal,
)
from clinic.domain.text import N_

ITEMS = "item_*"
"""How the columns are called; the star stands for the number of the question."""
_MOST = 10**6
_MOST_NAMED = 10


@dataclass(frozen=True)
class AnswerRow:
    """One filling: the cells as they stand, and the raw codes by item number."""

    cells: tuple[str, ...]
    answers: Mapping[int, int | None]


@dataclass(frozen=True)
class AnswerFile:
    """The fillings of a file in its order, below the names of its columns."""

    columns: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    remarks: tuple[Remark, ...] = ()


def read_mark(text: str, reading: TableReading | None = None) -> float | None:
    """Read one mark on a line as the number that was written; `None` was not made."""
    written = text.strip()
    if reading.is_missing(written) if reading else is_gap(written):
        return None
    meanings = number_in(written)
    if len(meanings) != 1 or not 0 <= meanings[0] < _MOST:
        raise ValueError(written)
    return meanings[0]


def read_answer(text: str, reading: TableReading | None = None) -> int | None:
    """Read one raw code; `None` was not answered. 1.0 is 1; 1.5 and letters raise `ValueError`."""
    written = text.strip()
    if reading.is_missing(written) if reading else is_gap(written):
        return None
    meanings = number_in(written)
    if len(meanings) != 1 or meanings[0] != int(meanings[0]) or abs(meanings[0]) >= _MOST:
        raise ValueError(written)
    return int(meanings[0])


def read_answers(
    text: str, instrument: Instrument, *, items: str = ITEMS, reading: TableReading | None = None
) -> AnswerFile:
    """Read a column an item, one filling a row; further columns stay as they are.

    `items` says how the columns are called; those that no score rests on may be left out.
    """
    names = {items.replace("*", str(item.number)): item.number for item in instrument.asked}
    scored = [items.replace("*", str(item)) for item in instrument.scored_items]
    table = read_table(text, Wanted(values=tuple(scored)), keeps_blank=True)
    faults = _odd_columns(table.header, names, items, instrument)
    places = {names[name]: place for place, name in enumerate(table.header) if name in names}
    reader = _AnswerReader(places, table.header, instrument, reading or TableReading())
    rows = [AnswerRow(cells, reader.read(number, cells)) for number, cells in table.records]
    reader.check_units()
    if faults := [*faults, *table.faults, *reader.faults]:
        raise in_rows(faults)
    if not rows:
        raise refusal(N_("The file has column names and no rows."))
    return AnswerFile(table.header, tuple(rows), (*table.remarks, *reader.remarks()))


def _odd_columns(
    header: Sequence[str], names: Mapping[str, int], items: str, instrument: Instrument
) -> list[TableFault]:
    faults = []
    before, _, after = items.partition("*")
    for name in dict.fromkeys(header):
        number = name.removeprefix(before).removesuffix(after)
        is_item = name == f"{before}{number}{after}" and number.isdecimal()
        if name and header.count(name) > 1:
            faults.append(TableFault(1, name, N_("This column is in the file twice.")))
        elif is_item and name not in names:
            message = N_("There is no such question in %(name)s.")
            faults.append(TableFault(1, name, message, {"name": instrument.short_name}))
    return faults


@dataclass
class _AnswerReader:
    """Reads the cells of one filling after another, and notes what is no answer."""

    places: Mapping[int, int]
    header: Sequence[str]
    instrument: Instrument
    reading: TableReading
    faults: list[TableFault] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    units: set[MarkUnit | None] = field(default_factory=set)
    """Of the rows that tell in which they are."""
    silent: list[tuple[int, int]] = field(default_factory=list)
    """Rows of marks that could be either, with the place of the first."""

    def read(self, row: int, cells: Sequence[str]) -> dict[int, int | None]:
        """Give the answers of a filling by item number."""
        if self.instrument.marks is not None:
            return self._marks(self.instrument.marks, row, cells)
        answers: dict[int, int | None] = {}
        for item, place in self.places.items():
            try:
                answers[item] = read_answer(cells[place], self.reading)
            except ValueError:
                message = N_("“%(text)s” is not a whole number.")
                self._fault(row, place, message, text=cells[place][:40])
        for fault in check_answers(self.instrument, answers):
            place, codes = self.places[fault.item], self.instrument.codes[fault.item]
            if self.reading.outside is Outside.LEAVE_OUT:
                self.left.append(f"{cells[place]} (row {row}, column {self.header[place]})")
                answers[fault.item] = None
                continue
            message = N_("%(value)s is not from %(low)s to %(high)s.")
            self._fault(
                row, place, message, value=answers[fault.item], low=codes[0], high=codes[-1]
            )
        return answers

    def _marks(self, unit: MarkUnit, row: int, cells: Sequence[str]) -> dict[int, int | None]:
        """Read a row of marks, all of them in one unit."""
        numbers: dict[int, float | None] = {}
        for item, place in self.places.items():
            try:
                numbers[item] = read_mark(cells[place], self.reading)
            except ValueError:
                message = N_("“%(text)s” is not a mark such as 9.5 or 95.")
                self._fault(row, place, message, text=cells[place][:40])
        try:
            codes = marks_in(unit, numbers)
        except Refused as refused:
            place = self.places[cast("int", refused.params["item"])]
            self._fault(row, place, refused.message, **refused.params)
            return {}
        written = {item for item, number in numbers.items() if number}
        if any(tells_its_unit(numbers[item]) for item in written):
            first = next(item for item in written if tells_its_unit(numbers[item]))
            is_tenths = numbers[first] != int(numbers[first] or 0)
            self.units.add(MarkUnit.CENTIMETERS if is_tenths else MarkUnit.MILLIMETERS)
        elif written:
            self.silent.append((row, self.places[min(written)]))
        return codes

    def check_units(self) -> None:
        """Refuse rows that could be either, where others are not in the unit of the form."""
        if self.silent and self.units - {self.instrument.marks}:
            message = N_(
                "Other rows of this file are in another unit than the form, and this row could be "
                "either. Write all of them in the unit of the form."
            )
            for row, place in self.silent:
                self._fault(row, place, message)

    def remarks(self) -> list[Remark]:
        """Say which answers were left out because the question does not have them."""
        if not self.left:
            return []
        message = N_("Left out: cells outside the range (%(count)s): %(cells)s.")
        told = [*self.left[:_MOST_NAMED], *(["…"] if self.left[_MOST_NAMED:] else [])]
        return [Remark(message, {"count": len(self.left), "cells": ", ".join(told)})]

    def _fault(self, row: int, place: int, message: str, /, **params: object) -> None:
        self.faults.append(TableFault(row, self.header[place], message, params))
