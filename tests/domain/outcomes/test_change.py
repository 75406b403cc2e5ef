"""Reliable change: the worked example of Jacobson and Truax, and what must hold for anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.change import (
    Category,
    Distribution,
    Summary,
    categorize,
    cutoff_a,
    cutoff_b,
    cutoff_c,
    reliable_change_index,
    s_diff,
    standard_error,
    summarize,
)

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
CLINICAL, FUNCTIONAL = Distribution(40, 7.5), Distribution(60, 7.5)

scores = st.floats(0, 100)


def test_the_example_of_jacobson_and_truax_comes_out_as_printed() -> None:
    assert standard_error(7.5, 0.80) == pytest.approx(3.354, abs=0.0005)
    assert s_diff(7.5, 0.80) == pytest.approx(4.743, abs=0.0005)
    assert reliable_change_index(32.5, 47.5, s_diff(7.5, 0.80)) == pytest.approx(3.16, abs=0.005)
    assert cutoff_c(CLINICAL, FUNCTIONAL) == 50


def test_cutoff_b_takes_the_spread_of_the_functional_group() -> None:
    assert cutoff_b(Distribution(60, 5), HIGHER) == 50
    assert cutoff_b(Distribution(60, 5), LOWER) == 70


def test_cutoff_a_leaves_the_clinical_range_toward_the_better_end() -> None:
    assert cutoff_a(CLINICAL, HIGHER) == 55
    assert cutoff_a(CLINICAL, LOWER) == 25


def test_cutoff_c_lies_nearer_to_the_narrower_group() -> None:
    assert cutoff_c(Distribution(40, 10), Distribution(60, 5)) == pytest.approx(53.333, abs=0.001)


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (-1, 0.8), (5, 1), (5, -0.1)])
def test_an_error_of_measurement_that_cannot_be_computed_is_refused(
    sd: float, reliability: float
) -> None:
    with pytest.raises(ValueError, match="not computable"):
        s_diff(sd, reliability)


@pytest.mark.parametrize(
    ("pre", "post", "category"),
    [
        (60, 40, Category.RECOVERED),
        (60, 50, Category.IMPROVED),
        (80, 60, Category.IMPROVED),
        (60, 56, Category.UNCHANGED),
        (60, 79, Category.DETERIORATED),
        (40, 60, Category.HARMED),
    ],
)
def test_a_fall_is_the_gain_where_lower_is_better(
    pre: float, post: float, category: Category
) -> None:
    assert categorize(pre, post, s_diff=4.743, better=LOWER, cutoff=50) is category


def test_without_a_cutoff_nobody_has_recovered() -> None:
    assert categorize(60, 20, s_diff=4.743, better=LOWER) is Category.IMPROVED
    assert categorize(20, 60, s_diff=4.743, better=LOWER) is Category.DETERIORATED


def test_a_change_of_exactly_the_critical_value_is_not_reliable() -> None:
    assert categorize(0, 1.96, s_diff=1, better=HIGHER) is Category.UNCHANGED


@given(scores, scores, st.floats(0.1, 20))
def test_reliable_change_is_antisymmetric(pre: float, post: float, error: float) -> None:
    assert reliable_change_index(pre, post, error) == -reliable_change_index(post, pre, error)


@given(scores, scores)
def test_turning_a_scale_turns_the_direction_and_nothing_else(pre: float, post: float) -> None:
    as_higher = categorize(pre, post, s_diff=4, better=HIGHER, cutoff=50)
    assert as_higher is categorize(-pre, -post, s_diff=4, better=LOWER, cutoff=-50)


def test_a_summary_divides_by_one_less_than_n() -> None:
    found = summarize([2, 4, 4, 4, 5, 5, 7, 9])
    assert found is not None
    assert found == Summary(8, 5, found.sd)
    assert found.sd == pytest.approx(2.13809, abs=1e-5)


def test_one_person_has_no_spread_and_nobody_has_no_mean() -> None:
    assert summarize([3.5]) == Summary(1, 3.5, None)
    assert summarize([]) is None
