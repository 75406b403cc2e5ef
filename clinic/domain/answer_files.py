"""Read the answers of many fillings from a CSV text, and say of a fault in which cell it is."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clinic.domain.instruments import Instrument
from clinic.domain.scoring import check_answers
from clinic.domain.text import N_

MAX_CHARACTERS = 20_000_000
_COLUMN = "item_"
_ANSWER = re.compile(r"-?[0-9]{1,6}")
_OPEN = {"", "NA"}
"""What stands in the cell of an unanswered question; NA is how R writes it."""


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


class AnswerFileError(ValueError):
    """A file that cannot be read: one sentence, with its params apart."""

    def __init__(self, message: str, params: Mapping[str, object]) -> None:
        super().__init__(message % params)
        self.message = message
        self.params = params


def read_answer(text: str) -> int | None:
    """Read one raw code; `None` was not answered. Decimals and letters raise `ValueError`."""
    written = text.strip()
    if written.upper() in _OPEN:
        return None
    if not _ANSWER.fullmatch(written):
        raise ValueError(written)
    return int(written)


def read_answers(text: str, instrument: Instrument) -> AnswerFile:
    """Read columns `item_1` to `item_n`, one filling a row; further columns stay as they are."""
    lines = _lines(text)
    first = next(lines, None)
    if first is None:
        raise AnswerFileError(N_("The file is empty."), {})
    columns = tuple(name.strip() for name in first[1])
    places = _places(columns, instrument)
    rows = []
    for number, cells in lines:
        if len(cells) != len(columns):
            message = N_("Row %(row)s has %(found)s cells, and the first row names %(named)s.")
            found = {"row": number, "found": len(cells), "named": len(columns)}
            raise AnswerFileError(message, found)
        rows.append(AnswerRow(tuple(cells), _answers(number, cells, places, instrument)))
    if not rows:
        raise AnswerFileError(N_("The file has column names and no row."), {})
    return AnswerFile(columns, tuple(rows))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number the rows as a spreadsheet does, and leave out blank ones."""
    if len(text) > MAX_CHARACTERS or "\0" in text:
        raise AnswerFileError(N_("This is not a CSV file of answers."), {})
    head = text.partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            if any(cell.strip() for cell in cells) or len(cells) > 1:
                yield number, cells
    except csv.Error:
        raise AnswerFileError(N_("This is not a CSV file of answers."), {}) from None


def _places(columns: tuple[str, ...], instrument: Instrument) -> dict[int, int]:
    """Find the column of each item; those that no score rests on may be left out."""
    asked = {f"{_COLUMN}{item.number}": item.number for item in instrument.asked}
    for name in columns:
        if columns.count(name) > 1:
            raise AnswerFileError(N_("The column %(column)s stands twice."), {"column": name})
        if name.startswith(_COLUMN) and name not in asked:
            message = N_("There is no question for the column %(column)s in %(name)s.")
            raise AnswerFileError(message, {"column": name, "name": instrument.short_name})
    for item in instrument.scored_items:
        if f"{_COLUMN}{item}" not in columns:
            message = N_("The column %(column)s is missing.")
            raise AnswerFileError(message, {"column": f"{_COLUMN}{item}"})
    return {asked[name]: place for place, name in enumerate(columns) if name in asked}


def _answers(
    number: int, cells: list[str], places: Mapping[int, int], instrument: Instrument
) -> dict[int, int | None]:
    answers: dict[int, int | None] = {}
    for item, place in places.items():
        try:
            answers[item] = read_answer(cells[place])
        except ValueError:
            message = N_("Row %(row)s, column %(column)s: “%(text)s” is not a whole number.")
            found = {"row": number, "column": f"{_COLUMN}{item}", "text": cells[place][:40]}
            raise AnswerFileError(message, found) from None
    for fault in check_answers(instrument, answers):
        codes = instrument.codes[fault.item]
        message = N_("Row %(row)s, column %(column)s: %(value)s is not from %(low)s to %(high)s.")
        found = {
            "row": number,
            "column": f"{_COLUMN}{fault.item}",
            "value": answers[fault.item],
            "low": codes[0],
            "high": codes[-1],
        }
        raise AnswerFileError(message, found)
    return answers
