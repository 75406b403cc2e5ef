"""A group evaluated: each person's index and category by one method, and how many of each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.change import CRITICAL_95, Category, Distribution
from clinic.domain.outcomes.change_methods import (
    BY_RELIABILITY,
    Method,
    Reliability,
    Yardstick,
    yardstick,
)
from clinic.domain.outcomes.cutoffs import CutoffType, DividingLine, score_line, true_score_line
from clinic.domain.outcomes.pairs import NotComputable, Pair, Sample, sample_of
from clinic.domain.text import N_

_ROUNDING = 1e-9
"""A change of exactly the threshold counts, also where the arithmetic misses it by a hair."""


@dataclass(frozen=True)
class Rules:
    """How a group is to be evaluated."""

    method: Method
    better: Direction
    reliability: Reliability | None = None
    cutoff: CutoffType | None = None
    functional: Distribution | None = None
    mid: float | None = None
    percent: float | None = None


@dataclass(frozen=True)
class Individual:
    """One person's result; a person whom the method cannot judge has a reason, no category."""

    pair: Pair
    index: float | None
    category: Category | None
    reason: NotComputable | None = None


@dataclass(frozen=True)
class Evaluation:
    """A group's result and what it rests on."""

    sample: Sample | NotComputable
    yardstick: Yardstick | None
    line: DividingLine | None
    individuals: tuple[Individual, ...]

    @property
    def counts(self) -> Mapping[Category, int]:
        """Count the people in each category, those with nobody in them too."""
        found = Counter(person.category for person in self.individuals)
        return {category: found[category] for category in Category}


def evaluate(pairs: Sequence[Pair], rules: Rules) -> Evaluation | NotComputable:
    """Put everybody into a category by one method, or say why the group cannot be evaluated."""
    sample = sample_of(pairs)
    if not pairs and isinstance(sample, NotComputable):
        return sample
    line = _line(sample, rules)
    if isinstance(line, NotComputable):
        return line
    measure = _yardstick(sample, rules)
    if isinstance(measure, NotComputable):
        return measure
    judge = _judge(measure, line, rules)
    return Evaluation(sample, measure, line, tuple(judge(pair) for pair in pairs))


def evaluate_by_indices(
    pairs: Sequence[Pair], indices: Mapping[str, float], rules: Rules
) -> Evaluation | NotComputable:
    """Put everybody into a category by indices that were estimated elsewhere, subject by subject.

    For the hierarchical linear model, whose index is the empirical Bayes estimate of a person's
    slope over its conditional standard deviation (Raudenbush & Bryk 2002).
    """
    sample = sample_of(pairs)
    line = _line(sample, rules)
    if isinstance(line, NotComputable):
        return line
    people = []
    for pair in pairs:
        index = indices[pair.subject]
        gain = rules.better.sign * index
        people.append(Individual(pair, index, categorize(gain, CRITICAL_95, pair, line)))
    return Evaluation(sample, None, line, tuple(people))


def categorize(gain: float, critical: float, pair: Pair, line: DividingLine | None) -> Category:
    """Name a change by its gain, strictly beyond the critical value, and the line it crossed.

    Without a line nobody is recovered or harmed.
    """
    if gain > critical:
        is_over = line is not None and line.is_crossed_up(pair)
        return Category.RECOVERED if is_over else Category.IMPROVED
    if gain < -critical:
        is_over = line is not None and line.is_crossed_down(pair)
        return Category.HARMED if is_over else Category.DETERIORATED
    return Category.UNCHANGED


def _yardstick(sample: Sample | NotComputable, rules: Rules) -> Yardstick | NotComputable | None:
    if rules.method not in BY_RELIABILITY:
        return None
    if isinstance(sample, NotComputable):
        return sample
    if rules.reliability is None:
        return NotComputable(N_("this method needs the reliability of the instrument"))
    return yardstick(rules.method, sample, rules.reliability)


def _line(sample: Sample | NotComputable, rules: Rules) -> DividingLine | NotComputable | None:
    if rules.cutoff is None or isinstance(sample, NotComputable):
        return sample if rules.cutoff and isinstance(sample, NotComputable) else None
    if rules.method is Method.HA and rules.reliability is not None:
        if sample.pre.sd <= 0:
            return NotComputable(N_("all scores before are the same: their SD is 0"))
        reliability = rules.reliability.pre
        return true_score_line(rules.cutoff, sample, rules.functional, rules.better, reliability)
    return score_line(rules.cutoff, sample, rules.functional, rules.better)


def _judge(
    measure: Yardstick | None, line: DividingLine | None, rules: Rules
) -> Callable[[Pair], Individual]:
    sign = rules.better.sign
    if measure is not None:

        def by_reliability(pair: Pair) -> Individual:
            index = measure.index(pair)
            return Individual(pair, index, categorize(sign * index, measure.critical, pair, line))

        return by_reliability

    def by_amount(pair: Pair) -> Individual:
        threshold = _threshold(pair, rules)
        if isinstance(threshold, NotComputable):
            return Individual(pair, None, None, threshold)
        inclusive = threshold - _ROUNDING
        return Individual(pair, None, categorize(sign * pair.change, inclusive, pair, line))

    return by_amount


def _threshold(pair: Pair, rules: Rules) -> float | NotComputable:
    """Give the change that counts when it is reached: a number of points, or a share of pre."""
    if rules.percent is None:
        return rules.mid if rules.mid is not None else NotComputable(N_("no threshold is given"))
    if pair.pre <= 0:
        # Anything is an endless share of 0; some software counts every rise from it as a gain.
        return NotComputable(N_("a percentage needs a first score above 0"))
    return pair.pre * rules.percent / 100
