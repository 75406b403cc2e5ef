"""Whoever holds every report that has left tells of no fewer than five people by subtracting."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.outcomes.releases import Facts, Releases, tells_of_few
from clinic.domain.outcomes.suppression import SMALLEST_GROUP


def scored(people: range, changed: int = 0, by: int = 1) -> Facts:
    """Give a score for each person; the first ones gave another answer since."""
    return frozenset((person, str(by if person < changed else 0)) for person in people)


EIGHT = scored(range(8))


@pytest.mark.parametrize(
    ("past", "new", "is_few"),
    [
        ([], EIGHT, False),
        ([], scored(range(4)), True),
        # The same people with the same answers: to print again tells nothing.
        ([EIGHT], EIGHT, False),
        # One answer was mended: eight times the difference of the means is that person's change.
        ([EIGHT], scored(range(8), changed=1), True),
        ([EIGHT], scored(range(8), changed=4), True),
        ([EIGHT], scored(range(8), changed=5), False),
        # One more person, one fewer, or another in the place of one.
        ([EIGHT], scored(range(9)), True),
        ([EIGHT], scored(range(7)), True),
        ([EIGHT], scored(range(1, 9)), True),
        ([EIGHT], scored(range(13)), False),
        # Five and five more each time, and the last undoes both but for two people.
        ([scored(range(20)), scored(range(10))], scored(range(10, 18)), True),
        ([scored(range(20)), scored(range(10))], scored(range(10, 20)), False),
        # What left long ago in a report that told of few is no door for more, and no bar either.
        ([scored(range(3))], EIGHT, False),
        ([scored(range(3))], scored(range(6)), True),
        # Sets that the older figures already give by adding.
        ([scored(range(6)), scored(range(6, 12))], scored(range(12)), False),
    ],
)
def test_what_a_new_figure_adds_to_those_that_have_left(
    past: list[Facts], new: Facts, is_few: bool
) -> None:
    assert tells_of_few(past, [new]) is is_few


figures = st.lists(
    st.dictionaries(st.integers(0, 8), st.integers(0, 1), min_size=1).map(
        lambda values: frozenset((person, str(value)) for person, value in values.items())
    ),
    max_size=4,
)


@settings(derandomize=True)
@given(figures)
def test_no_combination_of_what_was_let_out_leaves_fewer_than_five_people(
    asked: list[Facts],
) -> None:
    releases = Releases()
    told = [figure for figure in asked if releases.lets("phq-9", figure)]

    for factors in product((-2, -1, 0, 1, 2), repeat=len(told)):
        left: dict[tuple[int, str], int] = {}
        for factor, figure in zip(factors, told, strict=True):
            for fact in figure:
                left[fact] = left.get(fact, 0) + factor
        people = {person for (person, _), factor in left.items() if factor}
        assert not people or len(people) >= SMALLEST_GROUP


@settings(derandomize=True)
@given(figures)
def test_what_left_can_always_leave_again(asked: list[Facts]) -> None:
    first = Releases()
    told = [figure for figure in asked if first.lets("phq-9", figure)]

    again = Releases(first.told)
    assert all(again.lets("phq-9", figure) for figure in told)
    assert not again.is_held_back


def test_a_figure_that_an_older_report_holds_back_says_so_and_is_not_noted() -> None:
    releases = Releases({"phq-9": [EIGHT]})

    assert not releases.lets("phq-9", scored(range(9)))
    assert releases.is_held_back
    assert releases.told == {}
    assert releases.lets("gad-7", scored(range(9)))


def test_too_few_by_themselves_are_no_fault_of_an_older_report() -> None:
    releases = Releases()

    assert not releases.lets("phq-9", scored(range(4)))
    assert not releases.is_held_back
