"""Typing a questionnaire in from paper: what a key means, and what a hand would add up."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import assert_never

from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument, Item, RuleKind
from clinic.domain.measures.line_marks import MarkUnit, marks_in, tenths_of
from clinic.domain.text import N_

MISSING = "."
"""What stands for a question that was left open; a box left empty is one that nobody looked at."""

LONGEST_KEY = 3
SAME = 0.05
"""Two totals that differ by less are one: a client writes a mean with one decimal."""

_MISSING_KEYS = frozenset((MISSING, "-", "\N{EN DASH}"))
_MOST = 1e6


class KeyScheme(StrEnum):
    """How many keys an answer takes, by the codes that a question offers."""

    ONE_KEY = "one-key"
    """Every code is one digit."""
    ZERO_IS_TEN = "zero-is-ten"
    """From 1 to 10: the key 0 stands for 10, so that each answer is one key."""
    UNTIL_CLEAR = "until-clear"
    """Digits are gathered until no longer code begins with them; Enter ends one sooner."""


class KeyingTurn(StrEnum):
    """Whose hand it was: the first, a second that did not see the first, or who settled the two."""

    FIRST = "first"
    SECOND = "second"
    SETTLED = "settled"


def scheme_of(codes: Sequence[int]) -> KeyScheme:
    """Choose the scheme of a question from its codes."""
    if all(0 <= code <= 9 for code in codes):
        return KeyScheme.ONE_KEY
    if all(1 <= code <= 10 for code in codes):
        return KeyScheme.ZERO_IS_TEN
    return KeyScheme.UNTIL_CLEAR


def keys_of(instrument: Instrument, item: Item) -> tuple[str, ...]:
    """List what may be typed for a question; a mark on a line has tenths of centimeters beside."""
    whole = tuple(str(code) for code in instrument.codes[item.number])
    if instrument.marks is None:
        return whole
    return (*whole, *(tenths_of(code) for code in range(1, 100) if code % 10))


def key_of(instrument: Instrument, code: int) -> str:
    """Give the key under which a code was typed, in the unit of the form."""
    return tenths_of(code) if instrument.marks is MarkUnit.CENTIMETERS else str(code)


def read_marks(instrument: Instrument, typed: Mapping[int, str]) -> dict[int, int | None]:
    """Read what was typed for every mark; in which unit they are, only all of them tell."""
    numbers: dict[int, float | None] = {}
    for item in instrument.asked:
        text = typed.get(item.number, MISSING).strip().replace(",", ".")
        if text in _MISSING_KEYS:
            numbers[item.number] = None
        elif text in keys_of(instrument, item):
            numbers[item.number] = float(text)
        else:
            raise Refused(
                N_("Question %(item)s: type its mark, as 9.5 or 95, or a dot where there is none."),
                {"item": item.number},
            )
    assert instrument.marks is not None  # noqa: S101 - asked for such instruments alone
    return marks_in(instrument.marks, numbers)


def read_key(instrument: Instrument, item: Item, typed: str) -> int | None:
    """Read what was typed for a question; `None` for one that was left open on the paper."""
    codes = instrument.codes[item.number]
    text = typed.strip()
    if not text:
        raise Refused(
            N_("Question %(item)s: type its answer, or a dot where the paper has none."),
            {"item": item.number},
        )
    if text in _MISSING_KEYS:
        return None
    if scheme_of(codes) is KeyScheme.ZERO_IS_TEN and text == "0":
        return codes[-1]
    # Digits of other scripts, symbols and decimals are no keys of a number pad.
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY and int(text) in codes:
        return int(text)
    raise Refused(
        N_("Question %(item)s: the answer is a whole number from %(low)s to %(high)s."),
        {"item": item.number, "low": codes[0], "high": codes[-1]},
    )


def read_total(typed: str) -> float | None:
    """Read the total that a client wrote, with a point or a comma; `None` where there is none."""
    text = typed.strip().replace(",", ".")
    if not text:
        return None
    digits = text.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()) or float(text) > _MOST:
        raise Refused(N_("The total on the paper is a number, or nothing."))
    return float(text)


def counted_total(instrument: Instrument, answers: Mapping[int, int]) -> float | None:
    """Add up as somebody with a pen would: what was answered, reversed where the key says so.

    Nothing is filled in for a missing answer, so this is a check of the keys and never a score.
    `None` where the instrument has no total that a hand can add up.
    """
    scale = instrument.total
    if scale is None:
        return None
    given = {item: answers[item] for item in scale.items if item in answers}
    if not given:
        return None
    total = sum(instrument.turned(scale, item, code) for item, code in given.items())
    match scale.rule.kind:
        case RuleKind.SUM:
            return total * scale.rule.factor
        case RuleKind.MEAN:
            return total * scale.rule.factor / len(given)
        case RuleKind.GRAND_MEAN | RuleKind.LOOKUP | RuleKind.WEIGHTED:
            return None
        case _:
            assert_never(scale.rule.kind)


def counts_of(instrument: Instrument, item: Item) -> Mapping[int, int]:
    """Give what each code of a question counts in the total; nothing where it is not reversed."""
    scale = instrument.total
    if scale is None or not instrument.turns(scale, item.number):
        return {}
    codes = instrument.codes[item.number]
    return {code: instrument.turned(scale, item.number, code) for code in codes}


def is_same_total(written: float, counted: float) -> bool:
    """Say whether the paper and the keys agree."""
    return abs(written - counted) < SAME


def differing(
    instrument: Instrument, first: Mapping[int, int], second: Mapping[int, int]
) -> tuple[Item, ...]:
    """List the questions on which two keyings do not agree."""
    return tuple(
        item for item in instrument.asked if first.get(item.number) != second.get(item.number)
    )
