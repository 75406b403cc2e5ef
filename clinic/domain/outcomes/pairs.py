"""Scores before and after, person by person, and the figures of a sample of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import correlation, fmean, stdev

from clinic.domain.outcomes.change import Distribution
from clinic.domain.text import N_

SMALLEST_SD = 1e-9
"""Below this, scores do not vary: what is divided by it would be noise of the arithmetic."""

_TRACE = 1e-12


@dataclass(frozen=True)
class NotComputable:
    """A figure that does not exist, and why."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the reason in English."""
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True)
class Pair:
    """One person's score before and after."""

    subject: str
    pre: float
    post: float
    group: str | None = None

    @property
    def change(self) -> float:
        """Give post - pre, in raw direction."""
        return self.post - self.pre


@dataclass(frozen=True)
class Sample:
    """The figures of a group's scores before and after; standard deviations divide by n - 1."""

    n: int
    pre: Distribution
    post: Distribution
    correlation: float | None
    """Between before and after; `None` where it is not known or one of them does not vary."""

    @property
    def change(self) -> float:
        """Give the mean change, in raw direction."""
        return self.post.mean - self.pre.mean

    @property
    def change_sd(self) -> float | None:
        """Compute sd_diff = sqrt(s1² + s2² - 2 r s1 s2), the spread of the changes."""
        pre, post = self.pre.sd, self.post.sd
        if self.correlation is None:
            # Where one of them does not vary, its product with the other is 0 whatever r is.
            return None if min(pre, post) >= SMALLEST_SD else sqrt(pre**2 + post**2)
        whole = pre**2 + post**2
        variance = whole - 2 * self.correlation * pre * post
        # Where everybody changed by the same, the subtraction leaves a trace of rounding.
        return sqrt(variance) if variance > whole * _TRACE else 0.0


def sample_of(pairs: Sequence[Pair]) -> Sample | NotComputable:
    """Compute means, standard deviations (n - 1) and correlation of complete pairs."""
    if not pairs:
        return NotComputable(N_("nobody has a score at both times"))
    if len(pairs) == 1:
        return NotComputable(N_("one person alone has no standard deviation"))
    before, after = [pair.pre for pair in pairs], [pair.post for pair in pairs]
    return Sample(
        len(pairs),
        Distribution(fmean(before), stdev(before)),
        Distribution(fmean(after), stdev(after)),
        _correlation(before, after),
    )


def _correlation(before: Sequence[float], after: Sequence[float]) -> float | None:
    if min(stdev(before), stdev(after)) < SMALLEST_SD:
        return None
    return correlation(before, after)
