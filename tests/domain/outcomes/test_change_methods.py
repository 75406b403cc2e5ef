"""Reliable change by each method: against computation by hand, and what must hold for anybody."""

from collections.abc import Sequence
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.change import Category, Distribution
from clinic.domain.outcomes.change_methods import BY_RELIABILITY, Method, Reliability, yardstick
from clinic.domain.outcomes.cutoffs import CutoffType, score_line
from clinic.domain.outcomes.evaluations import (
    Evaluation,
    Rules,
    categorize,
    evaluate,
    evaluate_by_indices,
)
from clinic.domain.outcomes.pairs import NotComputable, Pair, Sample, sample_of

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
R = Reliability(0.8, 0.5)
BEFORE, AFTER = (30, 34, 38, 42, 46), (12, 30, 20, 35, 18)
PEOPLE = [Pair(str(n), b, a) for n, (b, a) in enumerate(zip(BEFORE, AFTER, strict=True))]

methods = pytest.mark.parametrize("method", sorted(BY_RELIABILITY))
groups = st.lists(st.tuples(st.integers(0, 63), st.integers(0, 63)), min_size=3, max_size=12)


def pairs_of(scores: Sequence[tuple[float, float]]) -> list[Pair]:
    return [Pair(str(number), pre, post) for number, (pre, post) in enumerate(scores)]


def indices(pairs: Sequence[Pair], method: Method) -> list[float] | None:
    found = evaluate(pairs, Rules(method, LOWER, R))
    if isinstance(found, NotComputable):
        return None
    return [person.index for person in found.individuals if person.index is not None]


def by_hand() -> dict[str, float]:
    """Compute the first person's index (30 to 12) from sums alone."""
    n, pre, post = 5, 30, 12
    m, k = sum(BEFORE) / n, sum(AFTER) / n
    s2 = sum((b - m) ** 2 for b in BEFORE) / (n - 1)
    changes = [a - b for a, b in zip(AFTER, BEFORE, strict=True)]
    spread2 = sum((c - (k - m)) ** 2 for c in changes) / (n - 1)
    error2 = s2 * 0.2
    r_dd = (spread2 - 2 * error2) / spread2
    shrunk = 0.8 * pre + 0.2 * m
    return {
        "JT": (post - pre) / sqrt(2 * error2),
        "GLN": (post - shrunk) / sqrt(s2 * 0.36),
        "HLL": (post - k - 0.8 * (pre - m)) / sqrt(s2 * 0.36),
        "EN": (post - shrunk) / sqrt(error2),
        "NK": (post - shrunk) / sqrt(s2 * 0.64 * 0.2 + s2 * 0.5),
        "HA": ((post - pre) * r_dd + (k - m) * (1 - r_dd)) / sqrt(r_dd * 2 * error2),
    }


@methods
def test_each_index_is_that_of_its_formula(method: Method) -> None:
    found = indices(PEOPLE, method)
    assert found is not None
    assert found[0] == pytest.approx(by_hand()[method])


def test_the_example_of_jacobson_and_truax_changes_reliably_and_stays_below_the_cutoff() -> None:
    clinical, person = Distribution(40, 7.5), Pair("a", 32.5, 47.5)
    sample = Sample(9, clinical, Distribution(48, 9), 0.5)
    measure = yardstick(Method.JT, sample, R)
    line = score_line(CutoffType.C, sample, Distribution(60, 7.5), HIGHER)
    assert not isinstance(measure, NotComputable)
    assert not isinstance(line, NotComputable)
    assert measure.error == pytest.approx(4.743, abs=0.0005)
    assert measure.index(person) == pytest.approx(3.16, abs=0.005)
    assert line.value == 50
    assert categorize(measure.index(person), 1.96, person, line) is Category.IMPROVED


def test_who_changed_as_much_as_the_group_is_unchanged_after_hsu() -> None:
    pairs = pairs_of([(pre, pre - 20) for pre in BEFORE])
    found = evaluate(pairs, Rules(Method.HLL, LOWER, R))
    assert isinstance(found, Evaluation)
    assert found.counts[Category.UNCHANGED] == 5


@methods
@given(groups)
def test_turning_the_scale_turns_the_direction_and_nothing_else(
    method: Method, scores: list[tuple[int, int]]
) -> None:
    turned = [(-pre, -post) for pre, post in scores]
    functional, mirrored = Distribution(10, 60), Distribution(-10, 60)
    one = evaluate(pairs_of(scores), Rules(method, LOWER, R, CutoffType.C, functional))
    other = evaluate(pairs_of(turned), Rules(method, HIGHER, R, CutoffType.C, mirrored))
    assert isinstance(one, Evaluation) == isinstance(other, Evaluation)
    if isinstance(one, Evaluation) and isinstance(other, Evaluation):
        assert one.counts == other.counts


