"""How low and how high a scale can come out, from the codes of its items."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from clinic.domain.measures.instruments import RuleKind, ScoringRule


def scale_range(rule: ScoringRule, ends: Mapping[int, tuple[int, int]]) -> tuple[float, float]:
    """Compute the lowest and highest score of a rule from the end codes of each of its items."""
    lows, highs = [least for least, _ in ends.values()], [most for _, most in ends.values()]
    low: float
    high: float
    match rule.kind:
        case RuleKind.SUM:
            low, high = sum(lows), sum(highs)
        case RuleKind.MEAN:
            low, high = sum(lows) / len(lows), sum(highs) / len(highs)
        case RuleKind.GRAND_MEAN:
            low = _mean([_mean([ends[item][0] for item in part]) for part in rule.parts])
            high = _mean([_mean([ends[item][1] for item in part]) for part in rule.parts])
        case RuleKind.LOOKUP:
            looked_up = [score for _, score in rule.table]
            return min(looked_up), max(looked_up)
        case RuleKind.WEIGHTED:
            pairs = [sorted((each * ends[i][0], each * ends[i][1])) for i, each in rule.weights]
            low, high = sum(least for least, _ in pairs), sum(most for _, most in pairs)
        case _:
            assert_never(rule.kind)
    return low * rule.factor, high * rule.factor


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
