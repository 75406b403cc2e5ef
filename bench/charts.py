"""How long one drawing takes: a person's course of 12 points, and the pictures of a cohort."""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median

from clinic.charts.change import ChangeChart, ChangePoint, ShapeKey, change_chart
from clinic.charts.group_chart import CohortChart, GroupOccasion, cohort_chart
from clinic.charts.marks import Shape
from clinic.charts.person_chart import (
    BandFill,
    Corridor,
    CourseChart,
    CoursePoint,
    CutoffLine,
    NoteMark,
    SessionTick,
    course_chart,
)
from clinic.charts.scatter import ScatterChart, ScatterPoint, scatter_chart
from clinic.domain.measures.instruments import Direction

ROUNDS = 200
WANTED = 10.0
"""Milliseconds a drawing."""
PEOPLE, POINTS = 12, 12
FIRST = date(2026, 1, 6)


def course() -> str:
    """Draw twelve scores with bands, corridor, cut-off, sessions and notes."""
    labels = ("minimal", "mild", "moderate", "moderately severe", "severe")
    ends = ((0, 4), (5, 9), (10, 14), (15, 19), (20, 27))
    chart = CourseChart(
        title="PHQ-9 over time",
        description="12 scores, from 20 to 9. Lower is better.",
        minimum=0,
        maximum=27,
        better=Direction.LOWER,
        points=tuple(
            CoursePoint(_week(n), f"Week {n}", 20 - n, str(20 - n)) for n in range(POINTS)
        ),
        sessions=tuple(SessionTick(_week(n), str(n)) for n in range(10)),
        sessions_label="session",
        missing_label="not answered",
        bands=tuple(
            BandFill(low, high, label) for (low, high), label in zip(ends, labels, strict=True)
        ),
        corridor=Corridor(14, 26, "no reliable change"),
        cutoff=CutoffLine(10, "cut-off 10"),
        notes=(NoteMark(_week(3), "a"), NoteMark(_week(7), "b")),
        notes_label="note",
    )
    return course_chart(chart)


def change() -> str:
    """Draw twelve people before and after."""
    shapes = tuple(Shape)
    chart = ChangeChart(
        title="PHQ-9, before and after",
        description="12 people.",
        minimum=0,
        maximum=27,
        points=tuple(
            ChangePoint(8 + n, 4 + (n * 7) % 20, shapes[n % 5], str(n + 1)) for n in range(PEOPLE)
        ),
        keys=tuple(ShapeKey(shape, f"{shape.value}: 2") for shape in shapes),
        before_label="score: Before",
        after_label="score: After",
        same_label="Line from corner to corner: the same score twice.",
        reliable=6,
        reliable_label="Shaded: less than a reliable change (6 points).",
        cutoff=10,
        cutoff_label="cut-off 10",
    )
    return change_chart(chart)


def cohort() -> str:
    """Draw twelve courses and their mean on as many occasions."""
    chart = CohortChart(
        title="PHQ-9 over time",
        description="Means.",
        minimum=0,
        maximum=27,
        occasions=tuple(
            GroupOccasion(f"Week {n}", "n = 12", 18 - n, f"{18 - n}.0") for n in range(POINTS)
        ),
        courses=tuple(
            tuple(float((n * 3 + turn) % 27) for turn in range(POINTS)) for n in range(PEOPLE)
        ),
        mean_name="Mean",
        person_name="One person",
    )
    return cohort_chart(chart)


def scatter() -> str:
    """Draw twelve people's practice against their change."""
    chart = ScatterChart(
        title="minutes of practice",
        description="12 people.",
        points=tuple(
            ScatterPoint(float(n * 40 % 300), float(n % 9 - 3), str(n + 1)) for n in range(PEOPLE)
        ),
        x_label="minutes of practice",
        y_label="points better",
        same_label="no change",
    )
    return scatter_chart(chart)


DRAWINGS: tuple[Callable[[], str], ...] = (course, change, cohort, scatter)


def milliseconds(draw: Callable[[], str], rounds: int = ROUNDS) -> float:
    """Give the middle of what one drawing takes, in the time of this process alone."""
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        draw()
        taken.append(1000 * (time.process_time() - began))
    return median(taken)


def main() -> int:
    """Print the middle of each, and return 1 if one takes longer than is wanted."""
    slow = False
    for draw in DRAWINGS:
        taken = milliseconds(draw)
        slow = slow or taken > WANTED
        print(f"charts: {draw.__name__} {taken:.2f} ms (wanted at most {WANTED:g})")
    return int(slow)


def _week(number: int) -> date:
    return FIRST + timedelta(weeks=number)


if __name__ == "__main__":
    sys.exit(main())
