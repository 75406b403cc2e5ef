"""Read finished scores from a CSV text, and say of each fault in which row and column it is."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clinic.domain.instruments import Direction
from clinic.domain.text import N_

MAX_CHARACTERS = 5_000_000
MAX_SUBJECT = 80
MAX_FAULTS = 200
"""Beyond this the file is another file than was meant, and a longer list helps nobody."""

_NOT_CSV = N_("This is not a CSV file. Save the sheet as CSV (UTF-8) and choose that file.")


@dataclass(frozen=True)
class MeasureColumn:
    """Which column holds which measure, and the range that its scores must lie in."""

    key: str
    column: str
    minimum: float
    maximum: float
    better: Direction


@dataclass(frozen=True)
class ScoreRow:
    """One person's score on one measure and occasion; `None` was not answered."""

    subject: str
    occasion: str
    measure: str
    value: float | None
    group: str | None = None
    row: int = field(default=0, compare=False)
    """Where it stands in the file, for whoever finds a fault in it later."""


@dataclass(frozen=True)
class ScoreFile:
    """The scores of a file, in its order."""

    rows: tuple[ScoreRow, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """List the people, in the order in which they first appear."""
        return tuple(dict.fromkeys(row.subject for row in self.rows))

    @property
    def occasions(self) -> tuple[str, ...]:
        """List the occasions, in the order in which they first appear."""
        return tuple(dict.fromkeys(row.occasion for row in self.rows))


@dataclass(frozen=True)
class ScoreFault:
    """One thing that is wrong: the row as a spreadsheet numbers it, the column, the sentence."""

    row: int | None
    column: str | None
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the sentence in English, with its place in front."""
        row = f"row {self.row}" if self.row is not None else ""
        column = f"column {self.column}" if self.column is not None else ""
        place = ", ".join(part for part in (row, column) if part)
        sentence = self.message % self.params if self.params else self.message
        return f"{place}: {sentence}" if place else sentence


class ScoreFileError(ValueError):
    """A file that cannot be read; carries every fault that was found in it."""

    def __init__(self, faults: Sequence[ScoreFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def read_scores(
    text: str,
    *,
    subject: str,
    time: str,
    columns: Sequence[MeasureColumn],
    occasions: Mapping[str, str] | None = None,
    group: str | None = None,
) -> ScoreFile:
    """Read one row a person and time; raise `ScoreFileError` with every fault, or give them all.

    `occasions` maps the file's times to occasion labels; without it a time is its own label.
    `group` names a column with the arm of a study, which must be the same in all rows of a person.
    """
    _refuse_what_is_not_text(text)
    table = _table(text)
    wanted = [subject, time, *(measure.column for measure in columns), *([group] if group else [])]
    faults = _header_faults(table.header, wanted)
    if faults:
        raise ScoreFileError(faults)
    reader = _RowReader(table, subject, time, columns, occasions, group)
    for number, cells in table.records:
        reader.read(number, cells)
        if len(reader.faults) >= MAX_FAULTS:
            break
    if not reader.rows and not reader.faults:
        reader.faults.append(ScoreFault(None, None, N_("The file has a header and no rows.")))
    if reader.faults:
        raise ScoreFileError(reader.faults)
    return ScoreFile(tuple(reader.rows))


def _refuse_what_is_not_text(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        message = N_("The file is too large: at most %(limit)s characters can be read.")
        raise ScoreFileError([ScoreFault(None, None, message, {"limit": MAX_CHARACTERS})])
    if not text.lstrip("\ufeff").strip():
        raise ScoreFileError([ScoreFault(None, None, N_("The file is empty."))])
    if any(ord(sign) < ord(" ") and sign not in "\t\r\n" for sign in text) or "\ufffd" in text:
        raise ScoreFileError([ScoreFault(None, None, _NOT_CSV)])


@dataclass(frozen=True)
class _Table:
    header: tuple[str, ...]
    records: tuple[tuple[int, tuple[str, ...]], ...]
    has_decimal_comma: bool


def _table(text: str) -> _Table:
    """Split into a header and numbered rows; lines with nothing on them keep their number."""
    body = text.removeprefix("\ufeff")
    first_line = body.lstrip().splitlines()[0]
    delimiter = max(",;\t", key=first_line.count)
    if delimiter not in first_line:
        raise ScoreFileError([ScoreFault(None, None, _NOT_CSV)])
    lines = [(row, cells) for row, cells in _split(body, delimiter) if any(cells)]
    if not lines:
        raise ScoreFileError([ScoreFault(None, None, N_("The file is empty."))])
    (_, header), *records = lines
    # Where a comma parts the cells it cannot also be a decimal sign: 1,500 might be a thousand.
    return _Table(header, tuple(records), has_decimal_comma=delimiter != ",")


def _split(body: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    lines = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            yield number, tuple(cell.strip() for cell in cells)
    except csv.Error as error:
        message = N_("This row cannot be read. Check its quotation marks.")
        raise ScoreFileError([ScoreFault(number + 1, None, message)]) from error


def _header_faults(header: Sequence[str], wanted: Sequence[str]) -> list[ScoreFault]:
    faults = []
    for column in dict.fromkeys(wanted):
        if column not in header:
            message = N_("There is no column %(column)s. The file has: %(found)s.")
            params = {"column": column, "found": ", ".join(filter(None, header))[:200]}
            faults.append(ScoreFault(1, column, message, params))
        elif header.count(column) > 1:
            faults.append(ScoreFault(1, column, N_("This column stands in the file twice.")))
    return faults


class _RowReader:
    """Collect the scores and the faults of one file, row by row."""

    def __init__(
        self,
        table: _Table,
        subject: str,
        time: str,
        columns: Sequence[MeasureColumn],
        occasions: Mapping[str, str] | None,
        group: str | None,
    ) -> None:
        self.rows: list[ScoreRow] = []
        self.faults: list[ScoreFault] = []
        self._header = table.header
        self._has_decimal_comma = table.has_decimal_comma
        self._subject = subject
        self._time = time
        self._columns = columns
        self._occasions = occasions
        self._group = group
        self._first_row_of: dict[tuple[str, str], int] = {}
        self._group_of: dict[str, tuple[str, int]] = {}

    def read(self, number: int, cells: Sequence[str]) -> None:
        if len(cells) != len(self._header):
            message = N_("This row has %(found)s cells, the header has %(expected)s.")
            params = {"found": len(cells), "expected": len(self._header)}
            self.faults.append(ScoreFault(number, None, message, params))
            return
        row = dict(zip(self._header, cells, strict=True))
        subject, occasion = row[self._subject], self._occasion(number, row[self._time])
        if not subject:
            self.faults.append(ScoreFault(number, self._subject, N_("The person is missing.")))
        elif len(subject) > MAX_SUBJECT:
            message = N_("The person's label is longer than %(limit)s characters.")
            self.faults.append(ScoreFault(number, self._subject, message, {"limit": MAX_SUBJECT}))
        values = [(measure.key, self._value(number, row, measure)) for measure in self._columns]
        arm = self._arm(number, subject, row[self._group]) if self._group else None
        if subject and occasion is not None and self._is_new(number, subject, occasion):
            self.rows += [
                ScoreRow(subject, occasion, key, value, arm, number) for key, value in values
            ]

    def _arm(self, number: int, subject: str, group: str) -> str:
        first, row = self._group_of.setdefault(subject, (group, number))
        if not group:
            self.faults.append(ScoreFault(number, self._group, N_("The group is missing.")))
        elif group != first and first:
            message = N_("%(subject)s is in %(group)s here, and in %(first)s in row %(row)s.")
            params = {"subject": subject, "group": group, "first": first, "row": row}
            self.faults.append(ScoreFault(number, self._group, message, params))
        return group

    def _occasion(self, number: int, time: str) -> str | None:
        if not time:
            self.faults.append(ScoreFault(number, self._time, N_("The time is missing.")))
            return None
        if self._occasions is None or time in self._occasions:
            return self._occasions[time] if self._occasions else time
        message = N_("The time %(time)s is none of those that were named: %(known)s.")
        params = {"time": time, "known": ", ".join(self._occasions)}
        self.faults.append(ScoreFault(number, self._time, message, params))
        return None

    def _is_new(self, number: int, subject: str, occasion: str) -> bool:
        first = self._first_row_of.setdefault((subject, occasion), number)
        if first == number:
            return True
        message = N_("%(subject)s at %(occasion)s stands already in row %(first)s.")
        params = {"subject": subject, "occasion": occasion, "first": first}
        self.faults.append(ScoreFault(number, self._subject, message, params))
        return False

    def _value(self, number: int, row: Mapping[str, str], measure: MeasureColumn) -> float | None:
        text = row[measure.column]
        if not text or text.upper() == "NA":
            return None
        value = _number(text.replace(",", ".") if self._has_decimal_comma else text)
        if value is None:
            message = N_("“%(text)s” is not a number. Leave the cell empty if it was not answered.")
            params: dict[str, object] = {"text": text[:40]}
        elif not measure.minimum <= value <= measure.maximum:
            message = N_("%(value)s is outside the range from %(low)s to %(high)s.")
            params = {"value": text, "low": f"{measure.minimum:g}", "high": f"{measure.maximum:g}"}
        else:
            return value
        self.faults.append(ScoreFault(number, measure.column, message, params))
        return None


def _number(text: str) -> float | None:
    """Read a plain decimal number; Python alone would also take `1_000`, `nan` and `inf`."""
    if "_" in text or not text.isascii():
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