@methods
@given(groups)
def test_the_unit_of_the_scale_does_not_matter(
    method: Method, scores: list[tuple[int, int]]
) -> None:
    found = indices(pairs_of(scores), method)
    doubled = indices(pairs_of([(2 * pre, 2 * post) for pre, post in scores]), method)
    assert (found is None) == (doubled is None)
    assert found is None or found == pytest.approx(doubled)


@given(groups)
def test_the_index_of_jacobson_and_truax_is_antisymmetric(scores: list[tuple[int, int]]) -> None:
    sample = sample_of(pairs_of(scores))
    assert not isinstance(sample, NotComputable)
    measure = yardstick(Method.JT, sample, R)
    if isinstance(measure, NotComputable):
        return
    for pair in pairs_of(scores):
        back = Pair(pair.subject, pair.post, pair.pre)
        assert measure.index(pair) == -measure.index(back)


@given(groups, st.sampled_from(sorted(BY_RELIABILITY)))
def test_everybody_is_in_one_category(scores: list[tuple[int, int]], method: Method) -> None:
    found = evaluate(pairs_of(scores), Rules(method, LOWER, R, CutoffType.A))
    assert not isinstance(found, Evaluation) or sum(found.counts.values()) == len(scores)


@pytest.mark.parametrize(
    ("post", "category"),
    [(25, Category.IMPROVED), (26, Category.UNCHANGED), (35, Category.DETERIORATED)],
)
def test_a_minimal_important_difference_counts_when_it_is_reached(
    post: float, category: Category
) -> None:
    found = evaluate([Pair("a", 30, post)], Rules(Method.ANCHOR, LOWER, mid=5))
    assert isinstance(found, Evaluation)
    assert found.individuals[0].category is category


def test_a_share_counts_when_it_is_reached_and_needs_something_to_be_a_share_of() -> None:
    pairs = pairs_of([(30, 21), (30, 22), (10, 13), (0, 5)])
    found = evaluate(pairs, Rules(Method.PERCENTAGE, LOWER, percent=30))
    assert isinstance(found, Evaluation)
    categories = [person.category for person in found.individuals]
    assert categories == [Category.IMPROVED, Category.UNCHANGED, Category.DETERIORATED, None]
    assert str(found.individuals[3].reason) == "a percentage needs a first score above 0"


def test_who_was_functional_and_leaves_it_is_harmed_on_the_line_too() -> None:
    line = Rules(Method.ANCHOR, LOWER, mid=1, cutoff=CutoffType.B, functional=Distribution(10, 5))
    found = evaluate(pairs_of([(20, 30), (21, 30), (20, 10), (21, 20), (21, 19)]), line)
    assert isinstance(found, Evaluation)
    assert found.line is not None
    assert found.line.value == 20, "two functional SDs beyond the functional mean"
    assert [person.category for person in found.individuals] == [
        Category.HARMED,
        Category.DETERIORATED,
        Category.IMPROVED,
        Category.IMPROVED,
        Category.RECOVERED,
    ]


def test_an_index_from_elsewhere_is_judged_by_the_same_lines() -> None:
    rules = Rules(Method.HLM, LOWER)
    found = evaluate_by_indices(PEOPLE[:2], {"0": -2.5, "1": 1.96}, rules)
    assert isinstance(found, Evaluation)
    categories = [person.category for person in found.individuals]
    assert categories == [Category.IMPROVED, Category.UNCHANGED]


@pytest.mark.parametrize(
    ("pairs", "rules", "reason"),
    [
        ([], Rules(Method.JT, LOWER, R), "nobody has a score at both times"),
        (PEOPLE[:1], Rules(Method.JT, LOWER, R), "one person alone has no standard deviation"),
        (PEOPLE[:1], Rules(Method.ANCHOR, LOWER, mid=5, cutoff=CutoffType.A), "one person alone"),
        (pairs_of([(5, 1), (5, 9)]), Rules(Method.JT, LOWER, R), "all scores before are the same"),
        (pairs_of([(5, 1), (5, 9)]), Rules(Method.HA, LOWER, R, CutoffType.A), "all scores before"),
        (pairs_of([(1, 2), (5, 6)]), Rules(Method.HA, LOWER, R), "vary no more than errors"),
        (PEOPLE, Rules(Method.GLN, LOWER), "needs the reliability"),
        (PEOPLE, Rules(Method.JT, LOWER, R, CutoffType.B), "cut-off b needs the mean and the SD"),
        (PEOPLE, Rules(Method.HA, LOWER, R, CutoffType.C), "cut-off c needs the mean and the SD"),
        (
            PEOPLE,
            Rules(Method.HA, LOWER, R, CutoffType.C, Distribution(5, 1)),
            "vary no more than the error of measurement",
        ),
    ],
)
def test_what_cannot_be_computed_says_why(pairs: Sequence[Pair], rules: Rules, reason: str) -> None:
    found = evaluate(pairs, rules)
    assert isinstance(found, NotComputable)
    assert reason in str(found)
