"""Scales, ticks, escaping and room for labels."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.charts.frame import PixelSpan, drawing, label, runs, ticks
from clinic.charts.labels import LabelBox, box_at, rows_for, spread


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 27, (0, 10, 20, 27)),
        (0, 21, (0, 5, 10, 15, 21)),
        (0, 63, (0, 20, 40, 63)),
        (1, 5, (1, 2, 3, 4, 5)),
        (7, 35, (7, 20, 35)),
        (0, 100, (0, 20, 40, 60, 80, 100)),
    ],
)
def test_an_axis_is_labeled_at_round_values_and_at_both_ends(
    low: float, high: float, expected: tuple[float, ...]
) -> None:
    assert ticks(low, high) == expected


@given(st.floats(-1000, 1000))
def test_a_value_outside_its_scale_is_held_at_the_edge(value: float) -> None:
    assert 10 <= PixelSpan(0, 27, 250, 10)(value) <= 250


def test_a_scale_of_one_value_lies_in_the_middle() -> None:
    assert PixelSpan(5, 5, 0, 100)(5) == 50


@given(st.text())
def test_any_label_gives_a_drawing_that_can_be_parsed(text: str) -> None:
    drawn = drawing(10, 10, text, text, [label(1, 2, text)])
    assert ElementTree.fromstring(drawn).tag.endswith("svg")  # noqa: S314 - ours


def test_markup_in_a_label_is_shown_and_not_obeyed() -> None:
    written = label(0, 0, '<b onclick="x">&')
    assert "<b" not in written
    assert "&lt;b onclick=&quot;x&quot;&gt;&amp;" in written


def test_no_line_crosses_a_gap() -> None:
    assert runs([(0, 1), (1, 2), None, None, (4, 3)]) == [[(0, 1), (1, 2)], [(4, 3)]]


@given(st.lists(st.floats(0, 200), max_size=8))
def test_labels_of_a_column_end_up_apart_and_within_bounds(targets: list[float]) -> None:
    places = sorted(spread(targets, 17, 0, 200))
    assert all(below - above >= 17 - 1e-6 for above, below in zip(places, places[1:], strict=False))
    assert all(-1e-6 <= place <= 200 for place in places)


def test_labels_that_have_room_stay_where_they_belong() -> None:
    assert spread([100, 20, 60], 17, 0, 200) == [100, 20, 60]


def test_a_label_that_would_touch_steps_down_or_is_left_out() -> None:
    assert rows_for([(0, 40), (30, 70), (50, 90), (60, 80)], 2) == [0, 1, 0, None]


@pytest.mark.parametrize(
    ("segment", "is_crossed"),
    [
        (((0, 0), (10, 10)), True),
        (((0, 5), (10, 5)), True),
        (((0, 8), (10, 8)), False),
        (((0, 0), (3, 3)), False),
        (((2, 0), (2, 10)), False),
    ],
)
def test_a_box_knows_the_lines_that_run_through_it(
    segment: tuple[tuple[float, float], tuple[float, float]], is_crossed: bool
) -> None:
    assert LabelBox(4, 4, 6, 6).is_crossed_by(segment) is is_crossed


def test_boxes_side_by_side_do_not_overlap() -> None:
    assert box_at(0, 0, "12").overlaps(box_at(5, 5, "12"))
    assert not box_at(0, 0, "12").overlaps(box_at(60, 0, "12"))
