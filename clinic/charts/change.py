"""Draw everybody's score before against the one after, as Jacobson and Truax (1991) read it."""

from dataclasses import dataclass

from clinic.charts import frame
from clinic.charts.frame import ROW, PixelSpan, element, label, text_width
from clinic.charts.labels import LabelBox, apart, beside_point, wrapped
from clinic.charts.marks import Shape, mark

LEFT, TOP, RIGHT, BELOW = 58, 30, 18, 52
LARGEST = 440
_TITLE_SHIFT = 44


@dataclass(frozen=True)
class ChangePoint:
    """One person; the name is empty where nobody is to be told apart."""

    before: float
    after: float
    shape: Shape
    name: str = ""


@dataclass(frozen=True)
class ShapeKey:
    """What a shape means and how many have it, as "Reliably better: 3"."""

    shape: Shape
    label: str


@dataclass(frozen=True)
class ChangeChart:
    """Everything the chart shows, with its words already in the reader's language.

    `reliable` is the change that is needed in either direction; `cutoff` the score between the
    ranges. Either may be unknown.
    """

    title: str
    description: str
    minimum: float
    maximum: float
    points: tuple[ChangePoint, ...]
    keys: tuple[ShapeKey, ...]
    before_label: str
    after_label: str
    same_label: str
    reliable: float | None = None
    reliable_label: str = ""
    cutoff: float | None = None
    cutoff_label: str = ""


def change_chart(chart: ChangeChart, width: int = 520) -> str:
    """Draw the square with its diagonal, the band of no reliable change, and the key below it."""
    side = min(float(width - LEFT - RIGHT), float(LARGEST))
    x = PixelSpan(chart.minimum, chart.maximum, LEFT, LEFT + side)
    y = PixelSpan(chart.minimum, chart.maximum, TOP + side, TOP)
    body = [*_scales(chart, x, y), *_band(chart, x, y), *_lines(chart, x, y)]
    body += [*_points(chart, x, y)]
    keys, rows = _keys(chart, width, TOP + side + BELOW)
    height = TOP + side + BELOW + rows * (ROW + 4) + 4
    return frame.drawing(width, height, chart.title, chart.description, [*body, *keys])


def _scales(chart: ChangeChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    bottom, end = y.start, x.end
    parts = []
    for value in frame.ticks(chart.minimum, chart.maximum):
        parts += [
            _grid(x.start, end, y(value), y(value)),
            _grid(x(value), x(value), y.end, bottom),
            label(x.start - 8, y(value), f"{value:g}", text_anchor="end"),
            label(x(value), bottom + 14, f"{value:g}", text_anchor="middle"),
        ]
    middle = (x.start + end) / 2
    parts.append(
        label(middle, bottom + 34, chart.before_label, text_anchor="middle", fill=frame.INK)
    )
    height = (y.end + bottom) / 2
    across = x.start - _TITLE_SHIFT
    parts.append(
        element(
            "text",
            frame.words(chart.after_label),
            x=across,
            y=height,
            text_anchor="middle",
            font_size=frame.TEXT_SIZE,
            fill=frame.INK,
            class_="chart-label",
            transform=f"rotate(-90 {across:g} {height:g})",
        )
    )
    return parts


def _grid(x1: float, x2: float, y1: float, y2: float) -> str:
    return element("line", x1=x1, x2=x2, y1=y1, y2=y2, class_="chart-grid", stroke=frame.LINE)


def _band(chart: ChangeChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    """Fill what lies within the reliable change on either side of the diagonal."""
    if chart.reliable is None:
        return []
    low, high = chart.minimum, chart.maximum
    width = min(chart.reliable, high - low)
    corners = [
        (low, low),
        (low, low + width),
        (high - width, high),
        (high, high),
        (high, high - width),
        (low + width, low),
    ]
    path = " ".join(f"{x(before):.2f},{y(after):.2f}" for before, after in corners)
    edges = [((low, low + width), (high - width, high)), ((low + width, low), (high, high - width))]
    return [
        element(
            "polygon", points=path, class_="chart-corridor", fill=frame.ACCENT, fill_opacity=0.08
        ),
        *(_line(x, y, edge, "chart-corridor-edge", frame.ACCENT, "1 4", 1.5) for edge in edges),
    ]


def _lines(chart: ChangeChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    low, high = chart.minimum, chart.maximum
    parts = [_line(x, y, ((low, low), (high, high)), "chart-axis", frame.INK_FAINT, None, 1.25)]
    if chart.cutoff is not None:
        at = chart.cutoff
        for edge in (((at, low), (at, high)), ((low, at), (high, at))):
            parts.append(_line(x, y, edge, "chart-cutoff", frame.EMBER, "7 4", 1.25))
        half = text_width(chart.cutoff_label) / 2
        center = min(max(x(at), x.start + half), x.end + RIGHT - half)
        parts.append(
            label(
                center,
                y.end - 12,
                chart.cutoff_label,
                text_anchor="middle",
                class_="chart-label chart-cutoff-name",
                fill=frame.EMBER,
            )
        )
    return parts


def _line(
    x: PixelSpan,
    y: PixelSpan,
    ends: tuple[tuple[float, float], tuple[float, float]],
    class_: str,
    stroke: str,
    dashes: str | None,
    width: float,
) -> str:
    (x1, y1), (x2, y2) = ends
    return element(
        "line",
        x1=x(x1),
        y1=y(y1),
        x2=x(x2),
        y2=y(y2),
        class_=class_,
        stroke=stroke,
        stroke_dasharray=dashes,
        stroke_width=width,
    )


def _points(chart: ChangeChart, x: PixelSpan, y: PixelSpan) -> list[str]:
    places = apart([(x(one.before), y(one.after)) for one in chart.points])
    parts = [mark(one.shape, *place) for one, place in zip(chart.points, places, strict=True)]
    inside = LabelBox(x.start, y.end - 4, x.end + RIGHT - 2, y.start - 1)
    taken = [LabelBox(px - 6, py - 6, px + 6, py + 6) for px, py in places]
    for one, place in zip(chart.points, places, strict=True):
        if one.name:
            # With room on either side, so that 1 beside 6 does not read as 16.
            box = beside_point(*place, f" {one.name} ", taken=taken, lines=(), inside=inside)
            taken.append(box)
            parts.append(
                label(
                    (box.left + box.right) / 2,
                    (box.top + box.bottom) / 2,
                    one.name,
                    text_anchor="middle",
                    font_weight=600,
                    fill=frame.INK,
                    class_="chart-label chart-value",
                )
            )
    return parts


def _keys(chart: ChangeChart, width: int, top: float) -> tuple[list[str], int]:
    """Write the key in as many columns as fit, with what the band and the diagonal are."""
    cells: list[tuple[Shape | None, str]] = [(key.shape, key.label) for key in chart.keys]
    notes = [chart.same_label] + ([chart.reliable_label] if chart.reliable is not None else [])
    widest = max((text_width(text) for _, text in cells), default=0) + 34
    columns = max(1, min(int((width - 8) // widest) if widest else 1, len(cells)))
    parts = []
    for number, (shape, text) in enumerate(cells):
        left, row = 8 + (number % columns) * widest, number // columns
        middle = top + row * (ROW + 4) + ROW / 2
        if shape is not None:
            parts.append(mark(shape, left + 8, middle))
        parts.append(label(left + 22, middle, text, fill=frame.INK))
    rows = -(-len(cells) // columns)
    for line in (line for note in notes for line in wrapped(note, width - 16)):
        parts.append(label(8, top + rows * (ROW + 4) + ROW / 2, line))
        rows += 1
    return parts, rows
