"""Numbers, dates and times as people write them: read where there is one meaning, never guessed."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, time

_PLAIN = re.compile(r"([+-]?)([0-9]+)(?:([.,])([0-9]+))?")
_GROUPED = re.compile(r"([+-]?)([0-9]{1,3}(?:([., '])[0-9]{3})(?:\3[0-9]{3})*)(?:([.,])([0-9]+))?")
_MOST_DIGITS = 15
_GROUP = 3

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_SLASHED = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_WORDED = re.compile(r"([0-9]{1,2})\.? ([a-z]{3,9})\.?,? ([0-9]{4})")
_WORD_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2}))?(?: ?(?:h|uhr))?")
_HOUR_FIRST = re.compile(r"([0-9]{1,2}) ?(?:h|uhr) ?([0-9]{2})?")
_DIGITS = re.compile(r"([0-9]{1,2})([0-9]{2})")
_BARE_HOUR = re.compile(r"(0[0-9]|1[3-9]|2[0-3])")
_TWELVE = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))? ?([ap])\.?m\.?")
_NOON = 12

MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "BZ", "FM", "MH", "PW"})
"""Countries in which 5/12/2026 is the twelfth of May (Unicode CLDR 47, short date patterns)."""


def is_day_first(country: str) -> bool | None:
    """Say whether days come first in a date of the country; `None` where that is not known."""
    return country not in MONTH_FIRST if country else None


def read_number(
    text: str, fits: Callable[[float], bool] = lambda _value: True, unit: str = ""
) -> float | None:
    """Read a number with a decimal point or comma, any script's digits and a unit or % behind it.

    `1,234` is a thousand and more to one and little more than one to another: `fits` says which
    values could stand, and where more than one reading could, there is none.
    """
    plain = plain_signs(text)
    for ending in (unit.casefold(), "%"):
        if ending and plain.casefold().endswith(ending):
            plain = plain[: -len(ending)].rstrip()
            break
    values = {value for value in _meanings(plain) if fits(value)}
    return values.pop() if len(values) == 1 else None


def plain_signs(text: str) -> str:
    """Give digits of any script as 0-9, every minus as a hyphen and every space as one space."""
    normal = unicodedata.normalize("NFKC", text)
    signs = (
        str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in normal
    )
    return " ".join("".join(signs).translate(_MINUS).split())


_MINUS = str.maketrans("−–\u2019", "--'")


def _meanings(plain: str) -> Iterator[float]:
    if sum(sign.isdigit() for sign in plain) > _MOST_DIGITS:
        return
    if found := _PLAIN.fullmatch(plain):
        sign, whole, mark, rest = found.groups()
        yield float(f"{sign}{whole}.{rest or 0}")
        if mark is None or len(rest) != _GROUP or len(whole) > _GROUP or whole.startswith("0"):
            return
    if found := _GROUPED.fullmatch(plain):
        sign, whole, group, mark, rest = found.groups()
        if mark != group:
            yield float(f"{sign}{re.sub('[^0-9]', '', whole)}.{rest or 0}")


def read_date(text: str, day_first: bool | None = None) -> date | None:
    """Read a date by its year, month and day; `day_first` says what 5/12/2026 means here.

    Dates with dots have the day first wherever they are written. Where two readings are left,
    there is none.
    """
    plain = plain_signs(text).casefold()
    for pattern, read in _READERS.items():
        if found := pattern.fullmatch(plain):
            dates = {day for day in map(_date, *zip(*read(found, day_first), strict=True)) if day}
            return dates.pop() if len(dates) == 1 else None
    return None


def read_time(text: str) -> time | None:
    """Read a time of day; a clock without "am" or "pm" has twenty-four hours.

    A bare `6` is morning to one and evening to another: there is none.
    """
    plain = plain_signs(text).casefold()
    if found := _TWELVE.fullmatch(plain):
        return _time(_of_twelve(int(found[1]), found[3]), found[2])
    for pattern in (_CLOCK, _HOUR_FIRST, _DIGITS, _BARE_HOUR):
        if found := pattern.fullmatch(plain):
            hour, *rest = found.groups()
            return _time(int(hour), *rest)
    return None


def _of_twelve(hour: int, half: str) -> int:
    if hour > _NOON and half == "p":
        return hour  # 18:30 pm is said twice
    return hour % _NOON + (_NOON if half == "p" else 0) if 1 <= hour <= _NOON else -1


def _time(hour: int, minute: str | None = None, second: str | None = None) -> time | None:
    try:
        return time(hour, int(minute or 0), int(second or 0))
    except ValueError:
        return None


_Parts = tuple[int, int, int]
"""Year, month and day; a month that is none makes no date."""


def _iso(found: re.Match[str], _day_first: bool | None) -> list[_Parts]:
    year, month, day = map(int, found.groups())
    return [(year, month, day)]


def _dotted(found: re.Match[str], _day_first: bool | None) -> list[_Parts]:
    day, month, year = map(int, found.groups())
    return [(year, month, day)]


def _slashed(found: re.Match[str], day_first: bool | None) -> list[_Parts]:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    by_day, by_month = (year, second, first), (year, first, second)
    if day_first is None:
        return [by_day, by_month]
    return [by_day if day_first else by_month]


def _worded(found: re.Match[str], _day_first: bool | None) -> list[_Parts]:
    return [(int(found[3]), _month(found[2]), int(found[1]))]


def _word_first(found: re.Match[str], _day_first: bool | None) -> list[_Parts]:
    return [(int(found[3]), _month(found[1]), int(found[2]))]


_READERS: dict[re.Pattern[str], Callable[[re.Match[str], bool | None], list[_Parts]]] = {
    _ISO: _iso,
    _DOTTED: _dotted,
    _SLASHED: _slashed,
    _WORDED: _worded,
    _WORD_FIRST: _word_first,
}


def _month(word: str) -> int:
    found = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)]
    return found[0] if len(found) == 1 or word in _MONTHS else 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
