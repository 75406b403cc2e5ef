"""Marks that tell people apart by shape, so that a copy in black and white says the same."""

from enum import StrEnum

from clinic.charts import frame
from clinic.charts.frame import element

_SIZE = 5.5


class Shape(StrEnum):
    """What a point looks like, from the best news to the worst."""

    FULL = "full"
    HALF = "half"
    OPEN = "open"
    TRIANGLE = "triangle"
    CROSS = "cross"


def mark(shape: Shape, x: float, y: float) -> str:
    """Draw a mark with its center at x, y."""
    return f"{_plate(x, y)}{_DRAWN[shape](x, y)}"


def _plate(x: float, y: float) -> str:
    """Lay the page's color under a mark, so that the lines below it do not run through."""
    return element("circle", cx=x, cy=y, r=_SIZE, class_="chart-plate", fill=frame.SURFACE)


def _ring(x: float, y: float, fill: str) -> str:
    return element(
        "circle",
        cx=x,
        cy=y,
        r=_SIZE - 0.75,
        class_="chart-mark",
        fill=fill,
        stroke=frame.ACCENT,
        stroke_width=1.75,
    )


def _full(x: float, y: float) -> str:
    return _ring(x, y, frame.ACCENT)


def _open(x: float, y: float) -> str:
    return _ring(x, y, "none")


def _half(x: float, y: float) -> str:
    radius = _SIZE - 0.75
    path = f"M{x - radius:.2f} {y:.2f}A{radius} {radius} 0 0 0 {x + radius:.2f} {y:.2f}Z"
    return _open(x, y) + element("path", d=path, class_="chart-mark-half", fill=frame.ACCENT)


def _triangle(x: float, y: float) -> str:
    path = f"M{x:.2f} {y - _SIZE:.2f}L{x + _SIZE:.2f} {y + _SIZE - 1:.2f}H{x - _SIZE:.2f}Z"
    return element("path", d=path, class_="chart-mark-worse", fill=frame.EMBER)


def _cross(x: float, y: float) -> str:
    arm = _SIZE - 0.5
    path = f"M{x - arm:.2f} {y - arm:.2f}l{2 * arm} {2 * arm}m0 {-2 * arm}l{-2 * arm} {2 * arm}"
    return element(
        "path",
        d=path,
        class_="chart-mark-harmed",
        stroke=frame.EMBER,
        stroke_width=2.5,
        fill="none",
    )


_DRAWN = {
    Shape.FULL: _full,
    Shape.HALF: _half,
    Shape.OPEN: _open,
    Shape.TRIANGLE: _triangle,
    Shape.CROSS: _cross,
}
