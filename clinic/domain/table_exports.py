"""Cells of the tables that leave the program: text that a spreadsheet would compute stays text."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import takewhile

_BEGINS = frozenset("=+-@\t\r\n")
"""What makes a spreadsheet read a cell as a formula, or split it into several."""
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_ENDING = "\r\n"
_QUOTE = "'"
"""What a spreadsheet takes for "this is text"."""


def safe_cell(text: str) -> str:
    """Set a quote before text that a spreadsheet would compute; a number stays a number.

    All invisible characters are looked through, since each spreadsheet drops others, and
    full-width characters count as their plain ones, because some fold them when they read a file.
    """
    if _NUMBER.fullmatch(text):
        return text
    unseen = "".join(takewhile(_is_unseen, text))
    folded = unseen + unicodedata.normalize("NFKC", text[len(unseen) : len(unseen) + 1])
    return _QUOTE + text if any(sign in _BEGINS for sign in folded) else text


def _is_unseen(sign: str) -> bool:
    """Say whether a character is a space, a control, or only steers how others are shown."""
    return unicodedata.category(sign)[0] in "ZC"


def table_of(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV; every table that leaves the program is written here."""
    return "".join(map(_line, rows))


def _line(row: Sequence[str]) -> str:
    """Write one row; the writer puts quotes around no line ending but those of its own ending."""
    text = io.StringIO()
    csv.writer(text, lineterminator=_ENDING).writerow([safe_cell(cell) for cell in row])
    return text.getvalue().removesuffix(_ENDING) + "\n"
