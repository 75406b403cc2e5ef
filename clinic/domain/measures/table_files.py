"""Any program's table as text: its encoding, what parts its cells, and which rows are headings.

Nothing here is guessed from the heading alone: the delimiter is the one under which every row has
the heading's number of cells. What was taken for more than a row of data is said in a remark.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clinic.domain.measures.table_cells import clean, is_gap, number_in
from clinic.domain.text import N_

MAX_CHARACTERS = 20_000_000
MAX_FAULTS = 200
"""Beyond this the file is another file than was meant, and a longer list helps nobody."""

_NOT_CSV = N_("This is not a CSV file. Save the sheet as CSV (UTF-8) and choose that file.")
_SPREADSHEET = N_(
    "This is a spreadsheet file, of which a reader sees more than a program does. Save the sheet"
    " as CSV (UTF-8) and choose that file."
)
_EMPTY = N_("The file is empty.")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")
_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=([,;|\t])"?[,;|\t]*\r?\n?', re.IGNORECASE)
_IMPORT_ID = re.compile(r'\{\s*"ImportId"')
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Cells = tuple[str, ...]
Record = tuple[int, Cells]


@dataclass(frozen=True)
class Remark:
    """Something about a file that was read which its reader should know."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the sentence in English."""
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True)
class TableFault:
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


