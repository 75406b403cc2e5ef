"""What may stand as an answer in a worksheet, wherever it was given."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from clinic.domain.homework.worksheets import (
    BODY_REGIONS,
    CIRCLES,
    LADDER_PARTS,
    LONGEST_LINE,
    LONGEST_LINES,
    MOST_ROWS,
    Answer,
    Cell,
    Column,
    Field,
    FieldKind,
    Worksheet,
)
from clinic.domain.horizon import is_within
from clinic.domain.text import N_
from clinic.domain.written import read_date, read_number

_LARGEST_NUMBER = 1_000_000_000


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """Why an answer cannot stand; `key` is the field, or "log.0.minutes" for a cell of row one."""

    key: str
    message: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)
    typed: str = ""
    """The words as they were typed, where there were any."""


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A sheet as a page sends it, and what that page was drawn from.

    `version` is what the page had when it was opened, 0 before the first save; `None` overwrites.
    `base` holds the answers that stood on it then. Who corrects a slip at the typing desk after it
    opened a risk case gives the `reason`.
    """

    answers: Mapping[str, object]
    version: int | None = None
    base: Mapping[str, object] | None = None
    reason: str = ""


def check_answers(
    worksheet: Worksheet, raw: Mapping[str, object], *, day_first: bool | None = None
) -> tuple[dict[str, Answer], tuple[AnswerFault, ...]]:
    """Bring what came as JSON into the form in which answers are kept, wherever they were given.

    Empty answers are left out; a blank row inside a table stays, so that no row moves up. What
    cannot stand is a fault and keeps nothing else from standing, neither in its table nor beside
    it. `day_first` says what 5/12/2026 means here.
    """
    fields = {each.key: each for each in worksheet.fields}
    reading = _SheetReading(day_first)
    answers: dict[str, Answer] = {}
    for key, value in raw.items():
        if key not in fields:
            reading.faults.append(AnswerFault(key, N_("This worksheet has no field of that name.")))
            continue
        answer = reading.answer(fields[key], value)
        if answer is not None:
            answers[key] = answer
    return answers, tuple(reading.faults)


def readable(worksheet: Worksheet, raw: Mapping[str, object]) -> dict[str, Answer]:
    """Give what can be read of answers of which not all can stand."""
    return check_answers(worksheet, raw)[0]


@dataclass(frozen=True, slots=True)
class UnreadWords:
    """Words that could not be read as their field asks, and where in the field they stand."""

    words: str
    row: int | None = None
    """Counted from 1."""
    part: str = ""
    """The label of a column, a rung or a circle."""


def unread_by_field(
    worksheet: Worksheet, unread: Mapping[str, str]
) -> dict[str, tuple[UnreadWords, ...]]:
    """Gather words that could not be read by the field they belong to."""
    fields = {each.key: each for each in worksheet.fields}
    found: dict[str, tuple[UnreadWords, ...]] = {}
    for place, words in unread.items():
        key, *path = place.split(".")
        if key in fields:
            row = int(path[0]) + 1 if path and path[0].isdigit() else None
            part = _labels(fields[key]).get(path[-1], "") if path else ""
            found[key] = (*found.get(key, ()), UnreadWords(words, row, part))
    return found


def _labels(of: Field) -> Mapping[str, str]:
    match of.kind:
        case FieldKind.TABLE:
            return {column.key: column.label for column in of.columns}
        case FieldKind.LADDER:
            return LADDER_PARTS
        case FieldKind.CIRCLES:
            return CIRCLES
        case FieldKind.LINE | FieldKind.LINES | FieldKind.NUMBER | FieldKind.RATING:
            return {}
        case FieldKind.CHOICE | FieldKind.CHECKS | FieldKind.DATE | FieldKind.BODY_MAP:
            return {}
        case _:
            assert_never(of.kind)


def as_typed(answers: Mapping[str, object], unread: Mapping[str, str]) -> dict[str, object]:
    """Put words that could not be read back to their places, as the form had them."""
    typed: dict[str, object] = dict(answers)
    for place, words in unread.items():
        key, *path = place.split(".")
        typed[key] = _with_words(typed.get(key), path, words)
    return typed


