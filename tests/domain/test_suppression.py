"""What leaves the clinic tells of nobody: not by itself, and not by what is subtracted."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.suppression import SMALLEST_GROUP, releasable, releasable_counts

ALL = range(12)


@pytest.mark.parametrize(
    ("groups", "answers"),
    [
        ([range(4)], [False]),
        ([range(5)], [True]),
        # Eleven of twelve: what the twelfth scored is the difference.
        ([ALL, range(11)], [True, False]),
        ([ALL, range(7)], [True, True]),
        ([ALL, ALL], [True, True]),
        # Each of them is five less than all, but together they cut out the two in the middle.
        ([ALL, range(7), range(5, 12)], [True, True, False]),
        # A group that is not let out itself hides nothing of the next.
        ([range(3), ALL], [False, True]),
        ([], []),
    ],
)
def test_a_group_is_let_out_only_where_no_difference_tells_of_a_few(
    groups: list[range], answers: list[bool]
) -> None:
    assert releasable(groups) == tuple(answers)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"better": 6, "same": 6}, {"better": 6, "same": 6}),
        ({"better": 6, "same": 6, "worse": 0}, {"better": 6, "same": 6, "worse": 0}),
        ({"better": 9, "same": 3}, {"better": None, "same": None}),
        ({"better": 9, "same": 6, "worse": 3}, {"better": 9, "same": None, "worse": None}),
        ({"better": 20, "same": 3, "worse": 3}, {"better": 20, "same": None, "worse": None}),
        ({"better": 20, "same": 1, "worse": 1}, {"better": None, "same": None, "worse": None}),
        ({"better": 4}, {"better": None}),
        # All of them improved: that tells it of each.
        ({"better": 8, "same": 0}, {"better": None, "same": None}),
        ({}, {}),
    ],
)
def test_a_small_count_is_left_out_with_what_would_betray_it(
    counts: Mapping[str, int], shown: Mapping[str, int | None]
) -> None:
    assert releasable_counts(counts) == shown


@settings(max_examples=60)
@given(st.dictionaries(st.integers(0, 5), st.integers(0, 12), max_size=6))
def test_what_is_left_out_of_counts_is_never_one_small_part(counts: dict[int, int]) -> None:
    shown = releasable_counts(counts)

    hidden = [counts[key] for key, count in shown.items() if count is None]
    assert all(count is None or count == 0 or count >= SMALLEST_GROUP for count in shown.values())
    if any(shown[key] is not None for key in shown):
        assert hidden == [] or (len(hidden) > 1 and sum(hidden) >= SMALLEST_GROUP)


@settings(max_examples=60)
@given(st.lists(st.frozensets(st.integers(0, 13)), max_size=4))
def test_no_part_of_released_groups_is_small(groups: list[frozenset[int]]) -> None:
    out = [group for group, may in zip(groups, releasable(groups), strict=True) if may]

    patterns: dict[tuple[bool, ...], int] = {}
    for person in frozenset().union(*out):
        pattern = tuple(person in group for group in out)
        patterns[pattern] = patterns.get(pattern, 0) + 1
    assert all(size >= SMALLEST_GROUP for size in patterns.values())
