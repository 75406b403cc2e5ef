"""Joining late: what came before is a gap, and everything in it is missed by nobody."""

from datetime import UTC, datetime, timedelta

from clinic.domain.groups.joining import (
    Met,
    gap_before,
    has_just_joined,
    late_window,
    reading_window,
)
from clinic.domain.people.pauses import FIRST_WEEK_BACK, Break

FIRST = datetime(2026, 2, 10, 18, 0, tzinfo=UTC)
WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)
MEETINGS = [Met(FIRST + number * WEEK, FIRST + number * WEEK + 2 * HOUR) for number in range(8)]


def test_who_comes_before_the_end_of_the_first_meeting_is_not_late() -> None:
    assert gap_before(MEETINGS, FIRST - HOUR) is None
    assert gap_before(MEETINGS, FIRST + HOUR) is None
    assert gap_before([], FIRST) is None


def test_the_gap_of_a_late_joiner_holds_the_meetings_before_and_no_other() -> None:
    joined_at = MEETINGS[1].ends_at + HOUR
    gap = gap_before(MEETINGS, joined_at)
    assert gap == Break(FIRST, joined_at, is_joining=True)
    assert [one for one in MEETINGS if gap.holds(one.starts_at)] == MEETINGS[:2]


def test_who_is_entered_when_all_is_over_did_not_join_late() -> None:
    assert gap_before(MEETINGS, MEETINGS[-1].ends_at) is None


def test_the_first_week_is_one_of_catching_up_and_the_second_is_not() -> None:
    gap = gap_before(MEETINGS, MEETINGS[0].ends_at)
    assert gap is not None
    breaks = (gap,)
    assert has_just_joined(breaks, MEETINGS[0].ends_at)
    assert not has_just_joined(breaks, MEETINGS[0].ends_at + FIRST_WEEK_BACK)
    assert not has_just_joined((Break(FIRST, FIRST + HOUR),), FIRST + 2 * HOUR)


def test_a_first_questionnaire_is_open_until_the_next_meeting_and_at_most_a_week() -> None:
    gap = Break(FIRST - WEEK, FIRST, is_joining=True)
    assert late_window(gap, FIRST, FIRST + HOUR).closes_at == FIRST + HOUR
    assert late_window(gap, FIRST, FIRST + 2 * WEEK).closes_at == FIRST + WEEK
    assert late_window(gap, FIRST, None).closes_at == FIRST + WEEK
    assert reading_window(gap, FIRST).closes_at == FIRST + WEEK


def test_who_comes_while_a_meeting_is_under_way_has_not_missed_it() -> None:
    joined_at = MEETINGS[1].starts_at + HOUR
    gap = gap_before(MEETINGS, joined_at)
    assert gap is not None
    assert [one for one in MEETINGS if gap.holds(one.starts_at)] == MEETINGS[:1]
    # What is handed out late closes while nothing counts as missed.
    assert gap.excuses(reading_window(gap, joined_at).closes_at)
