"""A calendar says what it was told, whatever that was, and in the form that apps want."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from clinic.calendars import write_calendar
from clinic.domain.post.calendar_events import SIGN_IN_FOR_VIDEO, Entry, OwnCalendar
from tests.calendars.entries import AT, entry
from tests.calendars.reader import moment_of

HOSTILE = [
    "Tuesdays, late; room\\2",
    "Tea 🫖 and 👩‍👩‍👧",
    "שלום, ימי שלישי",
    "line\nBEGIN:VEVENT\r\nSUMMARY:another",
    "é" * 60,
    "x" * 500,
    'a "quoted" name: of %s {0} %(title)s',
]


def written(*entries: Entry, link: str = "https://hearth.example.org") -> bytes:
    return write_calendar(OwnCalendar("Riverside", link, entries), AT)


def events(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).events


@pytest.mark.parametrize("text", HOSTILE)
def test_any_name_comes_back_as_it_was_on_one_line_and_begins_no_entry(text: str) -> None:
    content = written(entry(text, place=text))
    (event,) = events(content)
    plain = " ".join(text.split())
    assert (event["SUMMARY"], event["LOCATION"]) == (plain, plain)
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert content.endswith(b"\r\n")
    assert all(line.decode() for line in lines[:-1]), "no sign is cut in two"


def test_six_in_the_evening_stays_six_in_the_evening_when_clocks_change() -> None:
    evenings = [
        datetime(2026, month, day, 18, tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
        for month, day in ((3, 24), (3, 31), (10, 20), (10, 27))
    ]
    content = written(*(entry(at=at, uid=str(at)) for at in evenings))
    read = events(content)
    assert {moment_of(event).hour for event in read} == {18}
    assert [moment_of(event).astimezone(UTC) for event in read] == evenings
    zones = icalendar.Calendar.from_ical(content).timezones
    assert [zone.tz_name for zone in zones] == ["Europe/London"]
    # The zone that is written along says the same as the one that this machine knows.
    told = zones[0].to_tz(lookup_tzid=False)
    assert [at.astimezone(told).hour for at in evenings] == [18] * 4


def test_each_zone_is_written_once() -> None:
    content = written(entry(uid="a"), entry(uid="b"), entry(uid="c", zone="Asia/Kathmandu"))
    zones = icalendar.Calendar.from_ical(content).timezones
    assert sorted(str(zone.tz_name) for zone in zones) == ["Asia/Kathmandu", "Europe/London"]


def test_an_entry_says_which_it_is_how_often_it_changed_and_when() -> None:
    (event,) = events(written(entry(uid="abc")))
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("abc", 3, "CONFIRMED")
    assert moment_of(event, "LAST-MODIFIED") == AT.replace(microsecond=0)
    assert moment_of(event, "DTSTAMP") == AT.replace(microsecond=0)
    assert event["CLASS"] == "PRIVATE"
    assert not {"ORGANIZER", "ATTENDEE", "RRULE", "X-ALT-DESC"} & set(event)


def test_a_cancelled_meeting_says_so_also_where_an_app_shows_no_status() -> None:
    (event,) = events(written(entry(is_cancelled=True)))
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "Tuesdays (canceled)")


def test_the_link_to_the_sign_in_stands_only_where_something_waits_behind_it() -> None:
    plain, video = events(written(entry(), entry(uid="b", notes=(SIGN_IN_FOR_VIDEO,))))
    assert "DESCRIPTION" not in plain
    assert video["DESCRIPTION"] == f"{SIGN_IN_FOR_VIDEO}\nhttps://hearth.example.org"


def test_an_empty_calendar_is_a_calendar() -> None:
    calendar = icalendar.Calendar.from_ical(written())
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert calendar.calendar_name == "Riverside"
    assert (calendar.events, calendar.timezones) == ([], [])


def test_a_calendar_asks_to_be_looked_at_a_few_times_a_day() -> None:
    content = written(entry())
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT4H\r\n" in content
