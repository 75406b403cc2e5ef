"""Draw every person's course through a cohort, and the group's mean above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from clinic.charts import frame
from clinic.charts.frame import ROW, PixelSpan, element, label, text_width
from clinic.charts.labels import LabelBox, beside_point, rows_for, spread

LEFT, TOP, PLOT_HEIGHT = 40, 20, 260


@dataclass(frozen=True)
class GroupOccasion:
    """One occasion: its name, and the mean of those who answered, with its words."""

    label: str
    n_label: str
    mean: float | None
    mean_label: str = ""


@dataclass(frozen=True)
class CohortChart:
    """Everything the chart shows; each course holds one value an occasion, `None` for a gap."""

    title: str
    description: str
    minimum: float
    maximum: float
    occasions: tuple[GroupOccasion, ...]
    courses: tuple[tuple[float | None, ...], ...]
    mean_name: str
    person_name: str


def cohort_chart(chart: CohortChart, width: int = 640) -> str:
    """Draw thin lines for the people and one thick line for the mean, labeled at its points."""
    gutter = max(1.15 * text_width(chart.mean_name), text_width(chart.person_name)) + 30
    x = PixelSpan(0, max(len(chart.occasions) - 1, 0), LEFT + 34, max(width - gutter, LEFT + 80))
    y = PixelSpan(chart.minimum, chart.maximum, TOP + PLOT_HEIGHT, TOP)
    body = [*_scale(chart, y, x.end + 12), *_courses(chart, x, y), *_mean(chart, x, y)]
    body += [*_names(chart, x, y), *_occasions(chart, x)]
    rows = max((row + 1 for row in _occasion_rows(chart, x) if row is not None), default=0)
    height = TOP + PLOT_HEIGHT + 2 * ROW * rows + 14
    return frame.drawing(width, height, chart.title, chart.description, body)


def _scale(chart: CohortChart, y: PixelSpan, right: float) -> list[str]:
    parts = []
    for value in frame.ticks(chart.minimum, chart.maximum):
        line = element(
            "line",
            x1=LEFT,
            x2=right,
            y1=y(value),
            y2=y(value),
            stroke=frame.INK_FAINT if value == chart.minimum else frame.LINE,
            class_="chart-axis" if value == chart.minimum else "chart-grid",
        )
        parts += [line, label(LEFT - 8, y(value), f"{value:g}", text_anchor="end")]
    return parts


def _courses(chart: CohortChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    parts = []
    for course in chart.courses:
        for run in frame.runs(_places(course, x, y)):
            if len(run) > 1:
                parts.append(
                    frame.polyline(
                        run,
                        class_="chart-person",
                        stroke=frame.INK_FAINT,
                        stroke_opacity=0.45,
                        stroke_width=1.0,
                    )
                )
            else:
                parts.append(
                    element(
                        "circle",
                        cx=run[0][0],
                        cy=run[0][1],
                        r=2.0,
                        class_="chart-person-point",
                        fill=frame.INK_FAINT,
                        fill_opacity=0.6,
                    )
                )
    return parts


def _mean(chart: CohortChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    places = _places([occasion.mean for occasion in chart.occasions], x, y)
    parts = [
        frame.polyline(
            run,
            class_="chart-mean",
            stroke=frame.ACCENT,
            stroke_width=4.0,
            stroke_linejoin="round",
            stroke_linecap="round",
        )
        for run in frame.runs(places)
        if len(run) > 1
    ]
    lines = [pair for run in frame.runs(places) for pair in pairwise(run)]
    inside = LabelBox(LEFT, TOP - 16, x.end + 40, TOP + PLOT_HEIGHT - 2)
    taken = [LabelBox(px - 7, py - 7, px + 7, py + 7) for px, py in filter(None, places)]
    for occasion, place in zip(chart.occasions, places, strict=True):
        if place is None:
            continue
        text = occasion.mean_label
        box = beside_point(*place, text, taken=taken, lines=lines, inside=inside)
        taken.append(box)
        parts += [
            element(
                "circle",
                cx=place[0],
                cy=place[1],
                r=5.5,
                class_="chart-mean-point",
                fill=frame.ACCENT,
                stroke=frame.SURFACE,
                stroke_width=1.5,
            ),
            *_plated(box, text),
        ]
    return parts


def _plated(box: LabelBox, text: str) -> list[str]:
    """Write a label on a plate of the page's color, legible over the thin lines."""
    plate = element(
        "rect",
        x=box.left - 3,
        y=box.top - 2,
        width=box.right - box.left + 6,
        height=box.bottom - box.top + 4,
        rx=4.0,
        class_="chart-plate",
        fill=frame.SURFACE,
        fill_opacity=0.88,
    )
    middle = (box.left + box.right) / 2
    return [
        plate,
        label(
            middle,
            (box.top + box.bottom) / 2,
            text,
            text_anchor="middle",
            font_weight=700,
            fill=frame.ACCENT_STRONG,
            class_="chart-label chart-mean-value",
        ),
    ]


def _names(chart: CohortChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    """Name the thick line and a thin one at their ends, instead of a legend."""
    named: list[tuple[float, str, dict[str, object]]] = []
    if chart.occasions and (mean := chart.occasions[-1].mean) is not None:
        strong = {
            "font_weight": 700,
            "fill": frame.ACCENT_STRONG,
            "class_": "chart-label chart-mean-name",
        }
        named.append((y(mean), chart.mean_name, strong))
    ends = [course[-1] for course in chart.courses if course and course[-1] is not None]
    if ends:
        named.append((y(max(ends)), chart.person_name, {"class_": "chart-label chart-person-name"}))
    places = spread([place for place, *_ in named], ROW, TOP, TOP + PLOT_HEIGHT - 8)
    return [
        label(x.end + 18, place, text, **attributes)
        for place, (_, text, attributes) in zip(places, named, strict=True)
    ]


def _occasions(chart: CohortChart, x: PixelSpan) -> list[str]:
    parts = []
    rows = _occasion_rows(chart, x)
    for number, (occasion, row) in enumerate(zip(chart.occasions, rows, strict=True)):
        if row is None:
            continue
        top = TOP + PLOT_HEIGHT + 18 + 2 * ROW * row
        parts.append(label(x(number), top, occasion.label, text_anchor="middle", fill=frame.INK))
        parts.append(label(x(number), top + ROW, occasion.n_label, text_anchor="middle"))
    return parts


def _occasion_rows(chart: CohortChart, x: PixelSpan) -> list[int | None]:
    """Let a name that would touch its neighbor step down a row."""
    halves = [text_width(occasion.label) / 2 + 4 for occasion in chart.occasions]
    return rows_for([(x(number) - half, x(number) + half) for number, half in enumerate(halves)], 2)


def _places(
    values: Sequence[float | None], x: PixelSpan, y: PixelSpan
) -> list[tuple[float, float] | None]:
    return [None if value is None else (x(number), y(value)) for number, value in enumerate(values)]
