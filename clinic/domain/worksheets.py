"""A worksheet as it was parsed, and the rule for what may stand as an answer in it."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from clinic.domain.exercises import Flow, Skill
from clinic.domain.figures import Figure
from clinic.domain.horizon import read_day
from clinic.domain.risk import RiskSign
from clinic.domain.text import N_


class FieldKind(StrEnum):
    """What kind of answer a field takes."""

    LINE = "line"
    LINES = "lines"
    NUMBER = "number"
    RATING = "rating"
    CHOICE = "choice"
    CHECKS = "checks"
    DATE = "date"
    TABLE = "table"
    LADDER = "ladder"
    CIRCLES = "circles"
    BODY_MAP = "body-map"


class Readers(StrEnum):
    """Who may read what somebody writes into a sheet."""

    FACILITATORS = "facilitators"
    MINE = "mine until shared"
    # The writer alone, until she lets the facilitators read it and after she takes that back.


CIRCLES = {
    "threat": N_("Threat and protection"),
    "drive": N_("Drive and reaching"),
    "soothing": N_("Soothing and safeness"),
}
BODY_REGIONS = {
    "head": N_("Head"),
    "face": N_("Face and jaw"),
    "throat": N_("Throat"),
    "shoulders": N_("Shoulders"),
    "chest": N_("Chest"),
    "stomach": N_("Stomach"),
    "back": N_("Back"),
    "arms": N_("Arms"),
    "hands": N_("Hands"),
    "hips": N_("Hips"),
    "legs": N_("Legs"),
    "feet": N_("Feet"),
}
LADDER_PARTS = {
    "step": N_("Step"),
    "expected": N_("Distress I expect, 0-100"),
    "actual": N_("Distress there was, 0-100"),
    "done": N_("Done"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice or of checks."""

    key: str
    label: str
    risk: RiskSign | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` in percent of the table, None shares what is left."""

    key: str
    label: str
    kind: FieldKind
    width: int | None = None
    options: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    risk: RiskSign | None = None
    risk_from: float | None = None

    @property
    def is_tick(self) -> bool:
        """Whether there is one option alone, so that a tick says all."""
        return len(self.options) == 1


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write, by the key under which its answer is kept wherever it is given."""

    key: str
    label: str
    kind: FieldKind
    hint: str = ""
    example: str | tuple[str, ...] = ""
    # Of a table a cell for each column in their order, of a ladder a step each.
    lines: int = 3
    minimum: float | None = None
    maximum: float | None = None
    low: str = ""
    high: str = ""
    unit: str = ""
    options: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 5
    risk: RiskSign | None = None
    risk_from: float | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Text between fields; `html` is safe to show as it stands."""

    html: str
    is_steps: bool = False


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet with its blocks in reading order."""

    code: str
    slug: str
    title: str
    purpose: str
    language: str
    minutes: int
    week: int | None
    # in which it usually first comes; 0 is before the first session, None fits any week
    skill: Skill
    flow: Flow
    readers: Readers
    caution: str
    stop_rule: str
    blocks: tuple[Prose | Field | Figure, ...]
    stays_open: bool = False
    # it never closes, and its writer finds it under Help now: a safety plan

    @property
    def fields(self) -> tuple[Field, ...]:
        """The places to write, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Field))


Cell: TypeAlias = str | int | float | bool
Answer: TypeAlias = Cell | list[str] | dict[str, int] | list[dict[str, Cell]]
"""What one field holds, in values that JSON keeps; docs/content-format.md says which by kind."""

LONGEST_LINE = 500
LONGEST_LINES = 20_000
MOST_ROWS = 60
"""Rows of a table or a ladder: more than any paper has, and a bound for a hostile request."""

_LARGEST_NUMBER = 1_000_000_000
_NUMBER = re.compile(r"[+-]?[0-9]{1,10}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """Why an answer cannot stand; `key` is the field, or "log.0.minutes" for a cell of row one."""

    key: str
    message: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)


def check_answers(
    worksheet: Worksheet, raw: Mapping[str, object]
) -> tuple[dict[str, Answer], tuple[AnswerFault, ...]]:
    """Bring what came as JSON into the form in which answers are kept, wherever they were given.

    Empty answers are left out; a blank row inside a table stays, so that no row moves up. A field
    with a fault gives no answer at all.
    """
    fields = {each.key: each for each in worksheet.fields}
    answers: dict[str, Answer] = {}
    faults: list[AnswerFault] = []
    for key, value in raw.items():
        if key not in fields:
            faults.append(AnswerFault(key, N_("This worksheet has no field of that name.")))
            continue
        try:
            answer = _answer(fields[key], value)
        except _Unfit as unfit:
            faults.extend(_under(key, unfit.faults))
        else:
            if answer is not None:
                answers[key] = answer
    return answers, tuple(faults)


def progress(worksheet: Worksheet, answers: Mapping[str, Answer]) -> tuple[int, int]:
    """Count the fields that hold something, and all fields."""
    fields = worksheet.fields
    return sum(not _is_empty(answers.get(each.key)) for each in fields), len(fields)


class _Unfit(Exception):
    """One answer cannot stand; the keys of its faults begin below the field."""

    def __init__(self, *faults: AnswerFault) -> None:
        super().__init__(*faults)
        self.faults = faults


def _unfit(message: str, **params: str | int | float) -> _Unfit:
    return _Unfit(AnswerFault("", message, params))


def _under(key: str, faults: Iterable[AnswerFault]) -> list[AnswerFault]:
    return [
        AnswerFault(f"{key}.{fault.key}" if fault.key else key, fault.message, fault.params)
        for fault in faults
    ]


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)


def _answer(of: Field, value: object) -> Answer | None:
    answer: Answer | None
    match of.kind:
        case FieldKind.CHECKS:
            answer = _keys(value, [option.key for option in of.options])
        case FieldKind.BODY_MAP:
            answer = _keys(value, BODY_REGIONS)
        case FieldKind.TABLE:
            answer = _rows(value, {column.key: _cell_check(column) for column in of.columns})
        case FieldKind.LADDER:
            answer = _ladder(value)
        case FieldKind.CIRCLES:
            answer = _circles(value)
        case _:
            answer = _cell(of, value)
    return None if _is_empty(answer) else answer


def _cell_check(column: Column) -> Callable[[object], Cell | None]:
    return lambda value: _cell(column, value)


def _cell(of: Field | Column, value: object) -> Cell | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    match of.kind:
        case FieldKind.LINES:
            return _text(value, LONGEST_LINES)
        case FieldKind.NUMBER:
            return _number(value, of.minimum, of.maximum)
        case FieldKind.RATING:
            return _whole(value, 10 if of.maximum is None else int(of.maximum))
        case FieldKind.CHOICE:
            return _option(value, [option.key for option in of.options])
        case FieldKind.DATE:
            return _day(value)
    return _line(value)


def _text(value: object, most: int) -> str:
    if not isinstance(value, str):
        raise _unfit(N_("Words belong here."))
    if len(value) > most:
        raise _unfit(N_("This is longer than the %(most)s characters that fit."), most=most)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    # Cc and Cs: control characters and halves of a surrogate pair, which no database keeps alike.
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text if sign not in "\n\t"):
        raise _unfit(N_("There is a character in here that cannot be kept. Please retype it."))
    return text.strip()


def _line(value: object) -> str:
    return _text(value, LONGEST_LINE).replace("\n", " ").replace("\t", " ")


def _number(value: object, minimum: float | None, maximum: float | None) -> int | float:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unfit(N_("A number belongs here."))
    low = -_LARGEST_NUMBER if minimum is None else minimum
    high = _LARGEST_NUMBER if maximum is None else maximum
    if not low <= value <= high:
        raise _unfit(N_("The number lies between %(low)g and %(high)g."), low=low, high=high)
    return int(value) if value == int(value) else value


def _whole(value: object, maximum: int) -> int:
    number = _number(value, 0, maximum)
    if not isinstance(number, int):
        raise _unfit(N_("A whole number belongs here."))
    return number


def _option(value: object, keys: Collection[str]) -> str:
    if not isinstance(value, str) or value not in keys:
        raise _unfit(N_("Please pick one of the options."))
    return value


def _day(value: object) -> str:
    try:
        if isinstance(value, str):
            return read_day(value).isoformat()
    except ValueError:
        pass
    raise _unfit(N_("A date belongs here, as 2026-03-05."))


def _keys(value: object, keys: Collection[str]) -> list[str] | None:
    """Take each key once, in the order of the sheet, so that equal answers are equal records."""
    if _is_empty(value):
        return None
    if not isinstance(value, list):
        raise _unfit(N_("Please pick from the options."))
    picked = {_option(each, keys) for each in value}
    return [key for key in keys if key in picked]


def _parts(value: object, checks: Mapping[str, Callable[[object], Cell | None]]) -> dict[str, Cell]:
    """Check a mapping part by part and name every part that cannot stand."""
    if not isinstance(value, Mapping):
        raise _unfit(N_("The parts of this answer are missing."))
    parts: dict[str, Cell] = {}
    faults: list[AnswerFault] = []
    for key, part in value.items():
        if key not in checks:
            faults.append(AnswerFault(str(key), N_("There is no column of that name.")))
            continue
        try:
            cell = checks[key](part)
        except _Unfit as unfit:
            faults.extend(_under(key, unfit.faults))
        else:
            if cell is not None and cell != "":
                parts[key] = cell
    if faults:
        raise _Unfit(*faults)
    return parts


def _rows(
    value: object, checks: Mapping[str, Callable[[object], Cell | None]]
) -> list[dict[str, Cell]]:
    if _is_empty(value):
        return []
    if not isinstance(value, list):
        raise _unfit(N_("Rows belong here."))
    if len(value) > MOST_ROWS:
        raise _unfit(N_("At most %(most)s rows fit."), most=MOST_ROWS)
    rows: list[dict[str, Cell]] = []
    faults: list[AnswerFault] = []
    for number, row in enumerate(value):
        try:
            rows.append(_parts(row, checks))
        except _Unfit as unfit:
            faults.extend(_under(str(number), unfit.faults))
    if faults:
        raise _Unfit(*faults)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _ladder(value: object) -> list[dict[str, Cell]]:
    rows = _rows(
        value, {"step": _step, "expected": _up_to(100), "actual": _up_to(100), "done": _yes}
    )
    return [{**row, "done": "done" in row} if row else {} for row in rows]


def _step(value: object) -> str | None:
    return None if value is None else _line(value)


def _up_to(most: int) -> Callable[[object], int | None]:
    return lambda value: None if value is None or value == "" else _whole(value, most)


def _yes(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value or None
    raise _unfit(N_("Yes or no belongs here."))


def _circles(value: object) -> dict[str, int]:
    if _is_empty(value):
        return {}
    parts = _parts(value, dict.fromkeys(CIRCLES, _up_to(10)))
    return {key: int(part) for key, part in parts.items()}
