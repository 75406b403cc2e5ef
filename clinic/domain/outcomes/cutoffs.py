"""The line between the clinical and the functional range, and on which side of it somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Protocol, assert_never

from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.change import Distribution, cutoff_a, cutoff_b, cutoff_c, standard_error
from clinic.domain.outcomes.change_methods import CRITICAL_HA
from clinic.domain.outcomes.pairs import SMALLEST_SD, NotComputable, Pair, Sample
from clinic.domain.text import N_


class CutoffType(StrEnum):
    """The three cut-offs of Jacobson and Truax."""

    A = "a"
    B = "b"
    C = "c"


FORMULAS: Mapping[CutoffType, str] = {
    CutoffType.A: "M_clinical ± 2 SD_clinical",
    CutoffType.B: "M_functional ∓ 2 SD_functional",
    CutoffType.C: "(SD_clinical M_functional + SD_functional M_clinical)"
    " / (SD_clinical + SD_functional)",
}


class DividingLine(Protocol):
    """A cut-off, and what it says of one person."""

    @property
    def value(self) -> float:
        """Give the score at which the line runs."""

    def is_crossed_up(self, pair: Pair) -> bool:
        """Tell whether somebody went from the clinical to the functional side."""

    def is_crossed_down(self, pair: Pair) -> bool:
        """Tell whether somebody left the functional side."""


@dataclass(frozen=True)
class ScoreLine:
    """A cut-off that scores are compared with as they stand."""

    value: float
    better: Direction

    def is_crossed_up(self, pair: Pair) -> bool:
        """Tell whether pre is strictly on the clinical and post strictly on the functional side."""
        return self._gap(pair.pre) < 0 < self._gap(pair.post)

    def is_crossed_down(self, pair: Pair) -> bool:
        """Tell whether pre is not on the clinical and post not on the functional side."""
        return self._gap(pair.pre) >= 0 >= self._gap(pair.post)

    def _gap(self, score: float) -> float:
        return self.better.sign * (score - self.value)


@dataclass(frozen=True)
class TrueScoreLine:
    """A cut-off between true scores, crossed only beyond the error of the score after.

    Hageman & Arrindell 1999, Behav Res Ther 37:1169-1193:
    cs_indiv = (M_post + (post - M_post) r_post - cutoff) / (sqrt(r_post) SEM) beyond 1.645.
    """

    value: float
    better: Direction
    post_mean: float
    post_reliability: float
    error: float

    def cs_indiv(self, post: float) -> float:
        """Compute how far the estimated true score after lies beyond the line, in errors."""
        true_score = self.post_mean + (post - self.post_mean) * self.post_reliability
        return (true_score - self.value) / (sqrt(self.post_reliability) * self.error)

    def is_crossed_up(self, pair: Pair) -> bool:
        """Tell whether pre is clinical and the true score after beyond doubt functional."""
        sign = self.better.sign
        return sign * pair.pre < sign * self.value and sign * self.cs_indiv(pair.post) > CRITICAL_HA

    def is_crossed_down(self, pair: Pair) -> bool:
        """Say no: the method defines recovery and has no mirror of it."""
        return False


def score_line(
    kind: CutoffType, sample: Sample, functional: Distribution | None, better: Direction
) -> ScoreLine | NotComputable:
    """Place cut-off a, b or c; the clinical figures are the sample's before.

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19. Cut-off b takes the functional SD.
    """
    value = _place(kind, sample.pre, functional, better)
    return value if isinstance(value, NotComputable) else ScoreLine(value, better)


def true_score_line(
    kind: CutoffType,
    sample: Sample,
    functional: Distribution | None,
    better: Direction,
    reliability: float,
) -> TrueScoreLine | NotComputable:
    """Place the cut-off between true scores: each SD is freed of the error, sqrt(SD² - SEM²).

    Hageman & Arrindell 1999, Behav Res Ther 37:1169-1193.
    """
    error = standard_error(sample.pre.sd, reliability)
    functional = None if kind is CutoffType.A else functional
    spreads = [sample.post.sd, *([functional.sd] if functional else [])]
    if reliability <= 0 or min(spreads) <= error:
        return NotComputable(N_("a group's scores vary no more than the error of measurement"))
    freed = functional and _freed(functional, error)
    value = _place(kind, _freed(sample.pre, error), freed, better)
    if isinstance(value, NotComputable):
        return value
    post_reliability = 1 - error**2 / sample.post.sd**2
    return TrueScoreLine(value, better, sample.post.mean, post_reliability, error)


def _freed(group: Distribution, error: float) -> Distribution:
    return Distribution(group.mean, sqrt(group.sd**2 - error**2))


def _place(
    kind: CutoffType, clinical: Distribution, functional: Distribution | None, better: Direction
) -> float | NotComputable:
    if kind is CutoffType.A:
        return cutoff_a(clinical, better)
    if functional is None:
        message = N_("cut-off %(kind)s needs the mean and the SD of a functional group")
        return NotComputable(message, {"kind": kind.value})
    match kind:
        case CutoffType.B:
            return cutoff_b(functional, better)
        case CutoffType.C:
            if clinical.sd + functional.sd < SMALLEST_SD:
                return NotComputable(N_("neither group's scores vary"))
            return cutoff_c(clinical, functional)
        case _:
            assert_never(kind)
