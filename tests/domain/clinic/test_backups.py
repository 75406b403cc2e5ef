"""Which backups are kept, and what their names say."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.domain.clinic.backups import file_name, is_stale, made_at_of, superfluous

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_a_name_says_when_it_was_made() -> None:
    at = datetime(2026, 3, 1, 2, 3, 4, 500, tzinfo=UTC)
    assert file_name(at, "abc") == "hearth-abc-20260301T020304.000500Z.age"
    assert made_at_of(file_name(at, "abc")) == made_at_of(file_name(at, "abc"), "abc") == at
    assert made_at_of(file_name(at, "abc"), "xyz") is None
    assert made_at_of("holiday.age") is made_at_of("hearth-abc-20269901T020304.000500Z.age") is None


def test_one_a_day_stays_and_the_newest_of_it() -> None:
    made = [NOW - timedelta(days=day, hours=hour) for day in range(2, 40) for hour in (0, 5)]
    kept = set(made) - superfluous(made, NOW, 30)
    assert NOW - timedelta(days=3) in kept
    assert NOW - timedelta(days=3, hours=5) not in kept
    assert NOW - timedelta(days=31) not in kept
    assert len(kept) == 30


def test_of_the_last_day_one_an_hour_stays() -> None:
    made = [NOW - timedelta(seconds=second) for second in range(7200)]
    kept = sorted(set(made) - superfluous(made, NOW, 30))
    newest = [NOW - timedelta(seconds=second) for second in (2, 1, 0)]
    assert kept == [NOW - timedelta(hours=1, seconds=1), *newest]


def test_the_newest_always_stay_and_so_does_the_future() -> None:
    old = [NOW - timedelta(days=days) for days in (400, 500, 600, 700)]
    assert superfluous(old, NOW, 30) == {NOW - timedelta(days=700)}
    ahead = [NOW + timedelta(hours=hours) for hours in range(1, 9)]
    assert not superfluous(ahead, NOW, 30)


@pytest.mark.parametrize(
    ("age", "told"),
    [(None, True), (timedelta(hours=47), False), (timedelta(days=2, seconds=1), True)],
)
def test_after_two_nights_somebody_is_told(age: timedelta | None, told: bool) -> None:
    assert is_stale(None if age is None else NOW - age, NOW) is told
