"""Draw one person's scores over time, with what is needed to read them."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from clinic.charts import frame
from clinic.charts.frame import ROW, PixelSpan, element, label, text_width
from clinic.charts.labels import LabelBox, Segment, beside_point, rows_for, spread
from clinic.domain.measures.instruments import Direction

LEFT, GUTTER_PADDING = 40, 12
TOP, PLOT_HEIGHT = 34, 236


@dataclass(frozen=True)
class CoursePoint:
    """One occasion; without a value it is drawn as a gap with an open mark."""

    on: date
    occasion: str
    value: float | None
    value_label: str = ""


@dataclass(frozen=True)
class SessionTick:
    """One group session on the time axis."""

    on: date
    label: str


@dataclass(frozen=True)
class BandFill:
    """A named range of the scale, drawn as a pale fill."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Corridor:
    """The range around the baseline within which a change is not reliable."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class CutoffLine:
    """The score at which the clinical range begins."""

    value: float
    label: str


@dataclass(frozen=True)
class NoteMark:
    """A day to which somebody wrote a note; its letter leads to the words below the drawing."""

    on: date
    letter: str


@dataclass(frozen=True)
class CourseChart:
    """Everything the chart shows, with its words already in the reader's language."""

    title: str
    description: str
    minimum: float
    maximum: float
    better: Direction
    points: tuple[CoursePoint, ...]
    sessions: tuple[SessionTick, ...] = ()
    sessions_label: str = ""
    missing_label: str = ""
    bands: tuple[BandFill, ...] = ()
    corridor: Corridor | None = None
    cutoff: CutoffLine | None = None
    notes: tuple[NoteMark, ...] = ()
    notes_label: str = ""


def course_chart(chart: CourseChart, width: int = 640) -> str:
    """Draw the chart; a narrow width keeps its letters the same size, for a phone."""
    return _CoursePlot(chart, width).draw()


