"""When somebody reads, and by when a case is looked at: weekends, closed days, clocks, horizon."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.domain.errors import Refused
from clinic.domain.groups.days_off import days_of
from clinic.domain.safety.reading_hours import (
    ReadingHours,
    check_reading_hours,
    look_by,
    reading_at,
)

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 3, 2)


def hours(
    begins: int = 9,
    ends: int = 17,
    days: Collection[int] = range(1, 6),
    closed: Collection[date] = (),
    zone: ZoneInfo = LONDON,
) -> ReadingHours:
    return ReadingHours(frozenset(days), time(begins), time(ends), zone, frozenset(closed))


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "begins", "ends", "is_now"),
    [
        ("2026-03-02T08:59", "2026-03-02T09:00", "2026-03-02T17:00", False),
        ("2026-03-02T09:00", "2026-03-02T09:00", "2026-03-02T17:00", True),
        ("2026-03-02T16:59", "2026-03-02T09:00", "2026-03-02T17:00", True),
        ("2026-03-02T17:00", "2026-03-03T09:00", "2026-03-03T17:00", False),
        ("2026-03-06T17:00", "2026-03-09T09:00", "2026-03-09T17:00", False),
        ("2026-03-07T12:00", "2026-03-09T09:00", "2026-03-09T17:00", False),
        # The clocks go forward on Sunday the 29th, and back on October 25.
        ("2026-03-28T12:00", "2026-03-30T09:00", "2026-03-30T17:00", False),
        ("2026-10-23T18:00", "2026-10-26T09:00", "2026-10-26T17:00", False),
    ],
)
def test_it_is_read_now_or_from_the_next_hour_of_the_clinic(
    now: str, begins: str, ends: str, is_now: bool
) -> None:
    reading = reading_at(hours(), at(now))
    assert reading is not None
    assert (reading.begins_at, reading.ends_at) == (at(begins), at(ends))
    assert reading.is_now is is_now


def test_on_closed_days_nobody_reads() -> None:
    closed = [MONDAY, MONDAY + timedelta(days=1)]
    reading = reading_at(hours(closed=closed), at("2026-03-02T10:00"))
    assert reading is not None
    assert reading.begins_at == at("2026-03-04T09:00")


def test_a_clinic_that_is_closed_beyond_the_horizon_reads_at_no_time() -> None:
    closed = set(days_of(MONDAY, MONDAY + timedelta(days=800)))
    assert reading_at(hours(closed=closed), at("2026-03-02T10:00")) is None


def test_where_nobody_has_said_when_nobody_reads() -> None:
    assert reading_at(hours(days=()), at("2026-03-02T10:00")) is None


def test_the_clock_is_that_of_the_clinic_and_not_of_the_reader() -> None:
    new_york = ZoneInfo("America/New_York")
    reading = reading_at(hours(zone=new_york), at("2026-03-02T10:00"))
    assert reading is not None
    assert reading.begins_at == at("2026-03-02T09:00", new_york)
    assert not reading.is_now


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_hours_in_the_night_of_the_change_have_the_length_that_passes(day: str) -> None:
    reading = reading_at(hours(0, 4, days=[7]), at(f"{day}T00:00"))
    assert reading is not None
    assert reading.ends_at - reading.begins_at == timedelta(hours=3 if day == "2026-03-29" else 5)


def test_an_hour_that_the_clocks_leave_out_is_no_time_of_reading() -> None:
    reading = reading_at(hours(1, 2, days=[7]), at("2026-03-29T00:30"))
    assert reading is not None
    assert reading.begins_at == at("2026-04-05T01:00")


@pytest.mark.parametrize(
    ("opened", "within", "due"),
    [
        ("2026-03-02T10:00", 4, "2026-03-02T14:00"),
        ("2026-03-02T13:00", 4, "2026-03-02T17:00"),
        ("2026-03-02T15:00", 4, "2026-03-03T11:00"),
        ("2026-03-02T03:00", 4, "2026-03-02T13:00"),
        ("2026-03-06T16:30", 4, "2026-03-09T12:30"),
        ("2026-03-07T12:00", 4, "2026-03-09T13:00"),
        ("2026-03-06T17:00", 1, "2026-03-09T10:00"),
        # The first whole stretch after it came in is the end, however many hours are allowed.
        ("2026-03-02T10:00", 24, "2026-03-03T17:00"),
        ("2026-03-07T12:00", 24, "2026-03-09T17:00"),
        # The clocks change in between.
        ("2026-03-27T16:00", 4, "2026-03-30T12:00"),
        ("2026-10-23T16:00", 4, "2026-10-26T12:00"),
    ],
)
def test_a_case_is_due_after_hours_in_which_is_read(opened: str, within: int, due: str) -> None:
    assert look_by(hours(), at(opened), within) == at(due)


def test_a_deadline_leaves_closed_days_out() -> None:
    closed = [date(2026, 3, 9)]
    assert look_by(hours(closed=closed), at("2026-03-06T16:00"), 4) == at("2026-03-10T12:00")


@pytest.mark.parametrize("days", [(), (1,)])
def test_where_no_reading_is_in_sight_the_clock_counts(days: tuple[int, ...]) -> None:
    closed = set(days_of(MONDAY, MONDAY + timedelta(days=800)))
    opened = at("2026-03-02T10:00")
    assert look_by(hours(days=days, closed=closed), opened, 4) == opened + timedelta(hours=4)


def test_no_deadline_lies_where_nobody_reads() -> None:
    """Staff are held to a time at which they are there, whatever the hour of the cry."""
    for quarter in range(14 * 24 * 4):
        opened = at("2026-03-20T00:00") + timedelta(minutes=15 * quarter)
        for within in (1, 4, 24):
            due = look_by(hours(), opened, within)
            wall = due.astimezone(LONDON)
            assert opened < due
            assert wall.isoweekday() <= 5
            assert time(9) < wall.time() <= time(17)


@pytest.mark.parametrize(
    ("days", "begins", "ends", "field"),
    [
        ("", 9, 17, "reading_days"),
        ("12345", 17, 9, "reading_until"),
        ("1", 9, 9, "reading_until"),
    ],
)
def test_hours_at_which_nobody_would_read_are_refused(
    days: str, begins: int, ends: int, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        check_reading_hours(days, time(begins), time(ends))
    assert caught.value.field == field
