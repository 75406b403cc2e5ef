"""Turn answers into scores by an instrument's rule, and read its risk items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias, assert_never

from clinic.domain.measures.instruments import (
    TOTAL,
    Algorithm,
    Band,
    Finding,
    Instrument,
    RuleKind,
    Scale,
    Without,
)
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
    """The answer of a scale, or of an algorithm, for which no result may stand."""

    answered: int
    missing_items: tuple[int, ...]
    reason: IncompleteReason

    @property
    def missing(self) -> int:
        """Count the items that were left open."""
        return len(self.missing_items)


@dataclass(frozen=True)
class AlgorithmOutcome:
    """The result of an algorithm, with the criteria that were met."""

    finding: Finding
    met: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """Every scale and algorithm of one filling, by its key, in the instrument's order."""

    scales: Mapping[str, Score | Incomplete]
    outcomes: Mapping[str, AlgorithmOutcome | Incomplete] = field(default_factory=dict)

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
class ItemFault:
    """One answer that cannot be taken, as a sentence with its params apart."""

    item: int
    message: str
    params: Mapping[str, object]


class AnswerError(ValueError):
    """Answers were handed in that the instrument cannot have; carries every fault."""

    def __init__(self, faults: Sequence[ItemFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.message % fault.params for fault in self.faults))


def score(instrument: Instrument, answers: Answers) -> Result:
    """Score every scale; raise `AnswerError` when an answer cannot be taken.

    Answers are raw codes as given; a scale takes them as `Instrument.turned` says.
    """
    given = _answered(instrument, answers)
    return Result(
        {scale.key: _score_scale(instrument, scale, given) for scale in instrument.scales},
        {algorithm.key: _follow(algorithm, given) for algorithm in instrument.algorithms},
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


def check_answers(instrument: Instrument, answers: Answers) -> tuple[ItemFault, ...]:
    """List every answer that cannot be taken; none means that they can be scored."""
    found = (
        _fault(instrument, number, value)
        for number, value in _by_number(instrument, answers).items()
    )
    return tuple(fault for fault in found if fault is not None)


def _fault(instrument: Instrument, number: int, value: object) -> ItemFault | None:
    allowed = instrument.codes.get(number)
    if allowed is None:
        message = N_("There is no question %(item)s in %(name)s.")
        return ItemFault(number, message, {"item": number, "name": instrument.short_name})
    if value is None:
        return None
    if type(value) is not int:
        message = N_("The answer to question %(item)s must be a whole number.")
        return ItemFault(number, message, {"item": number})
    if value in allowed:
        return None
    message = N_("The answer to question %(item)s must be from %(low)s to %(high)s.")
    return ItemFault(number, message, {"item": number, "low": allowed[0], "high": allowed[-1]})


def _answered(instrument: Instrument, answers: Answers) -> dict[int, int]:
    by_number = _by_number(instrument, answers)
    codes = instrument.codes
    given: dict[int, int] = {}
    for number, value in by_number.items():
        allowed = codes.get(number, ())
        if type(value) is int and value in allowed:
            given[number] = value
        elif value is not None or not allowed:
            raise AnswerError(check_answers(instrument, by_number))
    return given


def _by_number(instrument: Instrument, answers: Answers) -> dict[int, int | None]:
    if isinstance(answers, dict):
        return answers
    if isinstance(answers, Mapping):
        return dict(answers)
    printed = list(instrument.codes)
    if len(answers) > len(printed):
        printed += range(max(printed, default=0) + 1, max(printed, default=0) + 1 + len(answers))
    return dict(zip(printed, answers, strict=False))


def _score_scale(
    instrument: Instrument, scale: Scale, given: Mapping[int, int]
) -> Score | Incomplete:
    values = _values(instrument, scale, given)
    missing = tuple(item for item in scale.items if item not in given)
    if values and scale.without is not None and missing == scale.without.items:
        return _score_without(scale, scale.without, list(values.values()))
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


def _values(instrument: Instrument, scale: Scale, given: Mapping[int, int]) -> dict[int, int]:
    """Give the answers of a scale, those to reversed items turned."""
    return {
        item: instrument.turned(scale, item, given[item]) for item in scale.items if item in given
    }


def _why_incomplete(scale: Scale, answered: int, missing: int) -> IncompleteReason | None:
    if not scale.items:
        return IncompleteReason.SCORE_ONLY
    if not answered:
        return IncompleteReason.EMPTY
    return IncompleteReason.TOO_MANY_MISSING if missing > scale.missing_rule.up_to else None


def _apply(scale: Scale, values: Mapping[int, int]) -> float:
    """Compute the number; the mean of the answered items stands in for the missing ones."""
    rule = scale.rule
    total = sum(values.values())
    match rule.kind:
        case RuleKind.SUM:
            return total * len(scale.items) / len(values) * rule.factor
        case RuleKind.MEAN:
            return total / len(values) * rule.factor
        case RuleKind.GRAND_MEAN:
            means = [sum(values[item] for item in part) / len(part) for part in rule.parts]
            return sum(means) / len(means) * rule.factor
        case RuleKind.LOOKUP:
            return dict(rule.table)[total]
        case RuleKind.WEIGHTED:
            return sum(values[item] * weight for item, weight in rule.weights) * rule.factor
        case _:
            assert_never(rule.kind)


def _score_without(scale: Scale, without: Without, values: Sequence[int]) -> Score:
    """Sum what is left when the items that may be left open are; the rule's name says so."""
    left_out = ", ".join(str(item) for item in without.items)
    stretch = len(scale.items) / len(values) if without.is_prorated else 1
    value = sum(values) * stretch * scale.rule.factor
    band = scale.band_of(value) if without.is_prorated else None
    rule = f"{scale.rule.name} without item {left_out}"
    return Score(value, len(values), without.items, band, rule, without.is_prorated)


def _follow(algorithm: Algorithm, given: Mapping[int, int]) -> AlgorithmOutcome | Incomplete:
    """Decide from a complete set of answers; no publisher says how to decide from fewer."""
    items = algorithm.items
    missing = tuple(item for item in items if item not in given)
    if missing:
        answered = len(items) - len(missing)
        reason = IncompleteReason.TOO_MANY_MISSING if answered else IncompleteReason.EMPTY
        return Incomplete(answered, missing, reason)
    met = tuple(
        criterion.key
        for criterion in algorithm.criteria
        if sum(given[item] >= least for item, least in criterion.thresholds) >= criterion.need
    )
    reached = (finding for finding in algorithm.findings if set(finding.criteria) <= set(met))
    return AlgorithmOutcome(next(reached, algorithm.otherwise), met)


def _risk_state(value: int | None, at_least: int) -> RiskState:
    if value is None:
        return RiskState.UNKNOWN
    return RiskState.FLAGGED if value >= at_least else RiskState.CLEAR
