"""The outcomes of NHS Talking Therapies, case by case."""

import pytest

from clinic.domain.outcomes.talking_therapies import (
    RULES,
    CountedTerm,
    Scores,
    first_and_last,
    outcomes_of,
    tally,
)

CASE, RECOVERY = CountedTerm.CASE, CountedTerm.RECOVERY
BETTER, WORSE, SAME = (
    CountedTerm.RELIABLE_IMPROVEMENT,
    CountedTerm.RELIABLE_DETERIORATION,
    CountedTerm.NO_RELIABLE_CHANGE,
)
BOTH = CountedTerm.RELIABLE_RECOVERY


@pytest.mark.parametrize(
    ("first", "last", "terms"),
    [
        # Caseness: either measure is enough, and the threshold belongs to it.
        ((10, 0), (10, 0), {CASE, SAME}),
        ((9, 8), (9, 8), {CASE, SAME}),
        ((9, 7), (9, 7), {SAME}),
        # Recovery asks both measures, and each must lie below.
        ((15, 12), (9, 7), {CASE, RECOVERY, BETTER, BOTH}),
        ((15, 12), (10, 7), {CASE, BETTER}),
        ((15, 12), (9, 8), {CASE, BETTER}),
        # Recovery without reliable improvement: over the line by a step on each.
        ((10, 8), (9, 7), {CASE, RECOVERY, SAME}),
        # Who was no case cannot recover.
        ((9, 7), (1, 1), {BETTER}),
        # Six of PHQ-9, four of GAD-7, reached.
        ((20, 5), (14, 5), {CASE, BETTER}),
        ((20, 5), (15, 5), {CASE, SAME}),
        ((20, 12), (20, 8), {CASE, BETTER}),
        ((20, 12), (20, 9), {CASE, SAME}),
        ((12, 5), (18, 5), {CASE, WORSE}),
        ((12, 5), (12, 9), {CASE, WORSE}),
        # The other may move against it, but not reliably.
        ((20, 5), (14, 8), {CASE, BETTER}),
        ((12, 12), (18, 9), {CASE, WORSE}),
        # One up and one down, both reliably: no reliable change.
        ((20, 5), (14, 9), {CASE, SAME}),
        ((5, 14), (11, 10), {CASE, SAME}),
    ],
)
def test_each_case_comes_to_its_terms(
    first: tuple[float, float], last: tuple[float, float], terms: set[CountedTerm]
) -> None:
    assert outcomes_of(Scores(*first), Scores(*last)) == terms


def test_recoveries_are_counted_among_those_who_were_cases() -> None:
    group = [
        outcomes_of(Scores(15, 12), Scores(5, 4)),
        outcomes_of(Scores(15, 12), Scores(14, 12)),
        outcomes_of(Scores(4, 3), Scores(3, 3)),
    ]

    counted = {one.rule.term: (one.count, one.of) for one in tally(group)}

    assert counted == {
        CASE: (2, 3),
        RECOVERY: (1, 2),
        BETTER: (1, 3),
        BOTH: (1, 2),
        WORSE: (0, 3),
        SAME: (2, 3),
    }


def test_of_nobody_there_are_no_outcomes() -> None:
    assert {(one.count, one.of) for one in tally([])} == {(0, 0)}


def test_every_threshold_says_that_it_was_not_read_at_its_source() -> None:
    assert {rule.term for rule in RULES} == set(CountedTerm)
    assert not any(rule.source.is_verified for rule in RULES)


def test_a_course_is_read_from_its_first_to_its_last_score_of_each() -> None:
    assert first_and_last([15, 12, 9], [10, 7]) == (Scores(15, 10), Scores(9, 7))
    assert first_and_last([15, 12, 9], [10]) is None


def test_what_leaves_the_clinic_counts_no_group_under_five_and_never_all_of_one() -> None:
    recovered = outcomes_of(Scores(15, 12), Scores(5, 4))
    stayed = outcomes_of(Scores(15, 12), Scores(15, 12))

    def told(better: int, same: int) -> dict[CountedTerm, tuple[int | None, int | None]]:
        outcomes = [recovered] * better + [stayed] * same
        tallies = tally(outcomes, is_inside=False)
        return {one.rule.term: (one.count, one.of) for one in tallies}

    assert told(6, 5)[RECOVERY] == (6, 11)
    # Everybody was a case: that would tell it of each.
    assert told(6, 5)[CASE] == (None, None)
    assert set(told(8, 3).values()) == {(None, None)}
    assert set(told(9, 0).values()) == {(None, None)}
