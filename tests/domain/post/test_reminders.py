"""When reminders come: on the clock of the cohort, outside quiet hours, on nights that are odd."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.post.reminders import (
    Preferences,
    Snooze,
    after_quiet,
    homework_reminders,
    measure_reminders,
    next_morning,
    session_reminder,
    snoozed,
)

LONDON = ZoneInfo("Europe/London")
OPENS = datetime(2026, 3, 24, 20, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
"""A week in which the clocks of London go forward, on Sunday the 29th."""


def local(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%a %d %H:%M}"


def test_without_a_chosen_time_there_is_one_reminder_in_the_middle() -> None:
    (one,) = homework_reminders("key", OPENS, CLOSES, LONDON, None)
    assert local(one.due_at) == "Sat 28 10:00"


def test_a_chosen_time_stays_on_the_wall_when_the_clocks_change() -> None:
    found = list(homework_reminders("key", OPENS, CLOSES, LONDON, time(7, 30)))
    assert {local(one.due_at)[-5:] for one in found} == {"07:30"}
    assert [local(one.due_at)[4:6] for one in found] == ["25", "26", "27", "28", "29", "30", "31"]
    assert len({one.occasion for one in found}) == len(found)


def test_a_time_that_the_night_leaves_out_comes_at_the_next_minute_there_is() -> None:
    found = list(homework_reminders("key", OPENS, CLOSES, LONDON, time(1, 30)))
    assert "Sun 29 02:00" in [local(one.due_at) for one in found]


def test_a_questionnaire_is_reminded_of_at_first_and_before_its_end() -> None:
    first, last = measure_reminders("key", OPENS, CLOSES, LONDON)
    assert (local(first.due_at), local(last.due_at)) == ("Wed 25 10:00", "Mon 30 10:00")
    assert len(list(measure_reminders("key", OPENS, OPENS + timedelta(days=2), LONDON))) == 1


def test_a_meeting_that_moves_is_another_occasion_and_back_again_the_same() -> None:
    starts = datetime(2026, 3, 31, 17, 0, tzinfo=UTC)
    before = session_reminder("key", starts, LONDON)
    moved = session_reminder("key", starts + timedelta(days=1), LONDON)
    assert local(before.due_at) == "Mon 30 10:00"
    assert before.occasion != moved.occasion
    assert session_reminder("key", starts, LONDON) == before


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("20:59", "20:59"),
        ("21:00", "08:00"),
        ("23:30", "08:00"),
        ("07:59", "08:00"),
        ("08:00", "08:00"),
    ],
)
def test_what_falls_into_quiet_hours_comes_when_they_end(at: str, allowed: str) -> None:
    asked = datetime.combine(datetime(2026, 3, 28).date(), time.fromisoformat(at), LONDON)  # noqa: DTZ001
    assert local(after_quiet(asked, LONDON, Preferences()))[-5:] == allowed


@settings(max_examples=60)
@given(
    at=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)),  # noqa: DTZ001
    begins=st.times(),
    ends=st.times(),
)
def test_nothing_ever_falls_into_quiet_hours_or_comes_earlier(
    at: datetime, begins: time, ends: time
) -> None:
    asked, chosen = at.replace(tzinfo=UTC), Preferences(quiet_from=begins, quiet_until=ends)
    allowed = after_quiet(asked, LONDON, chosen)
    assert asked <= allowed < asked + timedelta(hours=26)
    assert after_quiet(allowed, LONDON, chosen) - allowed <= timedelta(hours=1)
    assert next_morning(asked, LONDON, chosen) > asked


def test_snoozing_is_an_hour_or_the_same_time_tomorrow() -> None:
    at = datetime(2026, 3, 28, 18, 30, tzinfo=UTC)
    assert snoozed(Snooze.HOUR, at, LONDON) == at + timedelta(hours=1)
    assert local(snoozed(Snooze.TOMORROW, at, LONDON)) == "Sun 29 18:30"
