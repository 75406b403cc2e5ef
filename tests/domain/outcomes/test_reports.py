"""A cohort's figures as they may leave the clinic."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.measures.instruments import Direction, ReliableChange, Scale, Source
from clinic.domain.outcomes.readings import OwnNorm
from clinic.domain.outcomes.reports import (
    Class,
    GroupChange,
    GroupScores,
    Member,
    Verdict,
    class_of,
    cohort_figures,
)

SCALE = Scale(
    "total",
    "Total",
    (1,),
    0,
    27,
    Direction.LOWER,
    reliable_change=ReliableChange(6, Source("a manual", True)),
)


def scores(values: dict[int, dict[str, float]]) -> GroupScores:
    return GroupScores("PHQ-9", SCALE, ("baseline", "mid", "post"), values)


def members(count: int, attended: int = 8) -> list[Member]:
    return [Member(key, attended) for key in range(count)]


def told_of(change: GroupChange | None) -> GroupChange:
    assert change is not None
    return change


def test_a_group_of_five_is_told_and_one_of_four_is_not() -> None:
    same = {"baseline": 15.0, "post": 8.0}
    five = cohort_figures(members(5), 8, 6, [scores(dict.fromkeys(range(5), same))])
    four = cohort_figures(members(4), 8, 6, [scores(dict.fromkeys(range(4), same))])
    assert five.began == 5
    assert told_of(five.measures[0].change_of_all).n == 5
    assert four.began is four.mean_attended is None
    assert {one.summary for one in four.measures[0].everybody} == {None}
    assert told_of(four.measures[0].change_of_all).n is None


def test_completers_are_left_out_where_the_others_could_be_found_by_subtracting() -> None:
    people = [*members(6), Member(6, 2), Member(7, 2)]
    values = {key: {"baseline": 15.0, "post": 8.0 + key} for key in range(8)}
    told = cohort_figures(people, 8, 6, [scores(values)]).measures[0]
    assert told_of(told.change_of_all).n == 8
    assert told_of(told.change_of_completers).n is None
    assert {one.summary for one in told.completers} == {None}


def test_who_lacks_the_last_score_keeps_the_one_before_it_among_all() -> None:
    values: dict[int, dict[str, float]] = {
        key: {"baseline": 15.0, "mid": 12.0, "post": 5.0} for key in range(6)
    }
    values |= {key: {"baseline": 15.0, "mid": 12.0} for key in range(6, 12)}
    people = [*members(6), *(Member(key, 1) for key in range(6, 12))]
    told = cohort_figures(people, 8, 6, [scores(values)]).measures[0]
    everybody, completers = told_of(told.change_of_all), told_of(told.change_of_completers)
    assert (everybody.n, everybody.carried) == (12, 6)
    assert everybody.mean_change == pytest.approx((6 * -10 + 6 * -3) / 12)
    assert completers.n == 6
    assert completers.mean_change == pytest.approx(-10)
    assert everybody.verdicts == {Verdict.BETTER: 6, Verdict.SAME: 6, Verdict.WORSE: 0}


@pytest.mark.parametrize(
    ("counts", "has_ended", "last"),
    [
        # Somebody left in week three and was asked early what ends the program.
        ({"baseline": 8, "mid": 7, "post": 1}, False, "mid"),
        ({"baseline": 8, "mid": 7, "post": 1}, True, "post"),
        ({"baseline": 8, "mid": 3, "post": 0}, False, "mid"),
        ({"baseline": 8, "mid": 7, "post": 4}, False, "post"),
    ],
)
def test_while_a_group_meets_its_change_goes_to_where_at_least_half_are(
    counts: dict[str, int], has_ended: bool, last: str
) -> None:
    values: dict[int, dict[str, float]] = {key: {} for key in range(8)}
    for occasion, count in counts.items():
        for key in range(count):
            values[key][occasion] = 9.0
    one = replace(scores(values), has_ended=has_ended)
    assert one.pre_and_post() == ("baseline", last)


def test_one_time_alone_has_no_change() -> None:
    told = cohort_figures(members(6), 3, 6, [scores({k: {"baseline": 9.0} for k in range(6)})])
    assert told.measures[0].span is None
    assert told.measures[0].change_of_all is None


@pytest.mark.parametrize(
    ("attended", "kind"), [(6, Class.COMPLETER), (5, Class.PARTLY), (0, Class.NEVER)]
)
def test_classes_of_attendance(attended: int, kind: Class) -> None:
    assert class_of(attended, 6) is kind


def test_what_stays_in_the_clinic_is_told_of_three_and_read_by_its_own_norm() -> None:
    values = {0: {"baseline": 20.0, "post": 12.0}, 1: {"baseline": 9.0}, 2: {"baseline": 9.0}}
    values[2]["post"] = 15.0
    own = GroupScores(
        "PHQ-9", SCALE, ("baseline", "mid", "post"), values, OwnNorm(5, 0.5, "our audit")
    )
    inside = cohort_figures(members(3), 8, 6, [scores(values), own], is_inside=True)
    published, read_by_own = inside.measures
    assert (inside.began, inside.classes[Class.COMPLETER]) == (3, 3)
    everybody, pairs = told_of(published.change_of_all), told_of(published.change_of_pairs)
    assert (everybody.n, everybody.carried) == (3, 1)
    assert (pairs.n, pairs.mean_change) == (2, -1)
    assert pairs.verdicts == {Verdict.BETTER: 1, Verdict.SAME: 0, Verdict.WORSE: 1}
    # 1.96 √2 5 √0.5 = 9.8: neither eight nor six points are reliable by it.
    assert told_of(read_by_own.change_of_pairs).verdicts[Verdict.SAME] == 2


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.sampled_from(["", "pre", "both"])), min_size=0, max_size=14
    )
)
def test_no_figure_tells_of_one_to_four_people(people: list[tuple[int, str]]) -> None:
    """Whatever is told of a group, it is of five or more."""
    cast = [Member(key, attended) for key, (attended, _kind) in enumerate(people)]
    given = {"": {}, "pre": {"baseline": 9.0}, "both": {"baseline": 9.0, "post": 4.0}}
    values = {key: dict(given[kind]) for key, (_attended, kind) in enumerate(people)}
    figures = cohort_figures(cast, 8, 6, [scores(values)])
    told = [figures.began, *figures.classes.values()]
    for one in figures.measures:
        told += [each.summary.n for each in (*one.everybody, *one.completers) if each.summary]
        for change in (one.change_of_all, one.change_of_completers, one.change_of_pairs):
            if change is not None:
                told += [change.n, change.carried, *change.verdicts.values()]
                told += change.categories.values()
    assert [count for count in told if count is not None and 0 < count < 5] == []
