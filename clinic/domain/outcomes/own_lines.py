"""People's own lines through their scores, by least squares, as the model of change needs them.

A line and what is left around it hold all that the scores of a person say of her level and slope.
People with the same times share how well a line can be told from them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log, sqrt
from typing import TypeAlias

from clinic.domain.outcomes.courses import Course
from clinic.domain.outcomes.pairs import SMALLEST_SD, NotComputable
from clinic.domain.text import N_

Symmetric: TypeAlias = tuple[float, float, float]
"""Upper left, the two others, lower right."""

FEWEST_PEOPLE = 3

_TRACE = 1e-12
# beside what it is taken from, so little is what rounding leaves
_LEAST_NOISE = 1e-7
# beside how far scores lie apart: with less there is no telling noise from lines


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One person's own line by least squares: at the middle of time and along it, or turned."""

    subject: str
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """The people who have scores at the same times, in units in which all lines spread alike.

    In those a search goes over level ground, however little noise there is and however closely
    intercepts and slopes are correlated.
    """

    count: int
    spread: Symmetric
    room: float
    lines: tuple[OwnLine, ...]
    mean: tuple[float, float]
    scatter: Symmetric
    """Of the lines around their mean: sums of squares and products."""


@dataclass(frozen=True, slots=True)
class OwnLines:
    """Everybody's scores as far as the model needs them."""

    patterns: tuple[Pattern, ...]
    scores: int
    left: float
    """The sum of squares around people's own lines, in units of the noise."""
    noise: float
    """The variance around them."""
    units: tuple[float, float, float]
    """The lower triangular factor that turns a line into the one on the scale of the scores."""
    middle: float
    unit: float
    """Of time: lines are told at the middle, in this unit."""
    height: float
    """The mean score, around which everything is computed."""

    @property
    def freedom(self) -> int:
        """Count the scores that are left when the common line is taken."""
        return self.scores - 2

    @property
    def shift(self) -> float:
        """Give by how much the criterion is another on the scale of times and scores."""
        one, _, three = self.units
        turn = log(self.unit * self.noise / (one * three))
        return 2 * turn + self.freedom * log(self.noise)


