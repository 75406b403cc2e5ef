"""Studies: which pairs are taken from the courses, and what makes a file unreadable as one."""

from typing import Any

import pytest

from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns
from clinic.domain.measures.table_files import TableFileError
from clinic.domain.outcomes.courses import LARGEST, Study, read_study
from clinic.domain.outcomes.pairs import NotComputable, Pair

HEADER = "id,time,bdi,arm\n"


BDI = MeasureColumn("bdi", "bdi", -LARGEST, LARGEST, Direction.LOWER, is_bounded=False)


def study(rows: str, pre: str = "pre", post: str = "post", **more: Any) -> Study:
    columns = ScoreColumns("id", "time", [BDI], "arm")
    return read_study(HEADER + rows, columns, pre=pre, post=post, **more)


def fault(rows: str) -> str:
    with pytest.raises(TableFileError) as caught:
        study(rows)
    return str(caught.value.faults[0])


def test_only_people_with_both_scores_make_pairs() -> None:
    found = study("a,1,30,T\na,2,20,T\nb,1,25,C\nb,2,,C\nc,2,9,C\n")
    assert found.pairs("1", "2") == [Pair("a", 30, 20, "T")]
    assert [course.subject for course in found.courses] == ["a", "b", "c"]


def test_the_last_value_before_the_gap_is_carried_forward() -> None:
    found = study("a,1,30,T\na,10,20,T\nb,1,25,C\nb,2,21,C\nb,10,NA,C\nb,11,3,C\nc,10,9,C\n")
    assert found.times == ("1", "2", "10", "11")
    assert found.carried_forward("1", "10") == [Pair("a", 30, 20, "T"), Pair("b", 25, 21, "C")]


@pytest.mark.parametrize("rows", ["a,pre,3,T\na,post,2,T\n", "a,post,2,T\na,pre,3,T\n"])
def test_two_words_for_times_have_the_order_of_the_options(rows: str) -> None:
    found = study(rows)
    assert found.times == ("pre", "post")
    assert found.carried_forward("pre", "post") == [Pair("a", 3, 2, "T")]


def test_further_words_have_no_order_but_the_one_that_is_said() -> None:
    rows = "a,mid,9,T\na,post,2,T\na,pre,3,T\nb,mid,8,T\nb,pre,5,T\n"
    untold, told = study(rows), study(rows, times=["pre", "mid", "post"])
    assert untold.pairs("pre", "post") == told.pairs("pre", "post") == [Pair("a", 3, 2, "T")]
    assert isinstance(untold.carried_forward("pre", "post"), NotComputable)
    with pytest.raises(Refused, match="--times"):
        untold.check_told()
    assert told.times == ("pre", "mid", "post")
    assert told.carried_forward("pre", "post") == [Pair("a", 3, 2, "T"), Pair("b", 5, 8, "T")]


def test_a_time_is_the_same_in_every_way_of_writing_it() -> None:
    found = study("a,1.0,3,T\na,2,2,T\n")
    assert found.check_time("--pre", "1") == found.check_time("--pre", "1.00") == "1"
    with pytest.raises(Refused, match="--post 7: no row has that time; there are 1, 2"):
        found.check_time("--post", "7")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "a,1,3,T\na,2,3,T\nb,1,3,T\nb,after,2,T\n",
            "row 5, column time: The times are mixed, numbers and words: after here, 1 in row 2.",
        ),
        (
            "a,pre,3,T\na,post,3,T\nb,1,3,T\n",
            "row 4, column time: The times are mixed, numbers and words: 1 here, pre in row 2.",
        ),
        ("a,1,3,T\na,1.0,4,T\n", "row 3, column id: a at 1 is already in row 2."),
        ("a,1,3,T\na,2,3,C\n", "row 3, column arm: a is in C here, and in T in row 2."),
        ("a,1,3,\n", "row 2, column arm: The group is missing."),
        ("a,1,1e300,T\n", "row 2, column bdi: 1e300 is outside the range"),
    ],
)
def test_what_makes_no_study_is_named_with_its_place(rows: str, sentence: str) -> None:
    assert fault(rows).startswith(sentence)