class TableFileError(ValueError):
    """A file that cannot be read; carries every fault that was found in it."""

    def __init__(self, faults: Sequence[TableFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True)
class Wanted:
    """The columns that are read: labels, the person's first, and numbers."""

    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Give every column once."""
        return tuple(dict.fromkeys((*self.labels, *self.values)))


@dataclass(frozen=True)
class FileTable:
    """A heading and the rows under it, each with the number that a spreadsheet gives it."""

    header: Cells
    records: tuple[Record, ...]
    delimiter: str
    remarks: tuple[Remark, ...] = ()
    faults: tuple[TableFault, ...] = ()
    """Rows that are not among the records, for they have too many cells or too few."""


def in_rows(faults: Iterable[TableFault]) -> TableFileError:
    """Make the error of a file from its faults, from top to bottom."""
    found = sorted(faults, key=lambda fault: fault.row or 0)
    return TableFileError(found[:MAX_FAULTS])


def refusal(message: str, **params: object) -> TableFileError:
    """Make the fault of a whole file."""
    return TableFileError([TableFault(None, None, message, params)])


def decode(raw: bytes) -> tuple[str, tuple[Remark, ...]]:
    """Turn the bytes of a file into text, and say where its encoding is not the usual one."""
    if raw.startswith((_ZIP, _OLD_EXCEL)):
        raise refusal(_SPREADSHEET)
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise refusal(_NOT_CSV) from None
    else:
        told = N_("The file is in UTF-16, and was read so.")
        return text, (Remark(told),) if encoding == "utf-16" else ()
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise refusal(_NOT_CSV) from None
    message = N_(
        "The file is not in UTF-8 and was read as Windows-1252. Check letters with accents."
    )
    return text, (Remark(message),)


def read_table(text: str, wanted: Wanted, *, keeps_blank: bool = False) -> FileTable:
    """Split a text into a heading and numbered rows; raise `TableFileError` with every fault.

    Blank lines keep their number. `keeps_blank` keeps rows of delimiters alone, too.
    """
    _refuse_what_is_not_text(text)
    body = text.removeprefix("\ufeff").lstrip("\r\n")
    skipped = text.removeprefix("\ufeff")[: -len(body)].count("\n")
    stated = _SEP_LINE.match(body)
    body = body[stated.end() :] if stated else body
    title, body = _titled(body, wanted)
    split = _best_split(body, stated[1] if stated else "", wanted)
    above = (0 if stated else skipped) + title
    records = [(row + above, cells) for row, cells in split.records]
    kept = [
        (row, cells) for row, cells in records if any(cells) or (keeps_blank and len(cells) > 1)
    ]
    if not kept:
        raise refusal(_EMPTY)
    (row, named), *rows = kept
    header = tuple(" ".join(name.split()) for name in _trimmed(named))
    if split.broken is not None:
        message = N_("This row cannot be read. Check its quotation marks.")
        raise TableFileError([TableFault(split.broken + above, None, message)])
    if faults := _header_faults(row, header, wanted.all):
        raise TableFileError(faults)
    ragged = _ragged(header, rows)
    odd = {fault.row for fault in ragged}
    fitted = [(number, cells[: len(header)]) for number, cells in rows if number not in odd]
    headings = _headings(header, [cells for _, cells in fitted], wanted)
    remarks = [
        *_told_title(title, row),
        *_told_headings([number for number, _ in fitted[:headings]]),
    ]
    return FileTable(
        header, tuple(fitted[headings:]), split.delimiter, tuple(remarks), tuple(ragged)
    )


def _titled(body: str, wanted: Wanted) -> tuple[int, str]:
    """Count the lines of a title above the headings, as Numbers writes one, and leave them out."""
    first, _, rest = body.partition("\n")
    title = first.strip().strip('"')
    if not wanted.all or title in wanted.all or any(sign in title for sign in _DELIMITERS):
        return 0, body
    below = rest.lstrip("\r\n")
    splits = [_split(below.partition("\n")[0], sign) for sign in _DELIMITERS]
    if any(set(wanted.all) <= {" ".join(n.split()) for n in each.header} for each in splits):
        return 1 + rest[: len(rest) - len(below)].count("\n"), below
    return 0, body


def _told_title(lines: int, heading: int) -> list[Remark]:
    message = N_("What stands above row %(row)s was read as a title.")
    return [Remark(message, {"row": heading})] if lines else []


def _refuse_what_is_not_text(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        message = N_("The file is too large: at most %(limit)s characters can be read.")
        raise refusal(message, limit=MAX_CHARACTERS)
    if not text.lstrip("\ufeff").strip():
        raise refusal(_EMPTY)
    if _NO_TEXT.search(text):
        raise refusal(_NOT_CSV)


@dataclass(frozen=True)
class _Split:
    """A text under one delimiter, up to the row that cannot be read."""

    delimiter: str
    records: tuple[Record, ...]
    broken: int | None

    @property
    def header(self) -> Cells:
        return next((_trimmed(cells) for _, cells in self.records if any(cells)), ())

    def rank(self, wanted: Wanted) -> tuple[bool, bool, float, int]:
        """Say how well the rows agree with the heading; the columns asked for weigh first."""
        header = {" ".join(name.split()) for name in self.header}
        width = len(self.header)
        rows = [cells for _, cells in self.records if any(cells)]
        fitting = sum(len(_trimmed(cells)) <= width <= len(cells) for cells in rows)
        has_all = set(wanted.all) <= header
        return self.broken is None, has_all, fitting / max(len(rows), 1), width


def _best_split(body: str, stated: str, wanted: Wanted) -> _Split:
    if stated:
        return _split(body, stated)
    splits = [_split(body, sign) for sign in _DELIMITERS if sign in body]
    splits = [each for each in splits if len(each.header) > 1]
    if splits:
        return max(splits, key=lambda each: each.rank(wanted))
    single = _split(body, ",")
    if not wanted.all or not set(wanted.all) <= set(single.header):
        raise refusal(_NOT_CSV)
    return single


def _split(body: str, delimiter: str) -> _Split:
    records: list[Record] = []
    lines = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            records.append((number, tuple(map(clean, cells))))
    except csv.Error:
        return _Split(delimiter, tuple(records), number + 1)
    return _Split(delimiter, tuple(records), None)


def _trimmed(cells: Cells) -> Cells:
    """Leave out the blank cells at the end, which spreadsheets add."""
    width = len(cells)
    while width and not cells[width - 1]:
        width -= 1
    return cells[:width]


def _header_faults(row: int, header: Cells, wanted: Sequence[str]) -> list[TableFault]:
    faults = []
    for column in wanted:
        if column not in header:
            message = N_("There is no column %(column)s. The file has: %(found)s.")
            params = {"column": column, "found": ", ".join(filter(None, header))[:200]}
            faults.append(TableFault(row, column, message, params))
        elif header.count(column) > 1:
            faults.append(TableFault(row, column, N_("This column is in the file twice.")))
    return faults


def _ragged(header: Cells, rows: Sequence[Record]) -> list[TableFault]:
    message = N_("This row has %(found)s cells, the header has %(expected)s.")
    return [
        TableFault(number, None, message, {"found": len(cells), "expected": len(header)})
        for number, cells in rows
        if not len(_trimmed(cells)) <= len(header) <= len(cells)
    ]


def _headings(header: Cells, rows: Sequence[Cells], wanted: Wanted) -> int:
    """Count the rows below the first that are headings too: Qualtrics has two, SurveyMonkey one."""
    for place, cells in enumerate(rows[:2]):
        if any(cells) and all(_IMPORT_ID.match(cell) for cell in cells if cell):
            return place + 1
    if not rows:
        return 0
    values = [header.index(column) for column in wanted.values]
    labels = [rows[0][header.index(column)] for column in wanted.labels]
    if not _is_words([rows[0][place] for place in values]):
        return 0
    if _names_numbers(rows):
        return 1
    if wanted.labels:
        return int(not labels[0] and not any(number_in(label) for label in labels))
    others = ([cells[place] for place in values] for cells in rows[1:])
    return int(len(values) > 1 and not any(map(_is_words, others)))


def _names_numbers(rows: Sequence[Cells]) -> bool:
    """Say whether a first row of words stands over columns of numbers, as SoSci writes it.

    One column could be the first person's word for a gap; every cell of the row, and two, cannot.
    """
    first, *others = rows
    if not others or not _is_words(first):
        return False
    columns = [(name, [cells[place] for cells in others]) for place, name in enumerate(first)]
    numbered = [
        name
        for name, below in columns
        if name and any(map(number_in, below)) and all(is_gap(c) or number_in(c) for c in below)
    ]
    return len(numbered) > 1


def _is_words(cells: Sequence[str]) -> bool:
    """Say whether there is something in cells and none of it is an answer."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and not any(is_gap(cell) or number_in(cell) for cell in filled)


def _told_headings(rows: Sequence[int]) -> tuple[Remark, ...]:
    if not rows:
        return ()
    if len(rows) == 1:
        return (Remark(N_("Row %(row)s was read as a second heading."), {"row": rows[0]}),)
    message = N_("Rows %(first)s and %(second)s were read as a second and a third heading.")
    return (Remark(message, {"first": rows[0], "second": rows[1]}),)
