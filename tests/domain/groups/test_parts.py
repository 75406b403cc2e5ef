"""From when to when somebody has a part in a cohort: midnights, and gaps in which nobody leads."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.groups.parts import Stretch, end_of, first_gap, first_instant

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def at(days: float) -> datetime:
    return NOW + timedelta(days=days)


@pytest.mark.parametrize(
    ("zone", "day", "begins", "ends"),
    [
        ("UTC", date(2026, 3, 2), "2026-03-02T00:00", "2026-03-03T00:00"),
        ("Europe/London", date(2026, 3, 29), "2026-03-29T00:00", "2026-03-29T23:00"),
        ("America/New_York", date(2026, 11, 1), "2026-11-01T04:00", "2026-11-02T05:00"),
        # There is no midnight on this day: its first minute is one o'clock.
        ("Asia/Beirut", date(2026, 3, 29), "2026-03-28T22:00", "2026-03-29T21:00"),
    ],
)
def test_a_day_begins_and_ends_at_the_midnights_of_the_clinic(
    zone: str, day: date, begins: str, ends: str
) -> None:
    where = ZoneInfo(zone)
    assert first_instant(day, where) == datetime.fromisoformat(begins).replace(tzinfo=UTC)
    assert end_of(day, where) == datetime.fromisoformat(ends).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("stretches", "gap"),
    [
        ([], 0),
        ([(0, None)], None),
        ([(-9, None)], None),
        ([(-9, 5)], 5),
        ([(-9, 5), (5, None)], None),
        ([(-9, 5), (6, None)], 5),
        ([(-9, 5), (3, None)], None),
        ([(1, None)], 0),
        ([(-9, -1)], 0),
        ([(-9, 9), (2, 4), (9, 12)], 12),
        ([(3, 3), (-9, 3)], 3),
    ],
)
def test_the_first_instant_in_which_nobody_leads_is_found(
    stretches: list[tuple[int, int | None]], gap: int | None
) -> None:
    spans = [Stretch(at(a), None if b is None else at(b)) for a, b in stretches]
    assert first_gap(spans, NOW) == (None if gap is None else at(gap))


_SPANS = st.lists(
    st.tuples(st.integers(-20, 40), st.integers(0, 30)).map(
        lambda pair: Stretch(at(pair[0]), at(pair[0] + pair[1]))
    ),
    max_size=8,
)


@given(_SPANS)
def test_a_gap_is_covered_by_none_and_all_before_it_by_one(spans: list[Stretch]) -> None:
    gap = first_gap(spans, NOW)
    assert gap is not None
    assert not any(span.includes(gap) for span in spans)
    hours = int((gap - NOW).total_seconds() // 3600)
    assert all(any(s.includes(NOW + timedelta(hours=h)) for s in spans) for h in range(hours))
