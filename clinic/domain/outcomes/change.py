"""Reliable and clinically significant change of one person, and the summary of a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean, stdev

from clinic.domain.measures.instruments import Direction

CRITICAL_95 = 1.96
"""Two-sided 5 % point of the normal distribution, rounded as Jacobson and Truax print it."""


class Category(StrEnum):
    """Where a person stands after treatment."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"
    HARMED = "harmed"


@dataclass(frozen=True)
class Distribution:
    """Mean and standard deviation of a population or a sample."""

    mean: float
    sd: float


@dataclass(frozen=True)
class Summary:
    """A group's figures on one occasion; one person alone has no standard deviation."""

    n: int
    mean: float
    sd: float | None


def summarize(values: Sequence[float]) -> Summary | None:
    """Compute n, mean and standard deviation (n - 1); nothing of nobody."""
    if not values:
        return None
    return Summary(len(values), fmean(values), stdev(values) if len(values) > 1 else None)


def standard_error(sd: float, reliability: float) -> float:
    """Compute the standard error of measurement, SEM = SD sqrt(1 - r).

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19.
    """
    if sd <= 0 or not 0 <= reliability < 1:
        raise ValueError(f"not computable with SD {sd} and reliability {reliability}")
    return sd * sqrt(1 - reliability)


def s_diff(sd: float, reliability: float) -> float:
    """Compute the standard error of a difference, s_diff = sqrt(2) SEM.

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19.
    """
    return sqrt(2) * standard_error(sd, reliability)


def reliable_change_index(pre: float, post: float, s_diff: float) -> float:
    """Compute RC = (post - pre) / s_diff, in raw direction.

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19.
    """
    return (post - pre) / s_diff


def cutoff_a(clinical: Distribution, better: Direction) -> float:
    """Compute cut-off a = M_clin + 2 SD_clin: beyond the range of the clinical group.

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19; minus where lower is better.
    """
    return clinical.mean + better.sign * 2 * clinical.sd


def cutoff_b(functional: Distribution, better: Direction) -> float:
    """Compute cut-off b = M_fun - 2 SD_fun: within the range of the functional group.

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19; plus where lower is better. The SD is
    that of the functional group; some software takes the clinical one.
    """
    return functional.mean - better.sign * 2 * functional.sd


def cutoff_c(clinical: Distribution, functional: Distribution) -> float:
    """Compute cut-off c = (SD_clin M_fun + SD_fun M_clin) / (SD_clin + SD_fun).

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19: where either group is equally likely.
    """
    weighted = clinical.sd * functional.mean + functional.sd * clinical.mean
    return weighted / (clinical.sd + functional.sd)


def categorize(
    pre: float,
    post: float,
    *,
    s_diff: float,
    better: Direction,
    cutoff: float | None = None,
) -> Category:
    """Name a person's change: reliable when |RC| > 1.96, recovered if it also crosses the cut-off.

    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19. Both crossings are strict; harmed is the
    mirror of recovered. Without a cut-off nobody is recovered or harmed.
    """
    index = better.sign * reliable_change_index(pre, post, s_diff)
    if abs(index) <= CRITICAL_95:
        return Category.UNCHANGED
    crossed = cutoff is not None and _crosses(pre, post, cutoff)
    if index > 0:
        return Category.RECOVERED if crossed else Category.IMPROVED
    return Category.HARMED if crossed else Category.DETERIORATED


def _crosses(pre: float, post: float, cutoff: float) -> bool:
    return pre < cutoff < post or post < cutoff < pre
