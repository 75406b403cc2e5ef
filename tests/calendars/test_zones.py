"""The zones that we send are read by a calendar that knows no others, and say what clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from clinic.calendars import write_calendar
from clinic.domain.post.calendar_events import Entry, OwnCalendar
from tests.calendars.entries import entry
from tests.calendars.reader import instants_of, moment_of, zones_of

AT = datetime(2026, 2, 25, 12, tzinfo=UTC)
ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Edmonton",
    "America/Havana",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Vancouver",
    "America/Winnipeg",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
]


def tuesdays(key: str, year: int, count: int = 110) -> list[Entry]:
    """Six in the evening for two years, as the wall has it."""
    zone = ZoneInfo(key)
    evenings = [
        datetime(year, 1, 6, 18, tzinfo=zone) + timedelta(weeks=week) for week in range(count)
    ]
    return [entry(at=at.astimezone(UTC), uid=str(at), zone=key) for at in evenings]


def written(entries: list[Entry]) -> bytes:
    return write_calendar(OwnCalendar("Riverside", "", tuple(entries)), AT)


@pytest.mark.parametrize("year", [2010, 2018, 2021, 2026, 2030])
@pytest.mark.parametrize("key", ZONES)
def test_every_meeting_is_read_at_its_very_instant(key: str, year: int) -> None:
    entries = tuesdays(key, year)
    content = written(entries)
    assert instants_of(content) == [each.starts_at for each in entries]


@pytest.mark.parametrize("key", ZONES)
def test_icalendar_reads_the_same_from_them(key: str) -> None:
    entries = tuesdays(key, 2026, 20)
    read = icalendar.Calendar.from_ical(written(entries))
    told = read.timezones[0].to_tz(lookup_tzid=False)
    walls = [moment_of(event).replace(tzinfo=None) for event in read.events]
    assert [each.starts_at.astimezone(told).replace(tzinfo=None) for each in entries] == walls


def test_summer_begins_at_the_hour_of_the_clock_before() -> None:
    parts = zones_of(written(tuesdays("Europe/Berlin", 2026)))["Europe/Berlin"]
    (part,) = [one for one in parts if one.is_summer and one.rule]
    assert part.starts.isoformat() == "2025-03-30T02:00:00"
    assert part.rule == "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"


def test_the_hour_ahead_is_daylight_time_whatever_a_law_calls_it() -> None:
    for key in ("Europe/Dublin", "Africa/Casablanca"):
        parts = zones_of(written(tuesdays(key, 2025)))[key]
        ahead = [part for part in parts if part.after > part.before]
        assert ahead
        assert all(part.is_summer for part in ahead)


def test_a_meeting_in_an_hour_that_comes_twice_is_written_in_utc() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert second.astimezone(ZoneInfo("Europe/London")).fold
    content = written([entry(at=second)])
    assert b"DTSTART:20261025T013000Z" in content
    assert instants_of(content) == [second]