class _CoursePlot:
    def __init__(self, chart: CourseChart, width: int) -> None:
        self._chart = chart
        self._width = width
        marks = [mark.label for mark in (chart.corridor, chart.cutoff) if mark]
        marks += [chart.sessions_label, chart.notes_label]
        dates = [point.on for point in chart.points] + [tick.on for tick in chart.sessions]
        dates += [note.on for note in chart.notes]
        days = [day.toordinal() for day in dates] or [0]
        first_label = max((text_width(point.occasion) / 2 for point in chart.points[:1]), default=0)
        start = LEFT + max(20.0, min(first_label - LEFT + 8, 40.0))
        gutter = max(map(text_width, marks + [band.label for band in chart.bands])) + GUTTER_PADDING
        self._x = PixelSpan(min(days), max(days), start, max(width - gutter - 22, start + 40))
        self._y = PixelSpan(chart.minimum, chart.maximum, TOP + PLOT_HEIGHT, TOP)
        self._end_x = self._x.end + 22
        self._side_x = self._end_x + GUTTER_PADDING / 2

    def draw(self) -> str:
        chart = self._chart
        body = [*self._bands(), *self._axis(), *self._marks(), *self._side_labels()]
        body += [*self._sessions(), *self._notes(), *self._line(), *self._missing()]
        body += self._occasions()
        rows = max((row + 1 for row in self._occasion_rows() if row is not None), default=0)
        height = self._below() + rows * ROW
        return frame.drawing(self._width, height, chart.title, chart.description, body)

    def _bands(self) -> list[str]:
        """Fill the bands, deeper the further from the better end: depth and name, not hue alone."""
        count = len(self._chart.bands)
        rising = self._chart.better is Direction.LOWER
        depths = range(1, count + 1) if rising else range(count, 0, -1)
        return [
            self._stripe(
                low,
                high,
                class_="chart-band",
                end=self._width,
                fill=frame.EMBER,
                opacity=0.03 * depth,
            )
            for (low, high, _), depth in zip(self._touching_bands(), depths, strict=True)
        ]

    def _touching_bands(self) -> list[tuple[float, float, str]]:
        """Let each band reach to the next: between 4 and 5 there is no empty strip."""
        bands = sorted(self._chart.bands, key=lambda band: band.low)
        highs = [*(band.low for band in bands[1:]), self._chart.maximum][: len(bands)]
        return [(band.low, high, band.label) for band, high in zip(bands, highs, strict=True)]

    def _stripe(
        self, low: float, high: float, *, end: float, class_: str, fill: str, opacity: float
    ) -> str:
        top = self._y(high)
        return element(
            "rect",
            x=LEFT,
            y=top,
            width=end - LEFT,
            height=max(self._y(low) - top, 0.0),
            class_=class_,
            fill=fill,
            fill_opacity=opacity,
        )

    def _axis(self) -> list[str]:
        parts = []
        for value in frame.ticks(self._chart.minimum, self._chart.maximum):
            parts.append(label(LEFT - 8, self._y(value), f"{value:g}", text_anchor="end"))
            if not self._chart.bands:
                parts.append(self._across(value, class_="chart-grid", stroke=frame.LINE))
        parts.append(self._across(self._chart.minimum, class_="chart-axis", stroke=frame.INK_FAINT))
        return parts

    def _across(self, value: float, **attributes: object) -> str:
        y = self._y(value)
        return element("line", x1=LEFT, x2=self._end_x, y1=y, y2=y, **attributes)

    def _marks(self) -> list[str]:
        parts = []
        corridor, cutoff = self._chart.corridor, self._chart.cutoff
        if corridor:
            parts.append(
                self._stripe(
                    corridor.low,
                    corridor.high,
                    end=self._end_x,
                    class_="chart-corridor",
                    fill=frame.ACCENT,
                    opacity=0.08,
                )
            )
            parts += [
                self._across(
                    edge,
                    class_="chart-corridor-edge",
                    stroke=frame.ACCENT,
                    stroke_dasharray="1 4",
                    stroke_linecap="round",
                    stroke_width=1.5,
                )
                for edge in (corridor.low, corridor.high)
                if self._chart.minimum <= edge <= self._chart.maximum
            ]
        if cutoff:
            parts.append(
                self._across(
                    cutoff.value,
                    class_="chart-cutoff",
                    stroke=frame.EMBER,
                    stroke_dasharray="7 4",
                    stroke_width=1.25,
                )
            )
        return parts

    def _side_labels(self) -> list[str]:
        """Name bands and marks in one column at the right, moved apart where they would touch."""
        chart = self._chart
        named: list[tuple[float, str, str, str]] = [
            ((self._y(low) + self._y(high)) / 2, name, "chart-band-name", frame.INK_SOFT)
            for low, high, name in self._touching_bands()
        ]
        if chart.cutoff:
            y = self._y(chart.cutoff.value)
            named.append((y, chart.cutoff.label, "chart-cutoff-name", frame.EMBER))
        if chart.corridor:
            y = (self._y(chart.corridor.low) + self._y(chart.corridor.high)) / 2
            named.append((y, chart.corridor.label, "chart-corridor-name", frame.ACCENT_STRONG))
        places = spread([y for y, *_ in named], ROW - 1, TOP + 8, TOP + PLOT_HEIGHT - 10)
        return [
            label(self._side_x, y, text, class_=f"chart-label {class_}", fill=fill)
            for y, (_, text, class_, fill) in zip(places, named, strict=True)
        ]

    def _sessions(self) -> list[str]:
        chart = self._chart
        if not chart.sessions:
            return []
        bottom = TOP + PLOT_HEIGHT
        parts = [
            element(
                "line",
                x1=self._x(tick.on.toordinal()),
                x2=self._x(tick.on.toordinal()),
                y1=bottom,
                y2=bottom + 6,
                class_="chart-tick",
                stroke=frame.INK_FAINT,
            )
            for tick in chart.sessions
        ]
        places = [(self._x(tick.on.toordinal()), tick.label) for tick in chart.sessions]
        rows = rows_for([_ends(x, text, 3) for x, text in places], 1)
        parts += [
            label(x, bottom + 16, text, text_anchor="middle", class_="chart-label chart-session")
            for (x, text), row in zip(places, rows, strict=True)
            if row is not None
        ]
        parts.append(label(self._side_x, bottom + 16, chart.sessions_label))
        return parts

    def _notes(self) -> list[str]:
        """Lead a faint line from each noted day down to its letter."""
        if not self._chart.notes:
            return []
        bottom, top = TOP + PLOT_HEIGHT, self._below_sessions()
        parts = []
        for (x, text), row in zip(self._note_places(), self._note_rows(), strict=True):
            line = {"stroke": frame.INK_FAINT, "stroke_dasharray": "1 3", "class_": "chart-note"}
            parts.append(element("line", x1=x, x2=x, y1=float(TOP), y2=float(bottom), **line))
            place = {"text_anchor": "middle", "font_weight": 600, "fill": frame.INK}
            name = {"class_": "chart-label chart-note-name"}
            parts.append(label(x, top + row * ROW, text, **place, **name))
        parts.append(label(self._side_x, top, self._chart.notes_label))
        return parts

    def _note_places(self) -> list[tuple[float, str]]:
        """Give each noted day its letters, those of one day together."""
        days: dict[date, list[str]] = {}
        for note in self._chart.notes:
            days.setdefault(note.on, []).append(note.letter)
        return [(self._x(day.toordinal()), " ".join(days[day])) for day in sorted(days)]

    def _note_rows(self) -> list[int]:
        places = self._note_places()
        rows = rows_for([_ends(x, text, 3) for x, text in places], len(places))
        return [row or 0 for row in rows]

    def _places(self) -> list[tuple[float, float] | None]:
        return [
            None if point.value is None else (self._x(point.on.toordinal()), self._y(point.value))
            for point in self._chart.points
        ]

    def _line(self) -> list[str]:
        parts = [
            frame.polyline(
                run,
                class_="chart-line",
                stroke=frame.ACCENT,
                stroke_width=2.5,
                stroke_linejoin="round",
                stroke_linecap="round",
            )
            for run in frame.runs(self._places())
            if len(run) > 1
        ]
        for place in self._places():
            if place:
                parts.append(_dot(*place, fill=frame.ACCENT, class_="chart-point"))
        return [*parts, *self._values()]

    def _values(self) -> list[str]:
        shown = [
            (place, point.value_label)
            for place, point in zip(self._places(), self._chart.points, strict=True)
            if place
        ]
        inside = LabelBox(LEFT, TOP - 12, self._side_x - 4, TOP + PLOT_HEIGHT - 1)
        taken = [LabelBox(x - 6, y - 6, x + 6, y + 6) for (x, y), _ in shown]
        parts = []
        for (x, y), text in shown:
            box = beside_point(x, y, text, taken=taken, lines=self._obstacles(), inside=inside)
            taken.append(box)
            parts.append(
                label(
                    (box.left + box.right) / 2,
                    (box.top + box.bottom) / 2,
                    text,
                    text_anchor="middle",
                    font_weight=600,
                    fill=frame.INK,
                    class_="chart-label chart-value",
                )
            )
        return parts

    def _obstacles(self) -> list[Segment]:
        lines = [pair for run in frame.runs(self._places()) for pair in pairwise(run)]
        marks = [self._chart.cutoff.value] if self._chart.cutoff else []
        if self._chart.corridor:
            marks += [self._chart.corridor.low, self._chart.corridor.high]
        lines += [((LEFT, self._y(mark)), (self._end_x, self._y(mark))) for mark in marks]
        return lines

    def _missing(self) -> list[str]:
        """Mark what was not answered above the plot, where no height can be taken for a score."""
        xs = [self._x(point.on.toordinal()) for point in self._chart.points if point.value is None]
        rows = rows_for([_ends(x, self._chart.missing_label, 6) for x in xs], 1)
        parts = []
        for x, row in zip(xs, rows, strict=True):
            parts.append(
                element(
                    "circle",
                    cx=x,
                    cy=TOP - 6.0,
                    r=5.0,
                    fill="none",
                    stroke=frame.INK_FAINT,
                    stroke_width=1.5,
                    stroke_dasharray="2 2",
                    class_="chart-missing",
                )
            )
            if row is not None:
                text = self._chart.missing_label
                parts.append(label(self._held(x, text), TOP - 22, text, text_anchor="middle"))
        return parts

    def _occasions(self) -> list[str]:
        rows = self._occasion_rows()
        return [
            label(x, self._below() + row * ROW, text, text_anchor="middle", fill=frame.INK)
            for (x, text), row in zip(self._occasion_places(), rows, strict=True)
            if row is not None
        ]

    def _occasion_rows(self) -> list[int | None]:
        return rows_for([_ends(x, text, 6) for x, text in self._occasion_places()], 2)

    def _occasion_places(self) -> list[tuple[float, str]]:
        return [
            (self._held(self._x(point.on.toordinal()), point.occasion), point.occasion)
            for point in self._chart.points
        ]

    def _below(self) -> float:
        """Give the height at which the first row of occasions stands."""
        return self._below_sessions() + max((row + 1 for row in self._note_rows()), default=0) * ROW

    def _below_sessions(self) -> float:
        return TOP + PLOT_HEIGHT + (38 if self._chart.sessions else 18)

    def _held(self, x: float, text: str) -> float:
        """Keep a centered label within the drawing."""
        half = text_width(text) / 2
        return min(max(x, half + 2), self._width - half - 2)


def _dot(x: float, y: float, **attributes: object) -> str:
    return element(
        "circle", cx=x, cy=y, r=4.5, stroke=frame.SURFACE, stroke_width=1.5, **attributes
    )


def _ends(x: float, text: str, room: float) -> tuple[float, float]:
    half = text_width(text) / 2 + room
    return x - half, x + half
