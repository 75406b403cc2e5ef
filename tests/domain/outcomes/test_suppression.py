"""What leaves the clinic tells of nobody: not by itself, and not by what is subtracted."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.outcomes.suppression import SMALLEST_GROUP, Gate, releasable

ALL = range(12)
Key = TypeVar("Key", bound=Hashable)


def division_of(counts: Mapping[Key, int]) -> dict[Key, list[tuple[Key, int]]]:
    """Make up people for the counts of a divided group."""
    return {key: [(key, number) for number in range(count)] for key, count in counts.items()}


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
    division = division_of(counts)
    whole = [person for part in division.values() for person in part]

    assert Gate([whole]).counts([division]) == (shown,)


def test_parts_of_two_groups_do_not_tell_of_a_third_by_subtracting() -> None:
    """Nine of fifteen are better, and six of eleven who came often: so are three of the rest."""
    everybody = {"better": range(9), "same": range(9, 15)}
    often = {"better": range(6), "same": range(9, 14)}

    told = Gate([range(15), [*range(6), *range(9, 14)]]).counts([everybody, often])

    assert told[1] == {"better": None, "same": None}


def test_what_stays_in_the_clinic_is_counted_whole() -> None:
    gate = Gate([range(3)], is_open=True)

    assert gate.counts([{"better": range(2), "same": range(2, 3)}]) == ({"better": 2, "same": 1},)
    assert gate.lets(range(1))
    assert not gate.lets([])


@settings(max_examples=60)
@given(st.dictionaries(st.integers(0, 5), st.integers(0, 12), max_size=6))
def test_what_is_left_out_of_counts_is_never_one_small_part(counts: dict[int, int]) -> None:
    division = division_of(counts)
    (shown,) = Gate([[one for part in division.values() for one in part]]).counts([division])

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
