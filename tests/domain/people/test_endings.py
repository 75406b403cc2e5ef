"""When something is due to end: the clocks, what starts them, and the night in which it is done."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.domain.clinic.backups import KEPT_IN_ANY_CASE, gone_by, superfluous
from clinic.domain.people.endings import (
    EndKind,
    PersonStanding,
    PlaceStanding,
    RetentionClocks,
    night_after,
)

NOW = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
CLOCKS = RetentionClocks(12, 6, 3, 12, 12)
OVER = PlaceStanding(is_standing=False, took_part=True)
HERE = PlaceStanding(is_standing=True, took_part=True)
ASKED = PlaceStanding(is_standing=False, took_part=False)


def months_ago(months: int) -> datetime:
    return NOW - timedelta(days=31 * months)


def due(*places: PlaceStanding, ago: int, private: bool = False) -> tuple[EndKind, ...]:
    contacts = (months_ago(40), months_ago(ago))
    return PersonStanding(contacts, places, private).due(CLOCKS, NOW)


def test_the_last_contact_starts_the_clock_of_whoever_took_part() -> None:
    assert due(OVER, ago=11) == ()
    assert due(OVER, ago=13) == (EndKind.RECORD,)


def test_whoever_never_began_has_a_clock_of_her_own() -> None:
    assert due(ASKED, ago=7) == (EndKind.UNBEGUN,)
    assert due(ago=7) == (EndKind.UNBEGUN,)
    assert due(ASKED, OVER, ago=7) == ()


def test_no_clock_of_a_record_runs_while_somebody_has_a_place_or_waits_for_one() -> None:
    assert due(OVER, HERE, ago=30, private=True) == ()


def test_private_words_go_first_and_are_not_named_beside_a_whole_record() -> None:
    assert due(OVER, ago=4, private=True) == (EndKind.PRIVATE,)
    assert due(OVER, ago=4) == ()
    assert due(OVER, ago=13, private=True) == (EndKind.RECORD,)


def test_rows_that_go_by_their_age_go_also_while_she_is_here() -> None:
    old = {EndKind.POST: months_ago(13), EndKind.WAYS_IN: months_ago(11)}
    here = PersonStanding((NOW,), (HERE,), oldest=old)
    assert here.due(CLOCKS, NOW) == (EndKind.POST,)


def test_nothing_is_due_until_the_clinic_has_said_how_long() -> None:
    assert PersonStanding((months_ago(900),), (OVER,)).due(RetentionClocks(), NOW) == ()


def test_months_are_counted_on_the_calendar() -> None:
    clocks = RetentionClocks(keep_record=3)
    before = clocks.due_before(EndKind.RECORD, NOW)
    assert before == datetime(2026, 2, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("granted", "night"),
    [
        (datetime(2026, 5, 4, 12, 0, tzinfo=UTC), datetime(2026, 5, 6, 1, 0, tzinfo=UTC)),
        (datetime(2026, 5, 4, 0, 30, tzinfo=UTC), datetime(2026, 5, 5, 1, 0, tzinfo=UTC)),
        # The night in which summer begins has no three o'clock of the day before.
        (datetime(2026, 3, 27, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_whole_day_is_left_to_take_it_back(granted: datetime, night: datetime) -> None:
    found = night_after(granted, "Europe/Berlin")
    assert found == night
    assert found - granted >= timedelta(days=1)


def test_p4_the_day_that_the_receipt_names_is_the_day_of_the_last_backup_with_her() -> None:
    """With one backup a night by the rule that removes them, and not a day later."""
    ended, days = datetime(2026, 5, 4, 3, 0, tzinfo=UTC), 30
    kept = {ended - timedelta(hours=1) - timedelta(days=day) for day in range(40)}
    for night in range(1, days + 2):
        now = ended - timedelta(hours=1) + timedelta(days=night)
        kept = {*kept, now} - superfluous({*kept, now}, now, days)
        if now < gone_by(ended, days) - timedelta(days=1):
            assert min(kept) < ended
    assert len(kept) > KEPT_IN_ANY_CASE
    assert min(kept) >= ended