def _with_words(value: object, path: list[str], words: str) -> object:
    if not path:
        return words
    name, rest = path[0], path[1:]
    if name.isdigit():
        rows = list(value) if isinstance(value, list) else []
        rows += [{} for _row in range(int(name) + 1 - len(rows))]
        rows[int(name)] = _with_words(rows[int(name)], rest, words)
        return rows
    parts = value if isinstance(value, Mapping) else {}
    return {**parts, name: _with_words(parts.get(name), rest, words)}


def progress(worksheet: Worksheet, answers: Mapping[str, Answer]) -> tuple[int, int]:
    """Count the fields that hold something, and all fields."""
    fields = worksheet.fields
    return sum(not _is_empty(answers.get(each.key)) for each in fields), len(fields)


class _UnfitAnswer(Exception):
    """One value cannot stand."""

    def __init__(self, message: str, **params: str | int | float) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class _SheetReading:
    """One sheet being read: its faults are gathered, and what can stand goes on."""

    def __init__(self, day_first: bool | None) -> None:
        self.faults: list[AnswerFault] = []
        self._day_first = day_first

    def answer(self, of: Field, value: object) -> Answer | None:
        """Read the answer to one field; `None` where nothing of it stands."""
        answer: Answer | None
        match of.kind:
            case FieldKind.CHECKS:
                answer = self._try(of.key, value, _ticks_of([each.key for each in of.options]))
            case FieldKind.BODY_MAP:
                answer = self._try(of.key, value, _ticks_of(BODY_REGIONS))
            case FieldKind.TABLE:
                checks = {column.key: self._cell_of(column) for column in of.columns}
                answer = self._rows(of.key, value, checks)
            case FieldKind.LADDER:
                answer = self._ladder(of.key, value)
            case FieldKind.CIRCLES:
                parts = {} if _is_empty(value) else value
                sizes = self._parts(of.key, parts, dict.fromkeys(CIRCLES, _up_to(10)))
                answer = {key: int(part) for key, part in sizes.items()}
            case FieldKind.LINE | FieldKind.LINES | FieldKind.NUMBER | FieldKind.RATING:
                answer = self._try(of.key, value, self._cell_of(of))
            case FieldKind.CHOICE | FieldKind.DATE:
                answer = self._try(of.key, value, self._cell_of(of))
            case _:
                assert_never(of.kind)
        return None if _is_empty(answer) else answer

    def _try(
        self, key: str, value: object, check: "Callable[[object], Cell | list[str] | None]"
    ) -> "Cell | list[str] | None":
        try:
            return check(value)
        except _UnfitAnswer as unfit:
            self.faults.append(AnswerFault(key, unfit.message, unfit.params, _typed(value)))
            return None

    def _cell_of(self, of: Field | Column) -> "Callable[[object], Cell | None]":
        return lambda value: self._cell(of, value)

    def _cell(self, of: Field | Column, value: object) -> Cell | None:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        unit = of.unit if isinstance(of, Field) else ""
        match of.kind:
            case FieldKind.LINE:
                return _line(value)
            case FieldKind.LINES:
                return _text(value, LONGEST_LINES)
            case FieldKind.NUMBER:
                return _number(value, of.minimum, of.maximum, unit)
            case FieldKind.RATING:
                return _whole(value, 10 if of.maximum is None else int(of.maximum))
            case FieldKind.CHOICE:
                return _option(value, [option.key for option in of.options])
            case FieldKind.DATE:
                return self._day(value)
            case FieldKind.CHECKS | FieldKind.BODY_MAP | FieldKind.TABLE:
                raise TypeError(f"a cell of the kind {of.kind}")
            case FieldKind.LADDER | FieldKind.CIRCLES:
                raise TypeError(f"a cell of the kind {of.kind}")
            case _:
                assert_never(of.kind)

    def _day(self, value: object) -> str:
        day = read_date(value, self._day_first) if isinstance(value, str) else None
        if day is None or not is_within(day):
            raise _UnfitAnswer(N_("Please enter a date, such as 2026-03-05."))
        return day.isoformat()

    def _parts(
        self, key: str, value: object, checks: "Mapping[str, Callable[[object], Cell | None]]"
    ) -> dict[str, Cell]:
        """Read a mapping part by part; what cannot stand is left out and named."""
        if not isinstance(value, Mapping):
            self.faults.append(AnswerFault(key, N_("The parts of this answer are missing.")))
            return {}
        parts: dict[str, Cell] = {}
        for name, part in value.items():
            place = f"{key}.{name}"
            if name not in checks:
                self.faults.append(AnswerFault(place, N_("There is no column of that name.")))
                continue
            cell = self._try(place, part, checks[name])
            if cell is not None and cell != "" and not isinstance(cell, list):
                parts[name] = cell
        return parts

    def _rows(
        self, key: str, value: object, checks: "Mapping[str, Callable[[object], Cell | None]]"
    ) -> list[dict[str, Cell]]:
        if _is_empty(value):
            return []
        if not isinstance(value, list):
            self.faults.append(AnswerFault(key, N_("Rows are expected here.")))
            return []
        if len(value) > MOST_ROWS:
            message = N_("There is room for at most %(most)s rows.")
            self.faults.append(AnswerFault(key, message, {"most": MOST_ROWS}))
            value = value[:MOST_ROWS]
        rows = [self._parts(f"{key}.{number}", row, checks) for number, row in enumerate(value)]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _ladder(self, key: str, value: object) -> list[dict[str, Cell]]:
        distress = _up_to(100)
        checks = {"step": _step, "expected": distress, "actual": distress, "done": _yes}
        rows = self._rows(key, value, checks)
        return [{**row, "done": "done" in row} if row else {} for row in rows]


