"""By what a change on one scale is read: the clinic's own norm, else a published one.

Never by the sample at hand: a threshold that moves with each new person is none.
"""

from dataclasses import dataclass
from enum import StrEnum

from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Direction, Norm, Scale, Source
from clinic.domain.outcomes.change import (
    CRITICAL_95,
    Category,
    Distribution,
    cutoff_b,
    cutoff_c,
    s_diff,
)
from clinic.domain.outcomes.pairs import SMALLEST_SD
from clinic.domain.text import N_

LONGEST_SOURCE = 300


class CutoffKind(StrEnum):
    """Where a cut-off comes from: printed as it is, or placed after Jacobson and Truax (1991)."""

    PUBLISHED = "published"
    B = "b"
    C = "c"


@dataclass(frozen=True)
class OwnNorm:
    """What a clinic takes a scale's scores to be, with where it has it from."""

    sd: float
    reliability: float
    source: str
    clinical_mean: float | None = None
    functional: Distribution | None = None


@dataclass(frozen=True)
class ReliableRule:
    """From which change on it is more than error of measurement, and whose figures say so.

    A published number of points counts once it is reached; Jacobson and Truax's 1.96 s_diff only
    beyond. Without an SD the points stand as they were published.
    """

    points: float
    is_reached: bool
    source: Source
    is_own: bool = False
    sd: float | None = None
    reliability: float | None = None
    population: str = ""

    def is_met(self, change: float) -> bool:
        """Tell whether a change of so many points, in either direction, is reliable."""
        return abs(change) >= self.points if self.is_reached else abs(change) > self.points


@dataclass(frozen=True)
class CutoffRule:
    """The score between the clinical and the functional range.

    One that was published belongs to its clinical side; one that was computed to neither.
    """

    value: float
    kind: CutoffKind
    better: Direction
    source: Source
    is_own: bool = False

    def is_clinical(self, score: float) -> bool:
        """Tell whether a score lies on the clinical side."""
        gap = self.better.sign * (score - self.value)
        return gap < 0 or (gap == 0 and self.kind is CutoffKind.PUBLISHED)

    def is_functional(self, score: float) -> bool:
        """Tell whether a score lies strictly on the functional side."""
        return self.better.sign * (score - self.value) > 0


@dataclass(frozen=True)
class ChangeCriteria:
    """What scores on one scale are read by; what nobody has confirmed is `None`."""

    better: Direction
    reliable: ReliableRule | None = None
    cutoff: CutoffRule | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """List where the figures come from, each once."""
        rules = [rule.source for rule in (self.reliable, self.cutoff) if rule is not None]
        return tuple(dict.fromkeys(rules))


@dataclass(frozen=True)
class ScoreChange:
    """From one score to another; without a norm there is no category, and none is invented."""

    before: float
    after: float
    better: Direction
    category: Category | None
    was_clinical: bool | None = None
    is_clinical: bool | None = None

    @property
    def points(self) -> float:
        """Give after - before, in raw direction."""
        return self.after - self.before

    @property
    def gain(self) -> float:
        """Give the change, positive where it is for the better."""
        return self.better.sign * self.points


def criteria_of(scale: Scale, own: OwnNorm | None = None) -> ChangeCriteria:
    """Choose by what a scale is read: the clinic's own norm comes first, because it was chosen.

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19, where a norm gives SD and reliability.
    """
    if own is not None:
        cutoff = _own_cutoff(own, scale.better) or _published_cutoff(scale)
        return ChangeCriteria(scale.better, _own_rule(own), cutoff)
    return ChangeCriteria(scale.better, _published_rule(scale), _published_cutoff(scale))


def read_change(before: float, after: float, criteria: ChangeCriteria) -> ScoreChange:
    """Name a person's change by reliable change and, where there is a cut-off, by crossing it.

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19. Harmed mirrors recovered.
    """
    cutoff, rule = criteria.cutoff, criteria.reliable
    sides = (cutoff.is_clinical(before), cutoff.is_clinical(after)) if cutoff else (None, None)
    change = ScoreChange(before, after, criteria.better, None, *sides)
    if rule is None:
        return change
    return ScoreChange(before, after, criteria.better, _category(change, rule, cutoff), *sides)