@dataclass(frozen=True, slots=True)
class _RawPattern:
    """The people who have scores at the same times, on the scale of the scores."""

    count: int
    """Of the times."""
    spread: Symmetric
    """Of a line that is estimated from them, in units of the noise."""
    lines: tuple[OwnLine, ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    """Everybody's lines on the scale of the scores."""

    patterns: tuple[_RawPattern, ...]
    scores: int
    free: int
    """Scores that are left when everybody has a line."""
    noise: float
    middle: float
    unit: float


def own_lines(courses: Sequence[Course]) -> OwnLines | NotComputable:
    """Lay a line through everybody's scores, the same in whatever order people and scores come."""
    if len(courses) < FEWEST_PEOPLE or min(len(course.scores) for course in courses) < 2:
        return NotComputable(N_("the model needs three people with scores at two times or more"))
    scores = [score for course in courses for score in course.scores.values()]
    if len(scores) <= 2 * len(courses):
        return NotComputable(N_("nobody has scores at three times or more"))
    height = fsum(scores) / len(scores)
    farthest = max(abs(score - height) for score in scores)
    if farthest < SMALLEST_SD:
        return NotComputable(N_("all scores are the same"))
    raw = _raw(courses, height)
    if sqrt(raw.noise) <= max(_LEAST_NOISE * farthest, _TRACE * abs(height)):
        return NotComputable(N_("everybody's scores lie on a line of their own without noise"))
    units = _units(raw)
    patterns = tuple(_turned(one, units, raw.noise) for one in raw.patterns)
    return OwnLines(
        patterns, raw.scores, float(raw.free), raw.noise, units, raw.middle, raw.unit, height
    )


def _raw(courses: Sequence[Course], height: float) -> _Raw:
    by_times: dict[tuple[float, ...], list[tuple[str, list[float]]]] = defaultdict(list)
    for course in courses:
        points = sorted((float(time), score - height) for time, score in course.scores.items())
        own = course.subject, [score for _, score in points]
        by_times[tuple(time for time, _ in points)].append(own)
    middle, unit = _clock(by_times)
    left: list[float] = []
    patterns = []
    for times, people in sorted(by_times.items()):
        clock = [(time - middle) / unit for time in times]
        lines = []
        for subject, scores in people:
            line, rest = _line(subject, clock, scores)
            lines.append(line)
            left += rest
        patterns.append(_RawPattern(len(clock), _spread(clock), tuple(lines)))
    free = len(left) - 2 * len(courses)
    return _Raw(tuple(patterns), len(left), free, fsum(left) / free, middle, unit)


def _clock(by_times: Mapping[tuple[float, ...], Sequence[object]]) -> tuple[float, float]:
    """Give the mean and the standard deviation of the times of all scores."""
    count = sum(len(times) * len(people) for times, people in by_times.items())
    weighed = [(time, len(people)) for times, people in by_times.items() for time in times]
    middle = fsum(time * people for time, people in weighed) / count
    square = fsum((time - middle) ** 2 * people for time, people in weighed) / count
    return middle, sqrt(square)


def _line(
    subject: str, clock: Sequence[float], scores: Sequence[float]
) -> tuple[OwnLine, list[float]]:
    """Lay a line through somebody's scores, and give the squares of what is left around it."""
    count = len(clock)
    time, score = fsum(clock) / count, fsum(scores) / count
    length = fsum((at - time) ** 2 for at in clock)
    moved = fsum((at - time) * one for at, one in zip(clock, scores, strict=True))
    slope = moved / length
    around = (one - score - slope * (at - time) for at, one in zip(clock, scores, strict=True))
    return OwnLine(subject, score - slope * time, slope), [rest * rest for rest in around]


def _spread(clock: Sequence[float]) -> Symmetric:
    count = len(clock)
    time = fsum(clock) / count
    length = fsum((at - time) ** 2 for at in clock)
    return 1 / count + time * time / length, -time / length, 1 / length


def _units(raw: _Raw) -> tuple[float, float, float]:
    """Factor how people's lines lie apart, and as much again as chance alone would do."""
    lines = [line for pattern in raw.patterns for line in pattern.lines]
    q00, q01, q11 = _scatter(lines)
    chance = [
        fsum(p.spread[at] * len(p.lines) for p in raw.patterns) * raw.noise / len(lines)
        for at in range(3)
    ]
    free = len(lines) - 1
    one = sqrt(q00 / free + chance[0])
    two = (q01 / free + chance[1]) / one
    # What is left is never less than chance alone leaves, whatever rounding makes of it.
    least = (chance[0] * chance[2] - chance[1] ** 2) / chance[0]
    return one, two, sqrt(max(q11 / free + chance[2] - two * two, least))


def _scatter(lines: Sequence[OwnLine]) -> Symmetric:
    first, second = _mean(lines)
    return (
        fsum((line.first - first) ** 2 for line in lines),
        fsum((line.first - first) * (line.second - second) for line in lines),
        fsum((line.second - second) ** 2 for line in lines),
    )


def _mean(lines: Sequence[OwnLine]) -> tuple[float, float]:
    first = fsum(line.first for line in lines) / len(lines)
    return first, fsum(line.second for line in lines) / len(lines)


def _turned(pattern: _RawPattern, units: tuple[float, float, float], noise: float) -> Pattern:
    one, two, three = units
    lean = two / one
    lines = tuple(
        OwnLine(line.subject, line.first / one, (line.second - lean * line.first) / three)
        for line in pattern.lines
    )
    s00, s01, s11 = pattern.spread
    spread = (
        noise * s00 / one**2,
        noise * (s01 - lean * s00) / (one * three),
        noise * (s11 - 2 * lean * s01 + lean**2 * s00) / three**2,
    )
    room = s11 / pattern.count * (noise / (one * three)) ** 2
    return Pattern(pattern.count, spread, room, lines, _mean(lines), _scatter(lines))
