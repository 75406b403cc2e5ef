"""Draw a week of practice as seven small bars."""

from dataclasses import dataclass

from clinic.charts import frame
from clinic.charts.frame import PixelSpan, element, label

WIDTH, TOP, BAR_HEIGHT, BELOW = 364, 24, 72, 26


@dataclass(frozen=True)
class PracticeDay:
    """One day: its short name and its minutes; `None` where the day is still to come or paused."""

    label: str
    minutes: int | None
    minutes_label: str = ""


@dataclass(frozen=True)
class WeekBars:
    """Everything the bars show, with its words already in the reader's language."""

    title: str
    description: str
    days: tuple[PracticeDay, ...]


def week_bars(week: WeekBars) -> str:
    """Draw a bar a day; a day without practice has an open mark, a day to come has none."""
    most = max((day.minutes or 0 for day in week.days), default=0)
    height = PixelSpan(0, max(most, 10), 0, BAR_HEIGHT)
    column = WIDTH / max(len(week.days), 1)
    bottom = TOP + BAR_HEIGHT
    axis = element(
        "line", x1=0, x2=WIDTH, y1=bottom, y2=bottom, class_="chart-axis", stroke=frame.LINE
    )
    body = [axis]
    for number, day in enumerate(week.days):
        body += _day(day, column * (number + 0.5), column, height)
    return frame.drawing(WIDTH, TOP + BAR_HEIGHT + BELOW, week.title, week.description, body)


def _day(day: PracticeDay, middle: float, column: float, height: PixelSpan) -> list[str]:
    bottom = TOP + BAR_HEIGHT
    parts = [label(middle, bottom + 16, day.label, text_anchor="middle")]
    if day.minutes is None:
        return parts
    if day.minutes == 0:
        mark = element(
            "circle",
            cx=middle,
            cy=bottom - 9.0,
            r=4.0,
            fill="none",
            stroke=frame.INK_FAINT,
            stroke_width=1.5,
            class_="chart-open",
        )
        return [*parts, mark]
    tall = max(height(day.minutes), 3.0)
    bar = element(
        "rect",
        x=middle - column * 0.28,
        y=bottom - tall,
        width=column * 0.56,
        height=tall,
        rx=3.0,
        class_="chart-bar",
        fill=frame.ACCENT,
    )
    value = label(
        middle,
        bottom - tall - 10,
        day.minutes_label or str(day.minutes),
        text_anchor="middle",
        font_weight=600,
        fill=frame.INK,
        class_="chart-label chart-value",
    )
    return [*parts, bar, value]
