"""How a score came about, term by term, so that a page can show the sum and a person can follow."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.domain.measures.instruments import Instrument, RuleKind, Scale
from clinic.domain.measures.scoring import Answers, Score, score


@dataclass(frozen=True)
class WorkedAnswer:
    """One answer as it was given and as it counts."""

    item: int
    given: int
    counts: float
    is_turned: bool
    weight: float | None = None

    @property
    def adds(self) -> float:
        """Give what the answer adds to the sum."""
        return self.counts if self.weight is None else self.counts * self.weight


@dataclass(frozen=True)
class Working:
    """The way from the answers to a score that stands."""

    scale: Scale
    score: Score
    terms: tuple[WorkedAnswer, ...]
    parts: tuple[float, ...] = ()
    """The means of the parts of a grand mean."""

    @property
    def total(self) -> float:
        """Give the sum of the terms, before anything else is done with it."""
        return sum(term.adds for term in self.terms)

    @property
    def turned(self) -> tuple[WorkedAnswer, ...]:
        """List the answers that were turned because their question is reversed."""
        return tuple(term for term in self.terms if term.is_turned)

    @property
    def stands_for(self) -> int | None:
        """Say for how many answers the given ones stand, where the rule fills in missing ones."""
        return len(self.scale.items) if self.score.is_prorated else None


def workings(instrument: Instrument, answers: Answers) -> Mapping[str, Working]:
    """Show the way to every score that stands, by the key of its scale."""
    by_number = (
        dict(answers)
        if isinstance(answers, Mapping)
        else dict(zip(instrument.codes, answers, strict=False))
    )
    given = {item: code for item, code in by_number.items() if code is not None}
    found = {}
    for scale in instrument.scales:
        result = score(instrument, by_number).scales[scale.key]
        if isinstance(result, Score):
            found[scale.key] = _working(instrument, scale, result, given)
    return found


def _working(
    instrument: Instrument, scale: Scale, result: Score, given: Mapping[int, int]
) -> Working:
    weights = dict(scale.rule.weights)
    terms = []
    for item in scale.items:
        if item not in given:
            continue
        counts = instrument.turned(scale, item, given[item])
        is_turned = instrument.turns(scale, item)
        terms.append(WorkedAnswer(item, given[item], counts, is_turned, weights.get(item)))
    parts: tuple[float, ...] = ()
    if scale.rule.kind is RuleKind.GRAND_MEAN:
        by_item = {term.item: term.counts for term in terms}
        parts = tuple(sum(by_item[item] for item in part) / len(part) for part in scale.rule.parts)
    return Working(scale, result, tuple(terms), parts)
