"""Classes of attendance, and whether enough sessions can still be reached."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.enrollments import AttendanceMark
from clinic.domain.groups.completion import (
    CompletionClass,
    CompletionStanding,
    MakeUpTally,
    Reach,
    RegularSession,
    completers_of,
    figures_of,
    half_of,
    standing_of,
)

FIRST = datetime(2026, 2, 10, 20, 0, tzinfo=UTC)
BEFORE = FIRST - timedelta(days=9)
WEEK = timedelta(weeks=1)
NO_MAKE_UPS = MakeUpTally()
MARKS = {
    "p": AttendanceMark.PRESENT,
    "l": AttendanceMark.LATE,
    "e": AttendanceMark.EXCUSED,
    "a": AttendanceMark.ABSENT,
    "-": None,
}


def stand(
    marks: str, needed: int = 6, made_up: MakeUpTally = NO_MAKE_UPS, **said: bool
) -> CompletionStanding:
    """One letter a session; a dash has no mark, whether it is past or to come."""
    sessions = [
        RegularSession(FIRST + number * WEEK, MARKS[letter]) for number, letter in enumerate(marks)
    ]
    return standing_of(sessions, needed, BEFORE, made_up, **said)


@pytest.mark.parametrize(
    ("marks", "kind"),
    [
        ("pppppppp", CompletionClass.COMPLETER),
        ("plpplp--", CompletionClass.COMPLETER),
        ("pppppaaa", CompletionClass.PARTIAL),
        ("pppaaaee", CompletionClass.PARTIAL),
        ("ppaaaaaa", CompletionClass.EARLY_DROP_OUT),
        ("aaaaaaap", CompletionClass.EARLY_DROP_OUT),
        ("aaaeeeaa", CompletionClass.NEVER_STARTED),
        ("--------", CompletionClass.UNDER_WAY),
        ("ppaaaaa-", CompletionClass.UNDER_WAY),
    ],
)
def test_classes_by_the_programs_own_number(marks: str, kind: CompletionClass) -> None:
    assert stand(marks).kind is kind


def test_half_is_rounded_up() -> None:
    assert [half_of(needed) for needed in (1, 5, 6, 7)] == [1, 3, 3, 4]
    assert stand("pppaaaaa", 7).kind is CompletionClass.EARLY_DROP_OUT
    assert stand("ppppaaaa", 7).kind is CompletionClass.PARTIAL


def test_whoever_left_is_not_under_way_though_sessions_are_to_come() -> None:
    assert stand("ppp-----", has_left=True).kind is CompletionClass.PARTIAL
    assert stand("--------", has_left=True).kind is CompletionClass.NEVER_STARTED


def test_an_agreed_ending_is_no_drop_out_and_a_completer_stays_one() -> None:
    assert stand("pp------", has_left=True, is_agreed=True).kind is CompletionClass.AGREED_ENDING
    assert stand("pppppp--", has_left=True, is_agreed=True).kind is CompletionClass.COMPLETER


@pytest.mark.parametrize(
    ("marks", "reach", "spare"),
    [
        ("--------", Reach.OPEN, 2),
        ("pa------", Reach.OPEN, 1),
        ("pa-a----", Reach.LAST_CHANCE, 0),
        ("ppp----e", Reach.OPEN, 1),
        ("ppp---ee", Reach.LAST_CHANCE, 0),
        ("paaa----", Reach.OUT_OF_REACH, -1),
        ("ppppppa-", Reach.REACHED, 1),
    ],
)
def test_reach_counts_what_is_not_marked_as_possible_and_what_is_excused_as_missed(
    marks: str, reach: Reach, spare: int
) -> None:
    assert (stand(marks).reach, stand(marks).spare) == (reach, spare)


def test_a_program_that_asks_for_every_session_warns_only_once_one_is_missed() -> None:
    assert stand("pp------", 8).reach is Reach.OPEN
    assert stand("pa------", 8).reach is Reach.OUT_OF_REACH


def test_what_was_over_before_somebody_joined_cannot_be_reached() -> None:
    sessions = [RegularSession(FIRST + number * WEEK, None) for number in range(8)]
    late = standing_of(sessions, 6, FIRST + WEEK + timedelta(hours=1))
    assert (late.possible, late.reach) == (6, Reach.LAST_CHANCE)


def test_a_session_during_a_break_is_not_possible() -> None:
    sessions = [RegularSession(FIRST + n * WEEK, None, is_away=n < 3) for n in range(8)]
    assert standing_of(sessions, 6, BEFORE).reach is Reach.OUT_OF_REACH


def test_make_ups_are_counted_apart_and_only_where_that_is_said_together() -> None:
    apart = stand("pppppaaa", made_up=MakeUpTally(came=1))
    assert (apart.attended, apart.made_up, apart.kind) == (5, 1, CompletionClass.PARTIAL)
    together = stand("pppppaaa", made_up=MakeUpTally(came=1, is_counted=True))
    assert (together.attended, together.kind) == (5, CompletionClass.COMPLETER)


def test_a_make_up_that_is_planned_may_yet_count_where_make_ups_do() -> None:
    planned = stand("pppppaaa", made_up=MakeUpTally(planned=1, is_counted=True))
    assert (planned.spare, planned.kind) == (0, CompletionClass.UNDER_WAY)
    assert planned.reach is Reach.LAST_CHANCE
    apart = stand("pppppaaa", made_up=MakeUpTally(planned=1))
    assert (apart.kind, apart.reach) == (CompletionClass.PARTIAL, Reach.OUT_OF_REACH)


@given(st.text("plea-", min_size=1, max_size=12), st.integers(1, 12), st.integers(0, 11))
def test_coming_once_more_never_makes_it_worse(marks: str, needed: int, at: int) -> None:
    order = [Reach.OUT_OF_REACH, Reach.LAST_CHANCE, Reach.OPEN, Reach.REACHED]
    at, needed = at % len(marks), min(needed, len(marks))
    before, after = stand(marks, needed), stand(marks[:at] + "p" + marks[at + 1 :], needed)
    assert order.index(after.reach) >= order.index(before.reach)
    assert (after.attended >= after.needed) == (after.kind is CompletionClass.COMPLETER)


def test_the_mean_of_all_enrolled_stands_beside_that_of_completers() -> None:
    people = [stand("pppppppp"), stand("ppaaaaaa"), stand("aaaaaaaa")]
    everybody, completers = figures_of(people), figures_of(completers_of(people))
    assert everybody.people == 3
    assert everybody.mean == pytest.approx(10 / 3)
    assert (completers.people, completers.mean) == (1, 8)
    assert figures_of([]).mean is None
