"""R9: no meeting is shifted by any change of clocks from 2026 to 2030, in six zones."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.domain.anchors import Anchor, Offset, instant_meant, resolve, series, wall_of

ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Sydney",
    "Australia/Lord_Howe",
)
TIMES = (time(0, 30), time(1, 30), time(2, 15), time(9), time(18), time(23, 30))
INSTANTS = 500


def changes(zone: ZoneInfo) -> list[date]:
    """Give every day from 2026 to 2030 on which the clocks are changed."""
    days = (date(2026, 1, 1) + timedelta(days=count) for count in range(5 * 365 + 1))
    noon = {day: datetime.combine(day, time(12), zone).utcoffset() for day in days}
    return [day for day in noon if noon.get(day - timedelta(days=1), noon[day]) != noon[day]]


def is_there(day: date, at: time, zone: ZoneInfo) -> bool:
    """Say whether a clock shows this time on that day at all."""
    wall = datetime.combine(day, at, zone)
    return wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)


@pytest.mark.parametrize("name", ZONES)
def test_r9_no_meeting_is_shifted_by_a_change_of_clocks(name: str) -> None:
    zone = ZoneInfo(name)
    found = changes(zone)
    assert len(found) == 10, "two a year"
    for changed_on in found:
        for at in TIMES:
            meetings = series(changed_on - timedelta(weeks=4), at, zone, range(9), 90)
            for week, (start, end) in enumerate(meetings):
                day = changed_on + timedelta(weeks=week - 4)
                shown = start.astimezone(zone)
                assert shown.date() == day
                assert shown.time() == at or not is_there(day, at, zone)
                assert end - start == timedelta(minutes=90)
                assert instant_meant(wall_of(start, zone), zone) == start


@pytest.mark.parametrize("name", ZONES)
def test_r9_what_is_tied_to_a_meeting_keeps_its_distance_at_any_instant(name: str) -> None:
    chance = random.Random(name)  # noqa: S311 - the same instants at every run
    zone = ZoneInfo(name)
    for _ in range(INSTANTS):
        start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(2_600_000))
        minutes = chance.randrange(-20_000, 20_000)
        found = resolve(
            Offset(Anchor.START, minutes), start.astimezone(zone), start + timedelta(hours=2), None
        )
        assert found - start == timedelta(minutes=minutes)
