"""Reliable change by the published methods: each is a post score expected from pre, and an error.

Formulas as in Jacobson & Truax 1991, Hsu 1989 and 1995, Speer 1992, Nunnally & Kotsch 1983, and
Hageman & Arrindell 1999. Means and standard deviations are those of the sample handed in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from clinic.domain.outcomes.change import CRITICAL_95, s_diff, standard_error
from clinic.domain.outcomes.pairs import SMALLEST_SD, NotComputable, Pair, Sample
from clinic.domain.text import N_

CRITICAL_HA = 1.645
"""One-sided 5 % point: Hageman and Arrindell bound the risk of misclassifying a person."""


class Method(StrEnum):
    """By which rule a change counts as reliable or meaningful."""

    JT = "JT"
    GLN = "GLN"
    HLL = "HLL"
    EN = "EN"
    NK = "NK"
    HA = "HA"
    HLM = "HLM"
    PERCENTAGE = "percentage"
    ANCHOR = "anchor"


TITLES: Mapping[Method, str] = {
    Method.JT: N_("Jacobson & Truax 1991"),
    Method.GLN: N_("Gulliksen, Lord & Novick (Hsu 1989, 1995)"),
    Method.HLL: N_("Hsu, Linn & Lord (Hsu 1989)"),
    Method.EN: N_("Edwards & Nunnally (Speer 1992)"),
    Method.NK: N_("Nunnally & Kotsch 1983"),
    Method.HA: N_("Hageman & Arrindell 1999"),
    Method.HLM: N_("Hierarchical linear model (Raudenbush & Bryk 2002)"),
    Method.PERCENTAGE: N_("Percentage of the first score"),
    Method.ANCHOR: N_("Minimal important difference"),
}


@dataclass(frozen=True)
class Yardstick:
    """What a method measures a person by: index = (post - (intercept + slope pre)) / error."""

    intercept: float
    slope: float
    error: float
    critical: float = CRITICAL_95

    def index(self, pair: Pair) -> float:
        """Compute the person's reliable change index, in raw direction."""
        return (pair.post - self.intercept - self.slope * pair.pre) / self.error

    @property
    def points(self) -> float | None:
        """Give the change beyond which it is reliable, where that is the same for everybody."""
        return self.critical * self.error if (self.intercept, self.slope) == (0, 1) else None


@dataclass(frozen=True)
class Reliability:
    """How reliably an instrument measures before and, for Nunnally and Kotsch, after."""

    pre: float
    post: float


def jacobson_truax(sample: Sample, reliability: Reliability) -> Yardstick:
    """Compute RC = (post - pre) / (sqrt(2) SEM), SEM = SD_pre sqrt(1 - r).

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19.
    """
    return Yardstick(0, 1, s_diff(sample.pre.sd, reliability.pre))


def gulliksen_lord_novick(sample: Sample, reliability: Reliability) -> Yardstick:
    """Compute ((post - M_pre) - r (pre - M_pre)) / (SD_pre sqrt(1 - r²)).

    Hsu 1989, Behavioral Assessment 11:459-467; Hsu 1995, J Consult Clin Psychol 63:141-144.
    """
    r = reliability.pre
    return Yardstick((1 - r) * sample.pre.mean, r, sample.pre.sd * sqrt(1 - r**2))


def hsu_linn_lord(sample: Sample, reliability: Reliability) -> Yardstick:
    """Compute ((post - M_post) - r (pre - M_pre)) / (SD_pre sqrt(1 - r²)).

    Hsu 1989, Behavioral Assessment 11:459-467. A person is measured against the group's mean
    change: who changed as much as the group is unchanged.
    """
    r = reliability.pre
    expected = sample.post.mean - r * sample.pre.mean
    return Yardstick(expected, r, sample.pre.sd * sqrt(1 - r**2))


def edwards_nunnally(sample: Sample, reliability: Reliability) -> Yardstick:
    """Compute (post - (r (pre - M_pre) + M_pre)) / SEM.

    Speer 1992, J Consult Clin Psychol 60:402-408.
    """
    r = reliability.pre
    return Yardstick((1 - r) * sample.pre.mean, r, standard_error(sample.pre.sd, r))


def nunnally_kotsch(sample: Sample, reliability: Reliability) -> Yardstick:
    """Compute (post - (r (pre - M_pre) + M_pre)) / sqrt(r² SD² (1 - r) + SD² (1 - r_post)).

    Nunnally & Kotsch 1983, Br J Clin Psychol 22:83-93; SD is that before.
    """
    r = reliability.pre
    error = sample.pre.sd * sqrt(r**2 * (1 - r) + (1 - reliability.post))
    return Yardstick((1 - r) * sample.pre.mean, r, error)


def hageman_arrindell(sample: Sample, reliability: Reliability) -> Yardstick | NotComputable:
    """Compute (change r_dd + (M_post - M_pre) (1 - r_dd)) / (sqrt(r_dd) sqrt(2) SEM).

    Hageman & Arrindell 1999, Behav Res Ther 37:1169-1193. r_dd is the reliability of the
    differences, 1 - s_diff² / sd_change², with one SEM for both times.
    """
    error = s_diff(sample.pre.sd, reliability.pre)
    spread = sample.change_sd
    if spread is None or spread <= error:
        return NotComputable(
            N_("the changes vary no more than errors of measurement alone would make them")
        )
    r_dd = 1 - error**2 / spread**2
    shift = sample.change * (1 - r_dd) / r_dd
    return Yardstick(-shift, 1, error / sqrt(r_dd), CRITICAL_HA)


_METHODS: Mapping[Method, Callable[[Sample, Reliability], Yardstick | NotComputable]] = {
    Method.JT: jacobson_truax,
    Method.GLN: gulliksen_lord_novick,
    Method.HLL: hsu_linn_lord,
    Method.EN: edwards_nunnally,
    Method.NK: nunnally_kotsch,
    Method.HA: hageman_arrindell,
}

BY_RELIABILITY = frozenset(_METHODS)
"""The methods that weigh a change against the error of two measurements."""


def yardstick(
    method: Method, sample: Sample, reliability: Reliability
) -> Yardstick | NotComputable:
    """Give the yardstick of a method, or why this sample has none."""
    if sample.pre.sd < SMALLEST_SD:
        return NotComputable(N_("all scores before are the same: their standard deviation is 0"))
    return _METHODS[method](sample, reliability)
