"""Leaving: the window of the last questions, and the steps that a place may take."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.anchors import resolve
from clinic.domain.enrollments import STEPS, EnrollmentStatus, check_step
from clinic.domain.errors import Refused
from clinic.domain.people.departures import EXIT_DAYS, exit_window, may_still_answer

LAST = datetime(2026, 2, 24, 20, 0, tzinfo=UTC)
S = EnrollmentStatus


@given(
    st.integers(0, 90 * 24 * 3600), st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland"])
)
@settings(max_examples=100)
def test_the_last_questions_are_open_now_and_all_of_the_last_day(seconds: int, zone: str) -> None:
    now = LAST + timedelta(seconds=seconds)
    window = exit_window(LAST, now, zone)
    opens, closes = (resolve(offset, LAST - timedelta(hours=2), LAST, None) for offset in window)
    assert opens <= now < closes
    last = closes.astimezone(ZoneInfo(zone))
    assert last.date() == now.astimezone(ZoneInfo(zone)).date() + timedelta(days=EXIT_DAYS)
    assert (last.hour, last.minute) == (23, 59)


def test_only_what_is_asked_at_the_end_may_be_answered_after_leaving() -> None:
    until = LAST + timedelta(days=14)
    assert may_still_answer(until, "post", LAST)
    assert not may_still_answer(until, "week-3", LAST)
    assert not may_still_answer(until, "post", until)
    assert not may_still_answer(None, "post", LAST)


@pytest.mark.parametrize(("before", "after"), list(product(EnrollmentStatus, repeat=2)))
def test_every_step_is_allowed_by_the_table_or_refused_in_words(before: S, after: S) -> None:
    if before is after or after in STEPS[before]:
        check_step(before, after)
        return
    with pytest.raises(Refused) as refused:
        check_step(before, after)
    assert refused.value.field == "status"
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (S.WAITLISTED, S.ENROLLED, "Give it from the waiting list"),
        (S.SCREENED, S.PAUSED, "Give it from the waiting list"),
        (S.WAITLISTED, S.WITHDRAWN, "Take the person off the list"),
        (S.WITHDRAWN, S.PAUSED, "Give the place back first"),
        (S.ENROLLED, S.WAITLISTED, "cannot go back to waiting"),
    ],
)
def test_a_refusal_says_what_to_do_instead(before: S, after: S, words: str) -> None:
    with pytest.raises(Refused, match=words):
        check_step(before, after)
