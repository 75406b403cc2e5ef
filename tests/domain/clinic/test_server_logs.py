"""Names of the segments of a server's log, and the first that is missing."""

import pytest

from clinic.domain.clinic.server_logs import first_missing, is_segment, label_start, next_segment

FIRST = "0000000100000000000000FE"


def test_segments_follow_over_the_border_of_a_log() -> None:
    assert next_segment(FIRST) == "0000000100000000000000FF"
    assert next_segment(next_segment(FIRST)) == "000000010000000100000000"


def test_what_is_missing_between_is_named() -> None:
    second, third = "0000000100000000000000FF", "000000010000000100000000"
    assert first_missing(FIRST, {FIRST, second, third}) is None
    assert first_missing(FIRST, {FIRST, third}) == second
    assert first_missing(FIRST, {second}) == FIRST
    assert first_missing(FIRST, {FIRST, "000000020000000100000000"}) is None, "another time line"


@pytest.mark.parametrize("name", ["0001", f"{FIRST}.partial", "00000002.history", FIRST.lower()])
def test_other_files_are_no_segments(name: str) -> None:
    assert is_segment(FIRST)
    assert not is_segment(name)


def test_a_label_says_where_its_copy_begins() -> None:
    label = f"START WAL LOCATION: 0/FE000028 (file {FIRST})\nCHECKPOINT LOCATION: 0/FE000060\n"
    assert label_start(label) == FIRST
    assert label_start("nothing") is None
