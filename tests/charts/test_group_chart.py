"""A cohort's courses and its mean, and a week of practice."""

from dataclasses import replace
from xml.etree import ElementTree

from clinic.charts.group_chart import CohortChart, GroupOccasion, cohort_chart
from clinic.charts.practice import PracticeDay, WeekBars, week_bars
from tests.charts.reading import Drawn

CHART = CohortChart(
    title="BDI in the Tuesday group",
    description="The mean falls from 33 to 25.",
    minimum=0,
    maximum=63,
    occasions=(
        GroupOccasion("Baseline", "n 3", 33, "33.0"),
        GroupOccasion("Week 4", "n 2", 28.5, "28.5"),
        GroupOccasion("After", "n 2", 25, "25.0"),
    ),
    courses=((30, 27, 20), (40, None, 30), (29, 30, None)),
    mean_name="group mean",
    person_name="one person",
)


def test_everybody_is_a_thin_line_that_breaks_where_an_answer_is_missing() -> None:
    drawn = Drawn(cohort_chart(CHART))
    assert [len(line.get("points", "").split()) for line in drawn.marks("chart-person")] == [3, 2]
    assert len(drawn.marks("chart-person-point")) == 2


def test_the_mean_is_one_thick_line_with_its_values_and_numbers() -> None:
    drawn = Drawn(cohort_chart(CHART))
    (mean,) = drawn.marks("chart-mean")
    (thin, *_) = drawn.marks("chart-person")
    assert float(mean.get("stroke-width", 0)) > 3 * float(thin.get("stroke-width", 0))
    assert drawn.texts("chart-mean-value") == ["33.0", "28.5", "25.0"]
    assert {"n 3", "n 2", "group mean", "one person"} <= set(drawn.texts("chart-label")) | set(
        drawn.texts("chart-mean-name")
    )


def test_an_occasion_that_nobody_answered_has_no_mean() -> None:
    empty = GroupOccasion("Week 4", "n 0", None)
    occasions = (CHART.occasions[0], empty, CHART.occasions[2])
    drawn = Drawn(cohort_chart(replace(CHART, occasions=occasions)))
    assert drawn.marks("chart-mean") == []
    assert drawn.texts("chart-mean-value") == ["33.0", "25.0"]


def test_a_cohort_without_scores_is_an_empty_frame() -> None:
    drawn = Drawn(cohort_chart(replace(CHART, occasions=(), courses=())))
    assert {"0", "63"} <= set(drawn.texts())


def test_long_names_of_occasions_step_down_instead_of_touching() -> None:
    names = ["Before the group", "In the middle", "After the group", "Three months later"]
    occasions = tuple(GroupOccasion(name, "n 12", 30, "30.0") for name in names)
    for width in (358, 640):
        drawn = Drawn(cohort_chart(replace(CHART, occasions=occasions, courses=()), width))
        assert drawn.touching_labels() == []


def test_a_week_shows_minutes_an_open_mark_for_none_and_nothing_for_days_to_come() -> None:
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    minutes = [5, 12, 0, 25, 3, None, None]
    days = tuple(PracticeDay(*day) for day in zip(names, minutes, strict=True))
    drawn = Drawn(week_bars(WeekBars("Your week", "45 minutes on four days.", days)))
    heights = [float(bar.get("height", 0)) for bar in drawn.marks("chart-bar")]
    assert drawn.texts("chart-value") == ["5", "12", "25", "3"]
    assert sorted(range(4), key=heights.__getitem__) == [3, 0, 1, 2]
    assert len(drawn.marks("chart-open")) == 1
    assert set(names) <= set(drawn.texts())


def test_a_chart_never_carries_what_the_page_forbids() -> None:
    for svg in (cohort_chart(CHART), week_bars(WeekBars("w", "", ()))):
        assert "style" not in svg
        assert ElementTree.fromstring(svg).get("role") == "img"  # noqa: S314 - ours
