"""An hour as a person reads it: the clock of the room, or that of the group with hers beside."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.domain.errors import Refused
from clinic.domain.people.clocks import Clock, Hours, as_read, check_zone, clock_name, find_zone

EVENING = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)
BERLIN, NEW_YORK, AUCKLAND = "Europe/Berlin", "America/New_York", "Pacific/Auckland"


def told(clock: Clock, at: datetime = EVENING) -> str:
    def hour(zone: str) -> str:
        return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"

    return as_read(clock, at, Hours(hour, hour, lambda zone: f"another day, {hour(zone)}"), str)


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (Clock.of(BERLIN, None, is_online=False), "18:00"),
        (Clock.of(BERLIN, NEW_YORK, is_online=False), "18:00"),
        (Clock.of(BERLIN, None, is_online=True), "18:00 (Berlin)"),
        (Clock.of(BERLIN, "Europe/Paris", is_online=True), "18:00 (Berlin)"),
        (Clock.of(BERLIN, NEW_YORK, is_online=True), "18:00 (Berlin) · 12:00 for you"),
        (Clock.of(BERLIN, AUCKLAND, is_online=True), "18:00 (Berlin) · another day, 06:00 for you"),
    ],
)
def test_an_hour_as_a_person_reads_it(clock: Clock, words: str) -> None:
    assert told(clock) == words


def test_the_weeks_between_two_changes_of_clocks() -> None:
    clock = Clock.of(BERLIN, NEW_YORK, is_online=True)
    between = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
    assert told(clock, between) == "18:00 (Berlin) · 13:00 for you"
    assert told(clock, datetime(2026, 3, 31, 16, 0, tzinfo=UTC)).endswith("12:00 for you")


def test_today_is_hers() -> None:
    clock = Clock.of(BERLIN, AUCKLAND, is_online=True)
    assert clock.day_of(EVENING) == date(2026, 3, 4)
    assert clock.group_day_of(EVENING) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "UTC−5"),
        ("Asia/Kolkata", "Kolkata"),
    ],
)
def test_a_clock_goes_by_its_city(zone: str, name: str) -> None:
    assert clock_name(zone, EVENING) == name


@pytest.mark.parametrize("written", ["America/New_York", "america/new york", " new_york"])
def test_a_zone_is_found_however_it_is_written(written: str) -> None:
    assert find_zone(written) == NEW_YORK


@pytest.mark.parametrize("written", ["Etc/GMT+5", "../../etc/passwd", "Atlantis", "EST5EDT"])
def test_what_is_no_place_is_refused(written: str) -> None:
    assert find_zone(written) is None
    with pytest.raises(Refused):
        check_zone(written)
