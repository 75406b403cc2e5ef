"""Breaks: nothing in them is missed, nothing answered is touched, and coming back is small."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.homework.homework import HomeworkState, ThingKind, state_of
from clinic.domain.people.pauses import (
    FIRST_WEEK_BACK,
    MOST_CATCH_UP,
    MOST_DAYS,
    Asked,
    Break,
    HeldWork,
    begins_day,
    catch_up,
    check_pause,
    is_excused,
    is_paused,
    standing,
    time_away,
    times_due,
    to_reopen,
)

NOW = datetime(2026, 2, 25, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PAUSED, ENROLLED = EnrollmentStatus.PAUSED, EnrollmentStatus.ENROLLED

instants = st.integers(-60 * 24, 60 * 24).map(lambda hours: NOW + timedelta(hours=hours))
spans = st.tuples(instants, st.integers(1, 21 * 24)).map(
    lambda it: (it[0], it[0] + timedelta(hours=it[1]))
)
breaks = spans.map(lambda it: Break(*it))
waiting = st.builds(
    lambda key, kind, met, span: HeldWork(str(key), kind, met, *span),
    st.integers(0, 10**6),
    st.sampled_from(ThingKind),
    instants,
    spans,
)
asked = st.builds(
    lambda key, instrument, span: Asked(key, instrument, *span),
    st.integers(0, 10**6),
    st.integers(1, 3),
    spans,
)


@given(spans, breaks, st.booleans(), st.integers(0, 60 * 24))
@settings(max_examples=150)
def test_whatever_closes_in_a_break_is_never_missed(
    window: tuple[datetime, datetime], one: Break, is_done: bool, later: int
) -> None:
    now = one.begins_at + timedelta(hours=later)
    state = state_of(
        *window,
        now,
        is_done=is_done,
        is_paused=one.holds(now),
        is_excused=is_excused(window[1], [one]),
    )
    if is_done:
        assert state is HomeworkState.DONE
    elif one.holds(now) and window[1] > one.begins_at:
        assert state is HomeworkState.PAUSED
    elif one.begins_at < window[1] <= (one.ends_at or now):
        assert state is HomeworkState.AGREED


@given(st.lists(waiting, max_size=30), breaks, instants)
@settings(max_examples=150)
def test_coming_back_is_at_most_three_things_of_those_that_wait(
    found: list[HeldWork], one: Break, now: datetime
) -> None:
    plan = catch_up(found, one, now)
    assert len(plan) <= MOST_CATCH_UP
    assert all(it in found for it in plan)
    kinds = [it.kind for it in plan]
    assert kinds.count(ThingKind.EXERCISE) <= 1
    assert kinds.count(ThingKind.MEASURE) <= 1
    read = [it.met_at for it in plan if it.kind is ThingKind.WORKSHEET]
    assert len(read) == len(set(read))
    if not one.is_just_over(now):
        assert plan == []


@given(st.lists(asked, max_size=12, unique_by=lambda it: it.key), breaks, instants)
@settings(max_examples=150)
def test_a_question_is_asked_again_once_of_each_kind_and_only_if_it_closed_in_the_break(
    found: list[Asked], one: Break, now: datetime
) -> None:
    by_key = {it.key: it for it in found}
    again = [by_key[key] for key in to_reopen(found, one, now)]
    assert len({it.instrument for it in again}) == len(again)
    for it in again:
        assert one.begins_at < it.closes_at <= now
        # Never shorter than it was.
        assert not one.is_just_over(now) or now < (one.ends_at or now) + FIRST_WEEK_BACK


@given(spans, st.lists(breaks, max_size=1), st.integers(1, 21))
@settings(max_examples=150)
def test_a_dose_never_grows_by_a_break(
    window: tuple[datetime, datetime], away: list[Break], times: int
) -> None:
    assert 1 <= times_due(times, *window, away) <= times_due(times, *window, [])
    assert timedelta(0) <= time_away(*window, away) <= window[1] - window[0]


def test_a_window_of_several_weeks_has_a_dose_for_each_but_not_for_those_of_a_break() -> None:
    assert times_due(4, NOW, NOW + 7 * DAY, []) == 4
    assert times_due(4, NOW, NOW + timedelta(days=6, hours=21), []) == 4
    assert times_due(4, NOW, NOW + 84 * DAY, []) == 48
    assert times_due(4, NOW, NOW + 28 * DAY, [Break(NOW, NOW + 14 * DAY)]) == 8
    assert times_due(4, NOW, NOW + 7 * DAY, [Break(NOW - DAY, None)]) == 1


def test_the_first_week_back_has_the_practice_of_now_a_sheet_a_meeting_and_one_questionnaire() -> (
    None
):
    one = Break(NOW - 16 * DAY, NOW - DAY)
    kinds = ThingKind
    closed = (NOW - 10 * DAY, NOW - 4 * DAY)
    opened = (NOW - 4 * DAY, NOW + 3 * DAY)
    found = [
        HeldWork("old practice", kinds.EXERCISE, NOW - 11 * DAY, *closed),
        HeldWork("practice", kinds.EXERCISE, NOW - 4 * DAY, *opened),
        HeldWork("a", kinds.WORKSHEET, NOW - 11 * DAY, *closed),
        HeldWork("b", kinds.WORKSHEET, NOW - 11 * DAY, *closed),
        HeldWork("from before", kinds.WORKSHEET, NOW - 20 * DAY, *closed),
        HeldWork("questions", kinds.MEASURE, NOW - 4 * DAY, *opened),
    ]
    assert [it.key for it in catch_up(found, one, NOW)] == ["practice", "a", "questions"]
    assert catch_up(found, one, NOW + 7 * DAY) == []


def test_a_break_is_over_by_its_date_though_nobody_has_noted_it() -> None:
    assert is_paused(PAUSED, NOW, NOW - DAY)
    assert not is_paused(PAUSED, NOW, NOW)
    assert is_paused(PAUSED, None, NOW)
    assert standing(PAUSED, NOW, NOW) is ENROLLED
    assert standing(EnrollmentStatus.WITHDRAWN, None, NOW) is EnrollmentStatus.WITHDRAWN


def test_a_break_ends_when_its_day_begins_where_the_group_meets() -> None:
    assert begins_day(date(2026, 3, 10), "America/New_York") == datetime(2026, 3, 10, 4, tzinfo=UTC)
    # Clocks go forward at midnight in Beirut: the day begins at one o'clock.
    first = begins_day(date(2026, 3, 29), "Asia/Beirut").astimezone(ZoneInfo("Asia/Beirut"))
    assert first.date() == date(2026, 3, 29)


@pytest.mark.parametrize("days", [-1, 0, MOST_DAYS + 1])
def test_a_break_has_a_day_to_come_that_is_not_too_far_away(days: int) -> None:
    with pytest.raises(Refused):
        check_pause(NOW.date() + days * DAY, NOW.date())
    check_pause(NOW.date() + MOST_DAYS * DAY, NOW.date())
