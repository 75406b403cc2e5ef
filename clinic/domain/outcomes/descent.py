"""The lowest point of a smooth function of three numbers, by Newton's method.

The steps are damped (Marquardt 1963) until they lead down, so that any start will do, and end in
the full ones, which double the correct digits each time. Where there are several valleys, the start
says which one is found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TypeAlias

Vector: TypeAlias = tuple[float, float, float]
Matrix: TypeAlias = tuple[Vector, Vector, Vector]

_MOST_STEPS = 200
_MOST_TRIES = 60
_NUDGE = 1e-6
# by which the slope is looked at on both sides of a point, to learn how it bends there
_SMALLEST_STEP = 1e-13
_NOISE = 1e-11
# the part of a value that may be rounding: by less, a step is neither up nor down


@dataclass(frozen=True, slots=True)
class DescentPoint:
    """A place with the height there, and the slope in each direction."""

    at: Vector
    value: float
    slope: Vector

    @property
    def steepness(self) -> float:
        """Say how far it is from level."""
        return max(abs(part) for part in self.slope)

    def is_below(self, other: "DescentPoint") -> bool:
        """Whether it lies lower, or within rounding of as low and on more level ground."""
        if not (isfinite(self.value) and isfinite(self.steepness)):
            return False
        noise = _NOISE * (1 + abs(other.value))
        if abs(self.value - other.value) <= noise:
            return self.steepness < other.steepness
        return self.value < other.value


Function: TypeAlias = Callable[[Vector], DescentPoint]


def lowest_from(function: Function, start: Vector) -> DescentPoint:
    """Go down from a start until the ground is level."""
    point, damping = function(start), 1e-3
    for _ in range(_MOST_STEPS):
        bend = _bend(function, point.at)
        for _ in range(_MOST_TRIES):
            step = _step(bend, point.slope, damping)
            if step is not None:
                if max(abs(part) for part in step) < _SMALLEST_STEP:
                    return point
                below = function(_moved(point.at, step))
                if below.is_below(point):
                    point, damping = below, damping / 10
                    break
            damping *= 4
        else:
            return point
    return point


def _bend(function: Function, at: Vector) -> Matrix:
    """Give the second derivatives, by the slopes a little to each side."""
    columns = []
    for axis in range(3):
        nudge = tuple(_NUDGE * (axis == other) for other in range(3))
        ahead = function(_moved(at, nudge)).slope
        back = function(_moved(at, tuple(-part for part in nudge))).slope
        columns.append([(a - b) / (2 * _NUDGE) for a, b in zip(ahead, back, strict=True)])
    (a, b, c), (d, e, f), (g, h, i) = columns
    return (
        (a, (b + d) / 2, (c + g) / 2),
        ((b + d) / 2, e, (f + h) / 2),
        ((c + g) / 2, (f + h) / 2, i),
    )


def _step(bend: Matrix, slope: Vector, damping: float) -> Vector | None:
    """Solve (bend + damping) step = -slope by Cholesky's factor; `None` where that has none."""
    weight = damping * (1 + max(abs(bend[axis][axis]) for axis in range(3)))
    (a, b, c), (_, e, f), (_, _, i) = bend
    if (first := a + weight) <= 0:
        return None
    one = sqrt(first)
    two, three = b / one, c / one
    if (second := e + weight - two * two) <= 0:
        return None
    four = sqrt(second)
    five = (f - two * three) / four
    if (third := i + weight - three * three - five * five) <= 0:
        return None
    six = sqrt(third)
    x = -slope[0] / one
    y = (-slope[1] - two * x) / four
    z = (-slope[2] - three * x - five * y) / six
    z /= six
    y = (y - five * z) / four
    return (x - two * y - three * z) / one, y, z


def _moved(at: Vector, by: tuple[float, ...]) -> Vector:
    x, y, z = (place + part for place, part in zip(at, by, strict=True))
    return x, y, z
