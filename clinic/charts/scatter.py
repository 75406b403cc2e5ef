"""Draw what somebody did against what changed: one point a person, and a line at no change."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from clinic.charts import frame
from clinic.charts.frame import PixelSpan, element, label, text_width
from clinic.charts.labels import LabelBox, apart, beside_point, box_at
from clinic.charts.marks import Shape, mark

ASIDE = 28
"""Room beside the highest amount, for marks that stand side by side and their names."""
LEFT, TOP, RIGHT, PLOT_HEIGHT, BELOW = 58, 34, 18, 210, 46


@dataclass(frozen=True)
class ScatterPoint:
    """One person; the name is empty where nobody is to be told apart."""

    x: float
    y: float
    name: str = ""


@dataclass(frozen=True)
class ScatterChart:
    """Everything the chart shows, with its words already in the reader's language."""

    title: str
    description: str
    points: tuple[ScatterPoint, ...]
    x_label: str
    y_label: str
    same_label: str
    x_maximum: float | None = None
    """The highest that is possible, where there is one; else the highest that was seen."""


def scatter_chart(chart: ScatterChart, width: int = 520) -> str:
    """Draw the points on scales that begin at nothing done and hold no change."""
    most = chart.x_maximum or max((point.x for point in chart.points), default=0) or 1
    low, high = _room([0.0, *(point.y for point in chart.points)])
    x = PixelSpan(0, most, LEFT, width - RIGHT - ASIDE)
    y = PixelSpan(low, high, TOP + PLOT_HEIGHT, TOP)
    body = [*_scales(chart, x, y), *_points(chart, x, y)]
    height = TOP + PLOT_HEIGHT + BELOW
    return frame.drawing(width, height, chart.title, chart.description, body)


def _room(values: Sequence[float]) -> tuple[float, float]:
    """Give round bounds around all values, so that no point lies on the edge of the drawing."""
    low, high = min(values), max(values)
    step = next(nice for nice in (1, 2, 5, 10, 20, 50) if nice * 5 >= high - low or nice == 50)
    return step * floor((low - step * 0.2) / step), step * ceil((high + step * 0.2) / step)


def _scales(chart: ScatterChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    parts = []
    for value in frame.ticks(y.low, y.high):
        if value != 0:
            parts.append(_across(x, y(value), "chart-grid", frame.LINE, 1.0))
        parts.append(label(x.start - 8, y(value), f"{value:g}", text_anchor="end"))
    parts.append(_across(x, y(0), "chart-axis", frame.INK_FAINT, 1.25))
    for value in frame.ticks(x.low, x.high):
        parts.append(label(x(value), y.start + 16, f"{value:g}", text_anchor="middle"))
    middle = (x.start + x.end) / 2
    parts.append(label(middle, y.start + 36, chart.x_label, text_anchor="middle", fill=frame.INK))
    parts.append(label(4, TOP - 22, chart.y_label, fill=frame.INK))
    return parts


def _across(x: PixelSpan, height: float, class_: str, stroke: str, width: float) -> str:
    return element(
        "line",
        x1=x.start,
        x2=x.end,
        y1=height,
        y2=height,
        class_=class_,
        stroke=stroke,
        stroke_width=width,
    )


def _points(chart: ScatterChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    places = apart([(x(point.x), y(point.y)) for point in chart.points])
    parts = [mark(Shape.OPEN, *place) for place in places]
    axis = ((x.start, y(0)), (x.end, y(0)))
    inside = LabelBox(x.start, y.end - 8, x.end + ASIDE + RIGHT - 2, y.start - 1)
    taken = [LabelBox(px - 6, py - 6, px + 6, py + 6) for px, py in places]
    same = _beside_axis(chart.same_label, x, y(0), taken)
    taken.append(same)
    parts.append(label(same.left, (same.top + same.bottom) / 2, chart.same_label))
    for point, place in zip(chart.points, places, strict=True):
        if point.name:
            # With room on either side, so that 1 beside 6 does not read as 16.
            box = beside_point(*place, f" {point.name} ", taken=taken, lines=(axis,), inside=inside)
            taken.append(box)
            parts.append(
                label(
                    (box.left + box.right) / 2,
                    (box.top + box.bottom) / 2,
                    point.name,
                    text_anchor="middle",
                    font_weight=600,
                    fill=frame.INK,
                    class_="chart-label chart-value",
                )
            )
    return parts


def _beside_axis(text: str, x: PixelSpan, height: float, taken: Sequence[LabelBox]) -> LabelBox:
    """Name the line at no change over or under one of its ends, where no mark stands."""
    half = text_width(text) / 2
    ends = [(x.end - half, -9), (x.start + half + 4, -9), (x.end - half, 11)]
    boxes = [box_at(middle, height + down, text) for middle, down in ends]
    return min(boxes, key=lambda box: sum(box.overlaps(other) for other in taken))
