"""Comparisons: who is compared with whom, and what a comparison says where it cannot be made."""

from collections.abc import Sequence

import pytest

from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.change import Category, Distribution
from clinic.domain.outcomes.change_methods import Method
from clinic.domain.outcomes.comparisons import (
    Comparison,
    between_people,
    between_samples,
    comparison_of,
    within,
)
from clinic.domain.outcomes.cutoffs import CutoffType
from clinic.domain.outcomes.effects import Effect, pre_post_control_g
from clinic.domain.outcomes.evaluations import Individual, Rules, evaluate, evaluate_by_indices
from clinic.domain.outcomes.pairs import NotComputable, Pair, Sample, sample_of

LOWER = Direction.LOWER
T_AND_C = Comparison("T", "C")


def people(group: str, scores: Sequence[tuple[float, float]]) -> list[Individual]:
    return [
        Individual(Pair(f"{group}{n}", pre, post, group), None, Category.IMPROVED)
        for n, (pre, post) in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("groups", "control", "expected"),
    [
        (("TAU", "PA"), None, Comparison("PA", "TAU")),
        (("T", "C"), None, Comparison("T", "C")),
        (("A", "B"), "A", Comparison("B", "A")),
    ],
)
def test_the_control_is_known_by_its_name_or_said(
    groups: tuple[str, ...], control: str | None, expected: Comparison
) -> None:
    assert comparison_of(groups, control) == expected


def test_groups_whose_names_do_not_tell_are_compared_by_the_order_they_were_typed_in() -> None:
    assert comparison_of(("A", "B"), is_order_meant=True) == Comparison("A", "B")
    assert comparison_of(("B", "A"), is_order_meant=True) == Comparison("B", "A")


@pytest.mark.parametrize("groups", [("A", "B"), ("TAU", "placebo")])
def test_groups_of_a_file_whose_names_do_not_tell_are_not_compared(
    groups: tuple[str, ...],
) -> None:
    missing = comparison_of(groups)
    assert isinstance(missing, NotComputable)
    assert "say --control" in str(missing)


def test_three_groups_are_not_compared() -> None:
    missing = comparison_of(("A", "B", "C"))
    assert isinstance(missing, NotComputable)
    assert between_people([], missing, LOWER) == {"g_between": missing}


@pytest.mark.parametrize(
    ("treated", "waited"), [([(30, 20)], [(30, 20), (31, 22)]), ([(30, 20), (31, 22)], [(30, 20)])]
)
def test_a_group_of_one_is_not_compared(
    treated: list[tuple[float, float]], waited: list[tuple[float, float]]
) -> None:
    everybody = people("T", treated) + people("C", waited)
    found = between_people(everybody, T_AND_C, LOWER)
    assert "one person alone" in str(found["g_between"])


def test_changes_that_do_not_vary_give_no_effect_of_changes() -> None:
    before = [30.1, 34.7, 38.9, 41.3]
    same = sample_of([Pair(f"{pre}", pre, pre - 10.3) for pre in before])
    assert isinstance(same, Sample)
    found = between_samples(same, same, LOWER)
    assert isinstance(found["d_change"], NotComputable)
    assert isinstance(within(same, LOWER)["drm"], NotComputable)
    assert isinstance(found["d_between"], Effect)


@pytest.mark.parametrize(
    ("n", "sd", "reason"), [(1, 5, "at least two people"), (9, 0, "do not vary")]
)
def test_before_and_after_need_people_who_differ(n: int, sd: float, reason: str) -> None:
    arm = Sample(n, Distribution(30, sd), Distribution(20, 5), 0.5)
    assert reason in str(pre_post_control_g(arm, arm, LOWER))


def test_groups_of_which_neither_varies_have_no_line_between_them() -> None:
    pairs = [Pair("a", 30, 20), Pair("b", 30, 21)]
    rules = Rules(Method.ANCHOR, LOWER, mid=5, cutoff=CutoffType.C, functional=Distribution(10, 0))
    assert str(evaluate(pairs, rules)) == "neither group's scores vary"
    rules = Rules(Method.HLM, LOWER, cutoff=CutoffType.B)
    found = evaluate_by_indices(pairs, {"a": -2, "b": 0}, rules)
    assert "needs the mean and the SD" in str(found)
