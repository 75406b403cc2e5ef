"""Two pages of the same record: what only one changed is kept, what both changed is shown."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.merging import Clash, Merged, merge

BASE: dict[str, Any] = {"word": "then", "ease": 4}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "nobody": (BASE, BASE, BASE),
    "I alone": ({"word": "now", "ease": 4}, BASE, {"word": "now", "ease": 4}),
    "they alone": (BASE, {"word": "now", "ease": 4}, {"word": "now", "ease": 4}),
    "another field each": (
        {"word": "now", "ease": 4},
        {"word": "then", "ease": 7},
        {"word": "now", "ease": 7},
    ),
    "both alike": ({"word": "now"}, {"word": "now"}, {"word": "now"}),
    "I emptied, they wrote elsewhere": (
        {"ease": 4},
        {"word": "then", "ease": 4, "next": "x"},
        {"ease": 4, "next": "x"},
    ),
    "a new field each": (
        {**BASE, "a": 1},
        {**BASE, "b": 2},
        {**BASE, "b": 2, "a": 1},
    ),
}


@pytest.mark.parametrize("who", CASES)
def test_what_only_one_changed_is_kept(who: str) -> None:
    mine, theirs, merged = CASES[who]
    assert merge(BASE, mine, theirs) == Merged(merged, ())


def test_where_both_changed_a_field_theirs_stands_and_both_are_told() -> None:
    found = merge(BASE, {"word": "mine"}, {"word": "theirs", "ease": 4})
    assert found == Merged({"word": "theirs"}, (Clash("word", "mine", "theirs"),))


def test_one_emptied_what_the_other_changed_is_a_clash_and_not_a_loss() -> None:
    found = merge(BASE, {"ease": 4}, {"word": "theirs", "ease": 4})
    assert found.clashes == (Clash("word", None, "theirs"),)
    assert found.values["word"] == "theirs"


def test_ticks_count_one_by_one() -> None:
    found = merge({"t": ["a", "b"]}, {"t": ["a", "b", "c"]}, {"t": ["b", "d"]})
    assert found == Merged({"t": ["b", "d", "c"]}, ())


def test_rows_are_laid_together_cell_by_cell() -> None:
    base = {"log": [{"day": "Mon", "note": "calm"}]}
    mine = {"log": [{"day": "Mon", "note": "calmer"}, {"day": "Tue"}]}
    theirs = {"log": [{"day": "Sun", "note": "calm"}]}
    merged: dict[str, object] = {"log": [{"day": "Sun", "note": "calmer"}, {"day": "Tue"}]}
    assert merge(base, mine, theirs) == Merged(merged, ())


def test_a_cell_that_both_changed_is_named_by_its_row() -> None:
    found = merge({"log": [{}]}, {"log": [{"day": "Mon"}]}, {"log": [{"day": "Tue"}]})
    assert found.clashes == (Clash("log.0.day", "Mon", "Tue"),)


VALUES = st.one_of(
    st.integers(0, 3),
    st.sampled_from(["a", "b"]),
    st.lists(st.sampled_from("xyz"), min_size=1, max_size=3, unique=True),
    st.dictionaries(st.sampled_from("pq"), st.integers(0, 2), min_size=1),
)
RECORDS = st.dictionaries(st.sampled_from("klm"), VALUES, max_size=3)


@given(RECORDS, RECORDS)
def test_alone_each_side_is_kept_whole(base: dict[str, Any], changed: dict[str, Any]) -> None:
    assert merge(base, changed, base) == Merged(changed, ())
    assert merge(base, base, changed) == Merged(changed, ())


@given(RECORDS, RECORDS, RECORDS)
def test_nothing_that_either_side_wrote_is_lost_unnamed(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    found = merge(base, mine, theirs)
    changed = {
        key: value
        for key, value in mine.items()
        if isinstance(value, int | str) and value != base.get(key)
    }
    clashes = {key: [each.mine for each in found.clashes if each.key == key] for key in changed}
    lost = [key for key, value in changed.items() if found.values.get(key) != value]
    assert [key for key in lost if clashes[key] != [changed[key]]] == []
