"""The hierarchical linear model of change: everybody has a line of her own around a common one.

    score = (intercept + own) + (slope + own) * time + noise

fitted by restricted maximum likelihood. A person's index is the conditional mean of her own slope
over its conditional standard deviation (Raudenbush & Bryk 2002, Hierarchical Linear Models). It
tells who differs from the average slope: who improves as much as the average is unchanged.

As in lme4 (Bates, Mächler, Bolker & Walker 2015, J Stat Softw 67(1), section 3.4) the likelihood is
profiled over the fixed effects and the residual variance, so that three numbers are left to look
for: the lower triangular factor of the covariance of the own parts, in units of the noise. A factor
of lesser rank is within that space, not at its edge: where own parts vary along one line only, the
fit is found like any other.

Each person's scores enter through her own line by least squares and what is left around it, for the
random and the fixed part have the same two columns (Laird & Ware 1982, Biometrics 38, 963-974): her
line is normal around the common one, with the covariance of the own parts plus that of estimating a
line from her times. People with the same times share it, so that a look costs one step for each set
of times, however many people there are. Nothing here depends on a library of linear algebra, whose
order of sums is the processor's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from math import fsum, inf, log, pi, sqrt

from clinic.domain.measures.time_order import is_number
from clinic.domain.outcomes.courses import Course, Study
from clinic.domain.outcomes.descent import DescentPoint, Vector, lowest_from
from clinic.domain.outcomes.own_lines import FEWEST_PEOPLE, OwnLines, Pattern, Symmetric, own_lines
from clinic.domain.outcomes.pairs import NotComputable
from clinic.domain.text import N_

FEWEST_TIMES = 3

_TRACE = 1e-12
# beside what it is taken from, so little is what rounding leaves
_SPREADS = (0.05, 0.3, 0.7, 1.0)
_LEANINGS = (-0.95, -0.5, 0.0, 0.5, 0.95)
# where the search begins: parts of how far people's lines lie apart, and correlations
_MOST_PATTERNS = 200
_SAME_VALLEY = 1e-6


@dataclass(frozen=True, slots=True)
class MixedModel:
    """The model that fits best, on the scale of the times and scores it was given."""

    criterion: float
    """Minus twice the logarithm of the restricted likelihood, as lme4 counts it."""
    intercept: float
    slope: float
    residual_variance: float
    covariance: tuple[float, float, float]
    """Of own intercepts and slopes: variance, covariance, variance."""
    own_slopes: Mapping[str, float]
    """By person: how far her slope lies from the common one."""
    indices: Mapping[str, float]


def slope_indices(study: Study) -> Mapping[str, float] | NotComputable:
    """Give the index of everybody with three scores or more."""
    courses = [course for course in study.courses if len(course.scores) >= FEWEST_TIMES]
    if len(courses) < FEWEST_PEOPLE:
        return NotComputable(N_("fewer than three people have scores at three times or more"))
    if not all(is_number(time) for time in study.times):
        return NotComputable(N_("the model needs times that are numbers"))
    model = fit(courses)
    return model if isinstance(model, NotComputable) else model.indices


def fit(courses: Sequence[Course]) -> MixedModel | NotComputable:
    """Fit the model to people with scores at two times or more, some of them at three."""
    data = own_lines(courses)
    return data if isinstance(data, NotComputable) else _told(data, _search(data))


def _search(data: OwnLines) -> DescentPoint:
    """Find the lowest of the valleys that are reached from starts of each kind of correlation."""
    look, far = partial(_look, data), partial(_look, _thinned(data))
    valleys: list[Vector] = []
    for leaning in _LEANINGS:
        starts = [
            far((first, leaning * second, sqrt(1 - leaning * leaning) * second))
            for first, second in product(_SPREADS, repeat=2)
        ]
        end = lowest_from(far, min(starts, key=lambda point: point.value).at).at
        if not any(_is_near(end, other) for other in valleys):
            valleys.append(end)
    return min((lowest_from(look, end) for end in valleys), key=lambda point: point.value)


def _thinned(data: OwnLines) -> OwnLines:
    """Take some of the sets of times, where there are very many, to see where the valleys are."""
    step = -(-len(data.patterns) // _MOST_PATTERNS)
    patterns = data.patterns[::step]
    scores = sum(pattern.count * len(pattern.lines) for pattern in patterns)
    return replace(data, patterns=patterns, scores=scores, left=data.left * scores / data.scores)


def _is_near(one: Vector, other: Vector) -> bool:
    # The sign of a column of the factor says nothing.
    apart = abs(one[0] - other[0]), abs(one[1] - other[1]), abs(abs(one[2]) - abs(other[2]))
    return max(apart) < _SAME_VALLEY


@dataclass(frozen=True, slots=True)
class _Fit:
    """The best of all else for one factor of the covariance."""

    weights: tuple[Symmetric, ...]
    """Of a person's line, by pattern: the inverse of its covariance."""
    precision: Symmetric
    """Of the common line."""
    line: tuple[float, float]
    square: float
    """The weighed sum of squares around the common line."""
    logs: float
    """Of the determinants of people's lines."""


