"""Two texts from the same older one: both changes stand, and what clashes is shown."""

from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.line_merging import LineClash, merge_lines

BASE = "one\ntwo\nthree\nfour\nfive\n"
TEXTS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)


def test_changes_of_different_lines_both_stand() -> None:
    merged = merge_lines(BASE, BASE.replace("two", "2"), BASE.replace("five", "5\nsix"))
    assert merged.text == "one\n2\nthree\nfour\n5\nsix\n"
    assert merged.clashes == ()


def test_a_line_taken_away_and_a_line_changed_both_count() -> None:
    merged = merge_lines(BASE, BASE.replace("one\n", ""), BASE.replace("four", "4"))
    assert merged.text == "two\nthree\n4\nfive\n"
    assert merged.clashes == ()


def test_where_both_changed_the_same_line_mine_stands_and_theirs_is_shown() -> None:
    merged = merge_lines(BASE, BASE.replace("three", "mine"), BASE.replace("three", "theirs"))
    assert merged.text == "one\ntwo\nmine\nfour\nfive\n"
    assert merged.clashes == (LineClash("mine", "theirs"),)


def test_lines_side_by_side_do_not_clash_and_two_additions_in_one_place_do() -> None:
    merged = merge_lines(BASE, BASE.replace("two", "2"), BASE.replace("three", "3"))
    assert (merged.text, merged.clashes) == ("one\n2\n3\nfour\nfive\n", ())
    added = merge_lines(BASE, BASE.replace("two", "two\nmine"), BASE.replace("two", "two\ntheirs"))
    assert added.clashes == (LineClash("mine", "theirs"),)


def test_the_same_change_twice_is_one() -> None:
    changed = BASE.replace("three", "3")
    assert merge_lines(BASE, changed, changed).clashes == ()
    assert merge_lines(BASE, changed, changed).text == changed


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_of_mine_or_theirs_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge_lines(base, mine, theirs)
    shown = "\n".join([merged.text, *(clash.theirs for clash in merged.clashes)]).splitlines()
    for side in (mine, theirs):
        assert {line for line in side.splitlines() if line not in base.splitlines()} <= {*shown}


@given(TEXTS, TEXTS)
def test_who_changed_nothing_changes_nothing(base: str, other: str) -> None:
    assert merge_lines(base, base, other).text.splitlines() == other.splitlines()
    assert merge_lines(base, other, base).text.splitlines() == other.splitlines()
