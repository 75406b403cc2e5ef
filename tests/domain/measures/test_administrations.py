"""Where one asking of a questionnaire stands."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.measures.administrations import (
    OVERDUE_FOR,
    AdministrationState,
    state_of,
)
from clinic.domain.people.pauses import FIRST_WEEK_BACK, Break

OPENS = datetime(2026, 2, 28, 18, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=5)
DAY = timedelta(days=1)
S = AdministrationState


def state(now: datetime, *pauses: Break, **said: bool) -> AdministrationState:
    said = {"is_finished": False, "is_refused": False} | said
    return state_of(OPENS, CLOSES, now, pauses=pauses, **said)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - timedelta(microseconds=1), S.NOT_YET),
        (OPENS, S.DUE),
        (CLOSES - timedelta(microseconds=1), S.DUE),
        (CLOSES, S.OVERDUE),
        (CLOSES + OVERDUE_FOR - timedelta(microseconds=1), S.OVERDUE),
        (CLOSES + OVERDUE_FOR, S.LAPSED),
    ],
)
def test_the_window_says_where_it_stands(now: datetime, expected: S) -> None:
    assert state(now) is expected


@pytest.mark.parametrize("now", [OPENS - DAY, OPENS, CLOSES, CLOSES + 30 * DAY])
def test_what_is_in_or_refused_stays_so_also_when_the_place_is_over(now: datetime) -> None:
    pause = Break(OPENS - 2 * DAY, None)
    assert state(now, pause, is_finished=True, is_over=True) is S.DONE
    assert state(now, pause, is_refused=True, is_over=True) is S.REFUSED
    assert state(now, is_over=True) is S.LAPSED


def test_a_window_that_closed_in_a_pause_is_missed_by_agreement_and_never_overdue() -> None:
    pause = Break(OPENS + DAY, CLOSES + DAY)
    assert state(OPENS + DAY, pause) is S.PAUSED
    assert state(CLOSES + DAY / 2, pause) is S.PAUSED
    assert state(CLOSES + DAY, pause) is S.AGREED
    assert state(CLOSES + 60 * DAY, pause) is S.AGREED


def test_a_pause_that_is_over_before_the_window_closes_leaves_it_due() -> None:
    pause = Break(OPENS - DAY, OPENS + DAY)
    assert state(OPENS, pause) is S.PAUSED
    assert state(OPENS + DAY, pause) is S.DUE
    assert state(CLOSES, pause) is S.AGREED


def test_the_week_after_a_pause_is_gentle_and_later_ones_are_not() -> None:
    for days, expected in ((0, S.AGREED), (1, S.OVERDUE)):
        pause = Break(OPENS - 30 * DAY, CLOSES - FIRST_WEEK_BACK - days * DAY)
        assert state(CLOSES, pause) is expected


def test_what_closed_before_a_pause_is_not_changed_by_it() -> None:
    pause = Break(CLOSES + DAY, None)
    assert state(CLOSES + 2 * DAY, pause) is S.OVERDUE


@given(st.integers(-10_000, 60_000), st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=100)
def test_every_instant_has_a_state_and_only_an_open_window_is_due(
    minutes: int, finished: bool, refused: bool, over: bool
) -> None:
    now = OPENS + timedelta(minutes=minutes)
    found = state(now, is_finished=finished, is_refused=refused, is_over=over)
    assert (found is S.DUE) == (not (finished or refused or over) and OPENS <= now < CLOSES)
