"""Before against after: each person told by shape and number, with nothing over the words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.charts.change import ChangeChart, ChangePoint, ShapeKey, change_chart
from clinic.charts.marks import Shape
from clinic.charts.scatter import ScatterChart, ScatterPoint, scatter_chart
from tests.charts.reading import Drawn

KEYS = (
    ShapeKey(Shape.FULL, "Recovered: 1"),
    ShapeKey(Shape.HALF, "Reliably better: 0"),
    ShapeKey(Shape.OPEN, "No reliable change: 1"),
    ShapeKey(Shape.TRIANGLE, "Reliably worse: 1"),
    ShapeKey(Shape.CROSS, "Worse, past the cut-off: 0"),
)
POINTS = (
    ChangePoint(20, 5, Shape.FULL, "1"),
    ChangePoint(12, 11, Shape.OPEN, "2"),
    ChangePoint(8, 15, Shape.TRIANGLE, "3"),
)
WIDTHS = pytest.mark.parametrize("width", [520, 320])


def drawn(
    points: tuple[ChangePoint, ...] = POINTS,
    reliable: float | None = 6,
    cutoff: float | None = 10,
    width: int = 520,
) -> Drawn:
    chart = ChangeChart(
        title="PHQ-9 before and after",
        description="Three people.",
        minimum=0,
        maximum=27,
        points=points,
        keys=KEYS,
        before_label="Before",
        after_label="After",
        same_label="On the line nothing changed.",
        reliable=reliable,
        reliable_label="Shaded: less than 6 points, which is no reliable change.",
        cutoff=cutoff,
        cutoff_label="cut-off 10",
    )
    return Drawn(change_chart(chart, width))


@WIDTHS
def test_it_shows_diagonal_band_cutoff_and_key_and_no_words_touch(width: int) -> None:
    chart = drawn(width=width)

    assert [chart.root[0].text, chart.root[1].text] == ["PHQ-9 before and after", "Three people."]
    assert len(chart.marks("chart-axis")) == 1
    assert len(chart.marks("chart-cutoff")) == 2
    assert len(chart.marks("chart-corridor-edge")) == 2
    assert {key.label for key in KEYS} <= set(chart.texts())
    assert chart.texts("chart-value") == ["1", "2", "3"]
    assert chart.touching_labels() == []
    # "After" stands upright beside its axis.
    lying = [
        box for box, text in zip(chart.label_boxes(), chart.texts(), strict=True) if text != "After"
    ]
    assert all(box.left >= 0 and box.right <= width for box in lying)


def test_every_shape_is_another_one_without_color() -> None:
    forms = set()
    for shape in Shape:
        seen = drawn((ChangePoint(9, 9, shape),))
        first = next(mark for mark in seen.root.iter() if "chart-mark" in mark.get("class", ""))
        half = seen.source.count("chart-mark-half")
        filled = first.get("fill") != "none"
        forms.add((first.get("class"), filled, half))

    assert len(forms) == 5


def test_without_norms_and_names_only_the_diagonal_and_the_points_remain() -> None:
    chart = drawn(tuple(ChangePoint(p.before, p.after, p.shape) for p in POINTS), None, None)

    assert chart.marks("chart-cutoff") == chart.marks("chart-corridor") == []
    assert chart.texts("chart-value") == []
    assert not any("Shaded" in text for text in chart.texts())


def test_people_with_the_same_scores_are_all_seen() -> None:
    same = tuple(ChangePoint(12, 9, Shape.TRIANGLE, str(n)) for n in range(1, 4))

    places = {mark.get("d") for mark in drawn(same).marks("chart-mark-worse")}

    # One more is the triangle of the key.
    assert len(places) == 3 + 1


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 27), st.integers(0, 27)), max_size=14))
def test_any_group_can_be_drawn(pairs: list[tuple[int, int]]) -> None:
    points = tuple(ChangePoint(b, a, Shape.OPEN, str(n)) for n, (b, a) in enumerate(pairs))

    assert len(drawn(points).texts("chart-value")) == len(pairs)


@pytest.mark.parametrize(
    "points",
    [
        (),
        (ScatterPoint(3, 0, "1"),),
        (ScatterPoint(8, 7, "1"), ScatterPoint(0, -4, "2"), ScatterPoint(8, 7, "3")),
    ],
)
@WIDTHS
def test_what_was_done_is_drawn_against_what_changed(
    points: tuple[ScatterPoint, ...], width: int
) -> None:
    chart = ScatterChart("Attendance", "So many.", points, "Sessions", "Points", "no change", 8)

    seen = Drawn(scatter_chart(chart, width))

    assert seen.texts("chart-value") == [point.name for point in points]
    assert len(seen.marks("chart-mark")) == len(points)
    assert {"Sessions", "Points", "no change", "8"} <= set(seen.texts())


def test_the_line_at_no_change_is_named_where_no_mark_stands() -> None:
    points = tuple(ScatterPoint(4, rise, str(place)) for place, rise in enumerate((0, 1, 7)))
    drawn = Drawn(scatter_chart(ScatterChart("Mood", "So many.", points, "x", "y", "no change", 4)))
    assert drawn.touching_labels() == []
    box = drawn.label_boxes()[drawn.texts().index("no change")]
    for one in drawn.marks("chart-mark"):
        x, y = float(one.get("cx", 0)), float(one.get("cy", 0))
        assert not (box.left - 5 < x < box.right + 5 and box.top - 5 < y < box.bottom + 5)