def _category(change: ScoreChange, rule: ReliableRule, cutoff: CutoffRule | None) -> Category:
    if not rule.is_met(change.points):
        return Category.UNCHANGED
    if change.gain > 0:
        is_over = cutoff is not None and change.was_clinical and cutoff.is_functional(change.after)
        return Category.RECOVERED if is_over else Category.IMPROVED
    is_over = (
        cutoff is not None and not change.was_clinical and not cutoff.is_functional(change.after)
    )
    return Category.HARMED if is_over else Category.DETERIORATED


def _own_rule(own: OwnNorm) -> ReliableRule:
    points = CRITICAL_95 * s_diff(own.sd, own.reliability)
    source = Source(own.source, is_verified=True)
    return ReliableRule(points, False, source, is_own=True, sd=own.sd, reliability=own.reliability)


def _own_cutoff(own: OwnNorm, better: Direction) -> CutoffRule | None:
    if own.functional is None:
        return None
    source = Source(own.source, is_verified=True)
    if own.clinical_mean is None:
        return CutoffRule(cutoff_b(own.functional, better), CutoffKind.B, better, source, True)
    value = cutoff_c(Distribution(own.clinical_mean, own.sd), own.functional)
    return CutoffRule(value, CutoffKind.C, better, source, True)


def _published_rule(scale: Scale) -> ReliableRule | None:
    if scale.reliable_change is not None:
        return ReliableRule(scale.reliable_change.value, True, scale.reliable_change.source)
    for norm in scale.norms:
        if (rule := _rule_of(norm)) is not None:
            return rule
    return None


def _rule_of(norm: Norm) -> ReliableRule | None:
    """Compute a reliable change from a norm that was read at its source; others decide nothing."""
    sd, reliability = norm.sd, norm.reliability
    if not norm.source.is_verified or sd is None or reliability is None:
        return None
    if sd < SMALLEST_SD or not 0 <= reliability < 1:
        return None
    points = CRITICAL_95 * s_diff(sd, reliability)
    return ReliableRule(
        points, False, norm.source, sd=sd, reliability=reliability, population=norm.population
    )


def _published_cutoff(scale: Scale) -> CutoffRule | None:
    if scale.cutoff is None:
        return None
    return CutoffRule(scale.cutoff.value, CutoffKind.PUBLISHED, scale.better, scale.cutoff.source)


def check_norm(norm: OwnNorm, scale: Scale) -> None:
    """Refuse figures that scores of this scale cannot have."""
    width = scale.maximum - scale.minimum
    spreads = {"sd": norm.sd}
    means = {"clinical_mean": norm.clinical_mean}
    if norm.functional is not None:
        spreads["functional_sd"] = norm.functional.sd
        means["functional_mean"] = norm.functional.mean
    for field, sd in spreads.items():
        if not SMALLEST_SD < sd <= width:
            message = N_("An SD on this scale is above 0 and at most %(most)s.")
            raise Refused(message, {"most": f"{width:g}"}, field)
    for field, mean in means.items():
        if mean is not None and not scale.minimum <= mean <= scale.maximum:
            message = N_("A mean on this scale is from %(low)s to %(high)s.")
            bounds = {"low": f"{scale.minimum:g}", "high": f"{scale.maximum:g}"}
            raise Refused(message, bounds, field)
    if not 0 < norm.reliability < 1:
        raise Refused(N_("A reliability is above 0 and below 1."), field="reliability")
    if not 0 < len(norm.source) <= LONGEST_SOURCE:
        message = N_("Say where the figures come from, in up to %(most)s characters.")
        raise Refused(message, {"most": LONGEST_SOURCE}, "source")