def _typed(value: object) -> str:
    """Give back what somebody typed, also where a script made a number of it."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign in "\n\t" or not _is_unwritable(sign))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:g}" if abs(value) < _LARGEST_NUMBER else ""


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)


def _text(value: object, most: int) -> str:
    if not isinstance(value, str):
        raise _UnfitAnswer(N_("Please write words here."))
    if len(value) > most:
        raise _UnfitAnswer(N_("This is longer than the %(most)s characters that fit."), most=most)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if any(_is_unwritable(sign) for sign in text if sign not in "\n\t"):
        raise _UnfitAnswer(N_("This contains a character we cannot store. Please retype it."))
    return text.strip()


def _is_unwritable(sign: str) -> bool:
    # Control characters and halves of a surrogate pair, which no database keeps alike.
    return unicodedata.category(sign) in ("Cc", "Cs")


def _line(value: object) -> str:
    return _text(value, LONGEST_LINE).replace("\n", " ").replace("\t", " ")


def _number(
    value: object, minimum: float | None, maximum: float | None, unit: str = ""
) -> int | float:
    low = -_LARGEST_NUMBER if minimum is None else minimum
    high = _LARGEST_NUMBER if maximum is None else maximum
    if isinstance(value, str):
        # A number that lies outside is read too, so that the sentence can say so.
        inside = read_number(value, lambda read: low <= read <= high, unit)
        value = inside if inside is not None else read_number(value, unit=unit)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _UnfitAnswer(N_("Please enter a number."))
    if not low <= value <= high:
        raise _UnfitAnswer(
            N_("Please enter a number from %(low)g to %(high)g."), low=low, high=high
        )
    return int(value) if value == int(value) else value


def _whole(value: object, maximum: int) -> int:
    number = _number(value, 0, maximum)
    if not isinstance(number, int):
        raise _UnfitAnswer(N_("Please enter a whole number."))
    return number


def _option(value: object, keys: Collection[str]) -> str:
    if not isinstance(value, str) or value not in keys:
        raise _UnfitAnswer(N_("Please pick one of the options."))
    return value


def _ticks_of(keys: Iterable[str]) -> Callable[[object], list[str] | None]:
    known = list(keys)

    def read(value: object) -> list[str] | None:
        """Take each key once, in the order of the sheet, so that equal answers are equal."""
        if _is_empty(value):
            return None
        if not isinstance(value, list):
            raise _UnfitAnswer(N_("Please pick from the options."))
        picked = {_option(each, known) for each in value}
        return [key for key in known if key in picked]

    return read


def _up_to(most: int) -> Callable[[object], int | None]:
    return lambda value: None if value is None or value == "" else _whole(value, most)


def _step(value: object) -> str | None:
    return None if value is None else _line(value)


def _yes(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value or None
    raise _UnfitAnswer(N_("Please answer yes or no."))
