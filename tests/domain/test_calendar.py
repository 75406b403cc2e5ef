"""Moments counted from a group session, and series across the nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.anchors import (
    LONGEST_OFFSET,
    Anchor,
    Offset,
    parse_offset,
    resolve,
    series,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
).map(ZoneInfo)
OFFSETS = st.builds(Offset, st.sampled_from(Anchor), st.integers(-LONGEST_OFFSET, LONGEST_OFFSET))


@given(st.sampled_from(Anchor), st.sampled_from("+-"), st.integers(0, 366), st.sampled_from("mhd"))
def test_an_offset_reads_as_so_many_minutes(
    anchor: Anchor, sign: str, count: int, unit: str
) -> None:
    minutes = count * {"m": 1, "h": 60, "d": 24 * 60}[unit]
    read = parse_offset(f"{anchor.value} {sign} {count}{unit}")
    assert read == Offset(anchor, -minutes if sign == "-" else minutes)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("end", Offset(Anchor.END)),
        ("start - 7d", Offset(Anchor.START, -7 * 24 * 60)),
        ("next start-1h", Offset(Anchor.NEXT_START, -60)),
        (" end + 30m ", Offset(Anchor.END, 30)),
    ],
)
def test_offsets_read_as_they_are_documented(text: str, offset: Offset) -> None:
    assert parse_offset(text) == offset


@pytest.mark.parametrize("text", ["", "middle", "end 3d", "end + 3w", "end + 367d", "end + ٣d"])
def test_an_offset_that_is_none_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_offset(text)


def test_an_offset_resolves_against_the_edge_it_counts_from() -> None:
    starts = datetime(2026, 3, 5, 17, tzinfo=UTC)
    ends, following = starts + timedelta(hours=2), starts + timedelta(days=7)
    assert resolve(Offset(Anchor.END, 30), starts, ends, None) == ends + timedelta(minutes=30)
    assert resolve(Offset(Anchor.NEXT_START, -60), starts, ends, following) == datetime(
        2026, 3, 12, 16, tzinfo=UTC
    )


def test_a_distance_is_time_that_passes_also_when_the_clocks_change() -> None:
    starts = datetime(2026, 3, 29, 12, tzinfo=BERLIN)
    opens = resolve(Offset(Anchor.START, -24 * 60), starts, starts, None)
    assert starts.astimezone(UTC) - opens == timedelta(hours=24)


def test_next_start_without_a_following_session_is_refused() -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC)
    with pytest.raises(ValueError, match="follows"):
        resolve(Offset(Anchor.NEXT_START), now, now, None)


def test_an_instant_without_a_zone_is_refused() -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        resolve(Offset(Anchor.START), now, now, None)


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.times(time(6), time(22)).map(lambda at: at.replace(second=0, microsecond=0)),
    ZONES,
)
def test_a_series_keeps_its_time_on_the_wall(first_on: date, at: time, zone: ZoneInfo) -> None:
    weeks = [-1, 0, 1, 12, 26, 52]
    meetings = series(first_on, at, zone, weeks, 120)
    assert [start.astimezone(zone).time() for start, _ in meetings] == [at] * len(weeks)
    assert [start.astimezone(zone).date() for start, _ in meetings] == [
        first_on + timedelta(weeks=week) for week in weeks
    ]
    assert all(end - start == timedelta(minutes=120) for start, end in meetings)
    assert all(start.tzinfo is UTC for start, _ in meetings)


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_time_that_is_skipped_moves_to_the_next_minute_that_exists(minute: int) -> None:
    [(start, _)] = series(date(2026, 3, 29), time(2, minute), BERLIN, [0], 60)
    assert start.astimezone(BERLIN).replace(tzinfo=None) == datetime.fromisoformat(
        "2026-03-29T03:00"
    )


def test_a_time_that_happens_twice_means_the_first() -> None:
    [(start, _)] = series(date(2026, 10, 25), time(2, 30), BERLIN, [0], 60)
    assert start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_moves_to_the_next_one() -> None:
    [(start, _)] = series(date(2011, 12, 30), time(18), ZoneInfo("Pacific/Apia"), [0], 60)
    assert start == datetime(2011, 12, 30, 10, tzinfo=UTC)
