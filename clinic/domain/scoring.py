"""Turn answers into scores by an instrument's rule, and read its risk items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from clinic.domain.instruments import TOTAL, Band, Instrument, RuleKind, Scale
from clinic.domain.text import N_

Answers: TypeAlias = Mapping[int, int | None] | Sequence[int | None]
"""Raw codes by item number, or in the printed order; `None` is an unanswered item."""


class IncompleteReason(StrEnum):
    """Why a score may not exist."""

    EMPTY = "empty"
    TOO_MANY_MISSING = "too-many-missing"
    SCORE_ONLY = "score-only"


class RiskState(StrEnum):
    """What a risk item says; an unanswered one says nothing, which is not the same as no risk."""

    FLAGGED = "flagged"
    CLEAR = "clear"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Score:
    """A number that may stand, with the rule that made it. It is not rounded."""

    value: float
    answered: int
    missing_items: tuple[int, ...]
    band: Band | None
    rule: str
    is_prorated: bool

    @property
    def missing(self) -> int:
        """Count the items that were left open."""
        return len(self.missing_items)


@dataclass(frozen=True)
class Incomplete:
    """The answer of a scale for which no score may stand."""

    answered: int
    missing_items: tuple[int, ...]
    reason: IncompleteReason

    @property
    def missing(self) -> int:
        """Count the items that were left open."""
        return len(self.missing_items)


@dataclass(frozen=True)
class Result:
    """Every scale of one filling, by scale key, in the instrument's order."""

    scales: Mapping[str, Score | Incomplete]

    @property
    def main(self) -> Score | Incomplete:
        """Give the result of the instrument's main scale."""
        return next(iter(self.scales.values()))

    @property
    def total(self) -> Score | Incomplete | None:
        """Find the total; many instruments have subscales alone."""
        return self.scales.get(TOTAL)


@dataclass(frozen=True)
class RiskAnswer:
    """What one risk item says, with the raw code when there is one."""

    item: int
    state: RiskState
    value: int | None


@dataclass(frozen=True)
class AnswerFault:
    """One answer that cannot be taken, as a sentence with its params apart."""

    item: int
    message: str
    params: Mapping[str, object]


class AnswerError(ValueError):
    """Answers were handed in that the instrument cannot have; carries every fault."""

    def __init__(self, faults: Sequence[AnswerFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.message % fault.params for fault in self.faults))


def score(instrument: Instrument, answers: Answers) -> Result:
    """Score every scale; raise `AnswerError` when an answer cannot be taken.

    Answers are raw codes as given. Reversal happens here and nowhere else.
    """
    given = _answered(instrument, answers)
    return Result(
        {scale.key: _score_scale(instrument, scale, given) for scale in instrument.scales}
    )


def flags(instrument: Instrument, answers: Answers) -> tuple[RiskAnswer, ...]:
    """Read every risk item, whether or not the scores are complete."""
    given = _answered(instrument, answers)
    return tuple(
        RiskAnswer(
            risk.item,
            _risk_state(given.get(risk.item), risk.at_least),
            given.get(risk.item),
        )
        for risk in instrument.risk_items
    )


def check_answers(instrument: Instrument, answers: Answers) -> tuple[AnswerFault, ...]:
    """List every answer that cannot be taken; none means that they can be scored."""
    known = {item.number: item for item in instrument.asked}
    faults: list[AnswerFault] = []
    for number, value in _by_number(instrument, answers).items():
        if number not in known:
            message = N_("There is no question %(item)s in %(name)s.")
            params: dict[str, object] = {
                "item": number,
                "name": instrument.short_name,
            }
        elif value is None:
            continue
        elif type(value) is not int:
            message = N_("The answer to question %(item)s must be a whole number.")
            params = {"item": number}
        else:
            allowed = sorted(option.value for option in instrument.options_of(known[number]))
            if value in allowed:
                continue
            message = N_("The answer to question %(item)s must be from %(low)s to %(high)s.")
            params = {"item": number, "low": allowed[0], "high": allowed[-1]}
        faults.append(AnswerFault(number, message, params))
    return tuple(faults)


def _answered(instrument: Instrument, answers: Answers) -> dict[int, int]:
    faults = check_answers(instrument, answers)
    if faults:
        raise AnswerError(faults)
    by_number = _by_number(instrument, answers)
    return {number: value for number, value in by_number.items() if value is not None}


def _by_number(instrument: Instrument, answers: Answers) -> dict[int, int | None]:
    if isinstance(answers, Mapping):
        return dict(answers)
    printed = [item.number for item in instrument.asked]
    beyond = range(max(printed, default=0) + 1, max(printed, default=0) + 1 + len(answers))
    return dict(zip([*printed, *beyond], answers, strict=False))


def _score_scale(
    instrument: Instrument, scale: Scale, given: Mapping[int, int]
) -> Score | Incomplete:
    values = [_turned(instrument, item, given[item]) for item in scale.items if item in given]
    missing = tuple(item for item in scale.items if item not in given)
    reason = _why_incomplete(scale, len(values), len(missing))
    if reason is not None:
        return Incomplete(len(values), missing, reason)
    value = _apply(scale, values)
    return Score(
        value,
        len(values),
        missing,
        scale.band_of(value),
        scale.rule.name,
        bool(missing),
    )


def _turned(instrument: Instrument, item: int, value: int) -> int:
    if item not in instrument.reversed_items:
        return value
    codes = [option.value for option in instrument.options]
    return min(codes) + max(codes) - value


def _why_incomplete(scale: Scale, answered: int, missing: int) -> IncompleteReason | None:
    if not scale.items:
        return IncompleteReason.SCORE_ONLY
    if not answered:
        return IncompleteReason.EMPTY
    return IncompleteReason.TOO_MANY_MISSING if missing > scale.missing_rule.up_to else None


def _apply(scale: Scale, values: Sequence[int]) -> float:
    """Compute the number; the mean of the answered items stands in for the missing ones."""
    rule = scale.rule
    if rule.kind is RuleKind.LOOKUP:
        return dict(rule.table)[sum(values)]
    if rule.kind is RuleKind.MEAN:
        return sum(values) / len(values) * rule.factor
    return sum(values) * len(scale.items) / len(values) * rule.factor


def _risk_state(value: int | None, at_least: int) -> RiskState:
    if value is None:
        return RiskState.UNKNOWN
    return RiskState.FLAGGED if value >= at_least else RiskState.CLEAR
