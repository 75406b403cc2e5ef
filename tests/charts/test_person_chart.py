"""One person's course: what it says, what it leaves open, and that it can be read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from clinic.domain.measures.instruments import Direction
from tests.charts.reading import Drawn

START = date(2026, 9, 1)
BANDS = (
    BandFill(0, 4, "minimal"),
    BandFill(5, 9, "mild"),
    BandFill(10, 14, "moderate"),
    BandFill(15, 19, "moderately severe"),
    BandFill(20, 27, "severe"),
)


def points(*values: float | None) -> tuple[CoursePoint, ...]:
    return tuple(
        CoursePoint(START + timedelta(weeks=week), f"Week {week}", value, f"{value:g}")
        if value is not None
        else CoursePoint(START + timedelta(weeks=week), f"Week {week}", None)
        for week, value in enumerate(values)
    )


CHART = CourseChart(
    title="PHQ-9 of Mia R.",
    description="From 16 before the group to 7 after it.",
    minimum=0,
    maximum=27,
    better=Direction.LOWER,
    points=points(16, None, 11, 7),
    sessions=tuple(SessionTick(START + timedelta(weeks=n), str(n + 1)) for n in range(4)),
    sessions_label="session",
    missing_label="not answered",
    bands=BANDS,
    corridor=Corridor(10, 22, "no reliable change"),
    cutoff=CutoffLine(10, "cut-off 10"),
)


def test_the_chart_is_told_to_those_who_do_not_see_it() -> None:
    drawn = Drawn(course_chart(CHART))
    assert drawn.root.get("role") == "img"
    assert [drawn.root[0].text, drawn.root[1].text] == [CHART.title, CHART.description]


def test_every_value_is_printed_at_its_point() -> None:
    drawn = Drawn(course_chart(CHART))
    assert drawn.texts("chart-value") == ["16", "11", "7"]
    assert len(drawn.marks("chart-point")) == 3


def test_a_missing_score_is_a_gap_with_an_open_mark_and_no_height() -> None:
    drawn = Drawn(course_chart(CHART))
    (mark,) = drawn.marks("chart-missing")
    top_of_the_scale = min(float(band.get("y", 0)) for band in drawn.marks("chart-band"))
    assert float(mark.get("cy", 0)) < top_of_the_scale
    assert "not answered" in drawn.texts()
    assert [len(line.get("points", "").split()) for line in drawn.marks("chart-line")] == [2]


def test_bands_the_cutoff_and_the_corridor_carry_their_names() -> None:
    drawn = Drawn(course_chart(CHART))
    assert drawn.texts("chart-band-name") == [band.label for band in BANDS]
    assert drawn.texts("chart-cutoff-name") == ["cut-off 10"]
    assert drawn.texts("chart-corridor-name") == ["no reliable change"]
    assert len(drawn.marks("chart-corridor-edge")) == 2


@pytest.mark.parametrize(
    ("better", "deepest"), [(Direction.LOWER, "last"), (Direction.HIGHER, "first")]
)
def test_the_fill_deepens_away_from_the_better_end(better: Direction, deepest: str) -> None:
    drawn = Drawn(course_chart(replace(CHART, better=better)))
    depths = [float(band.get("fill-opacity", 0)) for band in drawn.marks("chart-band")]
    assert depths == sorted(depths, reverse=deepest == "first")


def test_without_bands_faint_lines_carry_the_scale() -> None:
    drawn = Drawn(course_chart(replace(CHART, bands=(), corridor=None, cutoff=None)))
    assert drawn.marks("chart-grid")
    assert not drawn.marks("chart-corridor")


def test_nothing_in_the_chart_needs_a_stylesheet_or_breaks_the_policy_on_style() -> None:
    written = course_chart(CHART)
    assert "style" not in written
    assert "<script" not in written


def test_a_chart_without_any_score_still_shows_its_scale() -> None:
    drawn = Drawn(course_chart(replace(CHART, points=(), sessions=(), corridor=None)))
    assert {"0", "27", "severe"} <= set(drawn.texts())


@pytest.mark.parametrize("width", [358, 640])
def test_a_weekly_measure_of_a_whole_program_has_no_labels_that_touch(width: int) -> None:
    weekly = replace(CHART, points=points(14, 15, 13, None, 12, 9, 9, 10, 5, 4))
    assert Drawn(course_chart(weekly, width)).touching_labels() == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 27) | st.none(), min_size=1, max_size=6))
def test_whatever_the_course_its_labels_stay_apart_and_in_the_picture(
    values: list[int | None],
) -> None:
    drawn = Drawn(course_chart(replace(CHART, points=points(*values))))
    _, _, width, height = map(float, drawn.root.get("viewBox", "").split())
    assert drawn.touching_labels() == []
    for box in drawn.label_boxes():
        assert box.left >= 0
        assert box.right <= width
        assert box.top >= 0
        assert box.bottom <= height


@pytest.mark.parametrize("width", [358, 640])
def test_a_plain_chart_has_room_for_the_names_of_its_rows(width: int) -> None:
    notes = (NoteMark(START, "a"),)
    plain = replace(CHART, bands=(), corridor=None, cutoff=None, notes=notes, notes_label="note")
    drawn = Drawn(course_chart(plain, width))
    assert {"session", "note"} <= set(drawn.texts())
    assert all(box.right <= width for box in drawn.label_boxes())


def test_a_noted_day_is_marked_by_its_letter_and_those_of_one_day_stand_together() -> None:
    day = START + timedelta(days=9)
    notes = tuple(NoteMark(day, letter) for letter in "ab")
    last = NoteMark(START + timedelta(days=21), "c")

    drawn = Drawn(course_chart(replace(CHART, notes=(*notes, last), notes_label="note"), 320))

    assert drawn.texts("chart-note-name") == ["a b", "c"]
    assert "note" in drawn.texts()
    assert len(drawn.marks("chart-note")) == 2
    assert drawn.touching_labels() == []


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 60), max_size=12))
def test_no_noted_day_is_lost_however_close_they_lie(days: list[int]) -> None:
    letters = "abcdefghijkl"[: len(days)]
    notes = tuple(
        NoteMark(START + timedelta(days=day), letter)
        for day, letter in zip(days, letters, strict=True)
    )

    drawn = Drawn(course_chart(replace(CHART, notes=notes, notes_label="note")))

    assert sorted("".join(drawn.texts("chart-note-name")).replace(" ", "")) == list(letters)
