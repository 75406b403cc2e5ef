"""One cell of a table: what is a gap, what is a number, and where a number has two meanings."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from clinic.domain.written import plain_signs

_GAPS = {"", "NA", "N/A", "#N/A", "#NV", "NAN", "<NA>", ".", "NULL", "#NULL!"}
"""How R, pandas, Excel, SPSS, SAS and databases write a value that is not there."""
_LETTERED = re.compile(r"[.][a-z_]", re.IGNORECASE)
"""How Stata and SAS write the reason why: `.a` to `.z`."""
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How a cell is written that Excel shall leave as text, leading zeros and all."""
_PLAIN = re.compile(r"[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[+-]?([0-9]*,[0-9]+|[0-9]{1,3}([.][0-9]{3})+,[0-9]+)")
_THOUSANDS_COMMA = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?")
_THOUSANDS_POINT = re.compile(r"[+-]?[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]+)?")


class DecimalSign(StrEnum):
    """What stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


class Outside(StrEnum):
    """What becomes of a number that the measure cannot give."""

    REFUSE = "refuse"
    LEAVE_OUT = "leave-out"


@dataclass(frozen=True)
class TableReading:
    """What was said about a file beyond its columns."""

    missing: frozenset[str] = frozenset()
    """What stands in a cell for an answer that is not there, numbers and words."""
    decimal: DecimalSign | None = None
    outside: Outside = Outside.REFUSE
    only: tuple[tuple[str, str], ...] = ()
    """Columns and the value that a row must have there to be read."""

    def is_missing(self, text: str) -> bool:
        """Say whether a cell holds no answer, by common words or by what was said."""
        if is_gap(text) or not self.missing:
            return is_gap(text)
        if text.casefold() in self.missing:
            return True
        meanings = number_in(text)
        return any(plain_number(value) in self.missing for value in meanings)


@dataclass
class DecimalSigns:
    """Which decimal signs a file's cells use beyond doubt."""

    seen: set[DecimalSign] = field(default_factory=set)

    def note(self, cells: Iterable[str]) -> None:
        """Learn from cells that can be read in one way."""
        for cell in cells:
            if cell.isdecimal():
                continue
            text = cell if cell.isascii() else plain_signs(cell)
            if text.isdecimal() or len(number_in(cell)) != 1:
                continue
            if _DECIMAL_COMMA.fullmatch(text) or _many(_THOUSANDS_POINT, text, "."):
                self.seen.add(DecimalSign.COMMA)
            elif "." in text or _many(_THOUSANDS_COMMA, text, ","):
                self.seen.add(DecimalSign.POINT)

    def choose(self, text: str, meanings: tuple[float, ...]) -> tuple[float, ...]:
        """Keep the meaning that the other cells speak for; all of them where none does."""
        if len(meanings) < 2 or len(self.seen) != 1:
            return meanings
        (sign,) = self.seen
        return (_meaning(plain_signs(text), sign),)


def clean(cell: str) -> str:
    """Strip what is no part of a cell's text: blanks, marks of order, Excel's returns.

    A letter with its accent is one character, however a program wrote it.
    """
    text = cell.replace("_x000D_", "").strip(" \t\r\n\u00a0\ufeff\u200b")
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    as_text = _AS_TEXT.fullmatch(text)
    return as_text[1].strip() if as_text else text


def is_gap(text: str) -> bool:
    """Say whether a cell says that there is no value, in a way that most programs know."""
    return text.upper() in _GAPS or _LETTERED.fullmatch(text) is not None


@lru_cache(maxsize=65_536)
def number_in(text: str) -> tuple[float, ...]:
    """Give what a text can mean as a number: nothing, one value, or two, the decimal one first.

    `1,500` can be one and a half or one thousand five hundred, and so can `1.500`.
    """
    plain = text if text.isascii() else plain_signs(text)
    comma, point = _meanings(plain)
    found = [value for value in (comma, point) if value is not None]
    if "," not in plain:
        found.reverse()
    return tuple(dict.fromkeys(value for value in found if math.isfinite(value)))


def plain_number(value: float) -> str:
    """Write a number in one way, so that 1 and 1.0 are one."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def plain_label(text: str) -> str:
    """Write a label that is a number in one way: 1.0, which pandas writes beside gaps, as 1."""
    number = float(text) if _PLAIN.fullmatch(text) and len(text) < 16 else None
    return text if number is None or not math.isfinite(number) else plain_number(number)


def _meanings(plain: str) -> tuple[float | None, float | None]:
    """Read a text with a comma before the decimals, and with a point."""
    is_comma = bool(_DECIMAL_COMMA.fullmatch(plain)) or bool(_THOUSANDS_POINT.fullmatch(plain))
    is_point = bool(_PLAIN.fullmatch(plain)) or bool(_THOUSANDS_COMMA.fullmatch(plain))
    return (
        _meaning(plain, DecimalSign.COMMA) if is_comma else None,
        _meaning(plain, DecimalSign.POINT) if is_point else None,
    )


def _meaning(plain: str, sign: DecimalSign) -> float:
    if sign is DecimalSign.COMMA:
        return float(plain.replace(".", "").replace(",", "."))
    return float(plain.replace(",", ""))


def _many(pattern: re.Pattern[str], text: str, sign: str) -> bool:
    return text.count(sign) > 1 and pattern.fullmatch(text) is not None