def _fit_to(data: OwnLines, factor: Vector) -> _Fit:
    """Find the common line, and what is left around it, for one factor of the covariance."""
    one, two, three = factor
    weights, logs = [], []
    a00 = a01 = a11 = b0 = b1 = 0.0
    for pattern in data.patterns:
        s00, s01, s11 = pattern.spread
        room = _room_with(pattern, factor)
        w00 = (s11 + two * two + three * three) / room
        w01, w11 = -(s01 + one * two) / room, (s00 + one * one) / room
        people, (first, second) = len(pattern.lines), pattern.mean
        a00, a01, a11 = a00 + people * w00, a01 + people * w01, a11 + people * w11
        b0 += people * (w00 * first + w01 * second)
        b1 += people * (w01 * first + w11 * second)
        weights.append((w00, w01, w11))
        logs.append(people * log(room / pattern.room))
    room = a00 * a11 - a01 * a01
    line = (a11 * b0 - a01 * b1) / room, (a00 * b1 - a01 * b0) / room
    square = data.left
    for pattern, (w00, w01, w11) in zip(data.patterns, weights, strict=True):
        p00, p01, p11 = _around(pattern, line)
        square += w00 * p00 + 2 * w01 * p01 + w11 * p11
    return _Fit(tuple(weights), (a00, a01, a11), line, square, fsum(logs))


def _around(pattern: Pattern, line: tuple[float, float]) -> Symmetric:
    """Give the sums of squares and products of people's lines around the common one."""
    people = len(pattern.lines)
    first, second = pattern.mean[0] - line[0], pattern.mean[1] - line[1]
    s00, s01, s11 = pattern.scatter
    return (
        s00 + people * first * first,
        s01 + people * first * second,
        s11 + people * second * second,
    )


def _look(data: OwnLines, factor: Vector) -> DescentPoint:
    """Give the criterion for a factor, and its slope.

    Bates et al. 2015, equation 42, for two columns. Through the covariance C of own parts it
    changes by the trace of (W - W P W - W Q W / noise) dC, summed over people, where W weighs a
    person's line, P is the covariance of the common line and Q the square of her line around it.
    """
    fit = _fit_to(data, factor)
    a00, a01, a11 = fit.precision
    room, noise = a00 * a11 - a01 * a01, fit.square / data.freedom
    if not 0 < room < inf:
        # So far out that the arithmetic ends.
        return DescentPoint(factor, inf, (inf, inf, inf))
    value = fit.logs + log(room) + data.freedom * (1 + log(2 * pi * noise))
    c00, c01, c11 = a11 / room, -a01 / room, a00 / room
    g00 = g01 = g11 = 0.0
    for pattern, (w00, w01, w11) in zip(data.patterns, fit.weights, strict=True):
        q00, q01, q11 = _around(pattern, fit.line)
        people = len(pattern.lines)
        m00, m01, m11 = (
            people * c00 + q00 / noise,
            people * c01 + q01 / noise,
            people * c11 + q11 / noise,
        )
        left0, left1 = w00 * m00 + w01 * m01, w00 * m01 + w01 * m11
        right0, right1 = w01 * m00 + w11 * m01, w01 * m01 + w11 * m11
        g00 += people * w00 - left0 * w00 - left1 * w01
        g01 += people * w01 - left0 * w01 - left1 * w11
        g11 += people * w11 - right0 * w01 - right1 * w11
    one, two, three = factor
    slope = (
        2 * (g00 * one + g01 * two),
        2 * (g01 * one + g11 * two),
        2 * g11 * three,
    )
    return DescentPoint(factor, value, slope)


def _told(data: OwnLines, best: DescentPoint) -> MixedModel | NotComputable:
    """Tell the model on the scale of its times and scores."""
    up, lean, along = data.units
    one, two, three = up * best.at[0], lean * best.at[0] + along * best.at[1], along * best.at[2]
    if two * two + three * three <= _TRACE * (lean * lean + along * along):
        return NotComputable(N_("the slopes of these people do not differ"))
    fit, unit, before = _fit_to(data, best.at), data.unit, data.middle / data.unit
    noise = fit.square / data.freedom
    own = dict(_own(data, fit, best.at, (one, two, three)))
    level, slope = up * fit.line[0], lean * fit.line[0] + along * fit.line[1]
    base, below = one - two * before, -three * before
    return MixedModel(
        criterion=best.value + data.shift,
        intercept=data.height + level - slope * before,
        slope=slope / unit,
        residual_variance=noise * data.noise,
        covariance=(
            noise * (base * base + below * below),
            noise * (base * two + below * three) / unit,
            noise * (two * two + three * three) / unit**2,
        ),
        own_slopes={subject: mean / unit for subject, (mean, _) in own.items()},
        indices={subject: mean / deviation for subject, (mean, deviation) in own.items()},
    )


def _own(
    data: OwnLines, fit: _Fit, factor: Vector, told: Vector
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Give everybody's own slope, given her scores: its mean and its standard deviation.

    `told` is the factor on the scale of the scores.
    """
    one, two, three = told
    noise = fit.square / data.freedom
    for pattern, (w00, w01, w11) in zip(data.patterns, fit.weights, strict=True):
        # Multiplied out, for a difference of covariances would lose what is small.
        certain = two * two + three * three + pattern.count * (one * three) ** 2 / data.noise
        deviation = sqrt(noise * certain * pattern.room / _room_with(pattern, factor))
        for line in pattern.lines:
            first, second = line.first - fit.line[0], line.second - fit.line[1]
            v0, v1 = w00 * first + w01 * second, w01 * first + w11 * second
            mean = two * (factor[0] * v0 + factor[1] * v1) + three * factor[2] * v1
            yield line.subject, (mean, deviation)


def _room_with(pattern: Pattern, factor: Vector) -> float:
    """Give the determinant of the covariance of people's lines, own parts and chance together.

    It is multiplied out, so that nothing is taken from something of its size.
    """
    one, two, three = factor
    s00, s01, s11 = pattern.spread
    leaning = s00 * two * two + s11 * one * one - 2 * s01 * one * two
    return pattern.room + leaning + (s00 + one * one) * three * three
