"""The lowest point of a smooth function, from wherever the way begins."""

from math import exp, inf, log

import pytest

from clinic.domain.outcomes.descent import DescentPoint, Vector, lowest_from


def bowl(at: Vector) -> DescentPoint:
    x, y, z = at
    value = (x - 1) ** 2 + 10 * (y + 2) ** 2 + 1e4 * (z - 3) ** 2 + x * y
    return DescentPoint(at, value, (2 * (x - 1) + y, 20 * (y + 2) + x, 2e4 * (z - 3)))


def bend(at: Vector) -> DescentPoint:
    """Rosenbrock's valley, with a third axis that has its lowest point at no angle at all."""
    x, y, z = at
    value = 100 * (y - x * x) ** 2 + (1 - x) ** 2 + z**4
    slope = -400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x), 4 * z**3
    return DescentPoint(at, value, slope)


def cliff(at: Vector) -> DescentPoint:
    """A valley in a world that ends at its side: beyond there is no value."""
    x, y, z = at
    if x <= 0:
        return DescentPoint(at, inf, (inf, inf, inf))
    return DescentPoint(at, x - log(x) + y * y + z * z, (1 - 1 / x, 2 * y, 2 * z))


def endless(at: Vector) -> DescentPoint:
    x, y, z = at
    return DescentPoint(at, exp(-x / 50) + y * y + z * z, (-exp(-x / 50) / 50, 2 * y, 2 * z))


@pytest.mark.parametrize("start", [(0.0, 0.0, 0.0), (50.0, -40.0, 30.0), (1.0, -2.0, 3.0)])
def test_a_bowl_is_found_to_the_last_digits(start: Vector) -> None:
    assert lowest_from(bowl, start).at == pytest.approx((80 / 39, -82 / 39, 3), rel=1e-12)
    assert lowest_from(bowl, start).steepness < 1e-9


@pytest.mark.parametrize("start", [(-1.2, 1.0, 1.0), (3.0, -3.0, -2.0)])
def test_a_bent_valley_is_followed_to_its_end(start: Vector) -> None:
    end = lowest_from(bend, start)

    assert end.at[:2] == pytest.approx((1, 1), abs=1e-6)
    assert abs(end.at[2]) < 1e-2


def test_a_step_beyond_the_world_is_not_taken() -> None:
    assert lowest_from(cliff, (3.0, 2.0, 2.0)).at == pytest.approx((1, 0, 0), abs=1e-9)


def test_a_way_down_that_does_not_end_is_given_up() -> None:
    assert lowest_from(endless, (0.0, 1.0, 1.0)).at[0] > 1000


def test_a_saddle_is_left_on_its_way_down() -> None:
    def saddle(at: Vector) -> DescentPoint:
        x, y, z = at
        return DescentPoint(at, x**4 - x * x + y * y + z * z, (4 * x**3 - 2 * x, 2 * y, 2 * z))

    assert abs(lowest_from(saddle, (0.1, 1.0, 1.0)).at[0]) == pytest.approx(0.5**0.5)


def test_where_there_is_no_ground_it_stays() -> None:
    def nowhere(at: Vector) -> DescentPoint:
        return DescentPoint(at, inf, (inf, inf, inf))

    assert lowest_from(nowhere, (1.0, 2.0, 3.0)).at == (1.0, 2.0, 3.0)
