"""The order of times: by numbers and dates, never by the order in which they were named."""

from itertools import permutations

import pytest

from clinic.domain.errors import Refused
from clinic.domain.measures.time_order import natural, order_of, spread

WEEKS = range(1, 9)


@pytest.mark.parametrize(
    "times",
    [
        ("-1", "0", "0.5", "10"),
        ("T1", "T2", "T10"),
        ("week-3", "week-6", "week-12"),
        ("2025-12-01", "2026-01-15", "2026-02-01"),
        ("2026-01-15T09:00", "2026-01-15T17:30"),
        ("5.12.2025", "1.1.2026", "28.2.2026"),
        ("11/30/2025", "1/5/2026"),
        ("30/11/2025", "1/5/2026"),
        ("5 Dec 2025", "1 January 2026"),
        ("only",),
    ],
)
def test_numbers_and_dates_have_their_order_however_they_come(times: tuple[str, ...]) -> None:
    assert {order_of(each) for each in permutations(times)} == {times}


@pytest.mark.parametrize(
    "times",
    [
        ("pre", "post"),
        ("baseline", "week-3"),
        ("1", "post"),
        ("1/5/2026", "5/1/2026"),
        ("30/11/2025", "11/30/2025"),
        ("31.2.2026", "1.3.2026"),
        ("t1_arm_2", "t1_arm_2 ", "t1"),
    ],
)
def test_words_and_dates_of_two_meanings_have_none(times: tuple[str, ...]) -> None:
    assert order_of(times) is None


def test_labels_sort_as_people_count() -> None:
    labels = ["p10", "P2", "p2", "10", "9", "x"]
    assert sorted(labels, key=natural) == ["9", "10", "P2", "p2", "p10", "x"]


def test_times_are_laid_from_the_first_session_to_the_last() -> None:
    assert spread(["3", "1", "2"], WEEKS, {}) == {"1": 1, "2": 5, "3": 8}
    assert spread(["4"], WEEKS, {}) == {"4": 1}


def test_a_later_file_lands_after_what_stands() -> None:
    assert spread(["4"], WEEKS, {"1": 1}) == {"1": 1, "4": 8}
    assert spread(["1", "4"], WEEKS, {"1": 1}) == {"1": 1, "4": 8}
    assert spread(["2", "3"], WEEKS, {"1": 4}) == {"1": 4, "2": 5, "3": 8}


@pytest.mark.parametrize(
    ("times", "standing", "sentence"),
    [
        (["post", "pre"], {}, "do not tell their order: post, pre"),
        (["post"], {"baseline": 1}, "--occasion pre=baseline@1"),
        (["1"], {"4": 8}, "there is no session after those"),
        (["9"], {"1": 1, "4": 8}, "there is no session after those"),
        (["2"], {"1": 1, "4": 8}, "there is no session after those"),
    ],
)
def test_what_cannot_be_laid_is_refused_with_how_to_say_it(
    times: list[str], standing: dict[str, int], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        spread(times, WEEKS, standing)
