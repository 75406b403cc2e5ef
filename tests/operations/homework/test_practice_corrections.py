"""A line of one's own log that is mended: what stood is kept, and its case says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused, Stale
from clinic.models.practice import PracticeCorrection, PracticeEntry
from clinic.models.risk import RiskAction, RiskCase
from clinic.models.sealed import read_sealed
from clinic.operations.homework.practice import (
    Practice,
    correct_practice,
    log_practice,
    take_back_ticks,
)
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.homework import exercise_of

SAID = Practice(practiced_on=NOW.date(), minutes=50, before=6, after=3, note="mine")


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)


def mend(db: Db, mia: Actor, entry: PracticeEntry, practice: Practice, seen: int = 0) -> None:
    correct_practice(db, mia, entry, practice, seen, has_note=True)


def stood(db: Db) -> list[PracticeCorrection]:
    return list(db.scalars(select(PracticeCorrection).order_by(PracticeCorrection.id)))


def ways(db: Db) -> list[str]:
    return list(db.scalars(select(RiskAction.way).order_by(RiskAction.id)))


def test_figures_are_mended_and_what_stood_is_kept(db: Db, cast: Cast, mia: Actor) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), SAID)
    mend(db, mia, entry, replace(SAID, minutes=5, after=None, has_stepped_down=True, note="new"))
    assert (entry.minutes, entry.before, entry.after, entry.has_stepped_down) == (5, 6, None, True)
    assert read_sealed(db.keys, entry, "private_note") == "new"
    (before,) = stood(db)
    assert (before.minutes, before.after, before.has_stepped_down) == (50, 3, False)
    assert (before.account_id, before.corrected_at) == (mia.account_id, NOW)
    assert before.shared_note is None


def test_a_note_that_others_could_read_is_kept_with_it(db: Db, cast: Cast, mia: Actor) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), replace(SAID, is_note_shared=True))
    mend(db, mia, entry, replace(SAID, note="now my own"))
    assert read_sealed(db.keys, stood(db)[0], "shared_note") == "mine"
    assert entry.shared_note is None
    assert read_sealed(db.keys, entry, "private_note") == "now my own"


def test_a_page_on_which_nothing_was_changed_is_no_correction(
    db: Db, cast: Cast, mia: Actor
) -> None:
    said = replace(SAID, felt_worse=True)
    entry = log_practice(db, mia, exercise_of(db, cast), said)
    mend(db, mia, entry, replace(said, note=" mine "))
    assert stood(db) == []
    assert ways(db) == []
    mend(db, mia, entry, replace(said, is_note_shared=True))
    assert read_sealed(db.keys, entry, "shared_note") == "mine"
    assert len(stood(db)) == 1


def test_felt_worse_added_later_is_heard(db: Db, cast: Cast, mia: Actor) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), SAID)
    mend(db, mia, entry, replace(SAID, felt_worse=True))
    assert db.scalars(select(RiskCase)).one().practice_entry_id == entry.id


def test_felt_worse_taken_back_leaves_the_case_open_and_says_so(
    db: Db, cast: Cast, mia: Actor
) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), replace(SAID, felt_worse=True))
    mend(db, mia, entry, replace(SAID, minutes=4))
    case = db.scalars(select(RiskCase)).one()
    assert (case.closed_at, case.taken_back_at) == (None, NOW)
    mend(db, mia, entry, replace(SAID, felt_worse=True), seen=1)
    assert case.taken_back_at is None
    assert ways(db) == ["taken-back", "said-again"]
    assert [one.felt_worse for one in stood(db)] == [True, False]


def test_another_figure_says_nothing_new_about_a_case(db: Db, cast: Cast, mia: Actor) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), replace(SAID, felt_worse=True))
    mend(db, mia, entry, replace(SAID, felt_worse=True, minutes=4))
    assert db.scalars(select(RiskCase)).one().taken_back_at is None
    assert ways(db) == []


def test_a_tick_taken_back_by_its_button_is_a_correction_too(
    db: Db, cast: Cast, mia: Actor
) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), replace(SAID, felt_worse=True))
    take_back_ticks(db, mia, entry)
    assert [one.felt_worse for one in stood(db)] == [True]


def test_an_older_page_mends_nothing(db: Db, cast: Cast, mia: Actor) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), SAID)
    mend(db, mia, entry, replace(SAID, minutes=5))
    with pytest.raises(Stale, match="another window"):
        mend(db, mia, entry, replace(SAID, minutes=6))
    assert entry.minutes == 5


def test_only_another_day_is_held_to_the_days_of_the_practice(
    db: Db, cast: Cast, mia: Actor
) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), SAID)
    later = replace(mia, at=NOW + timedelta(days=60))
    mend(db, later, entry, replace(SAID, minutes=5))
    with pytest.raises(Refused, match="days ago"):
        mend(db, later, entry, replace(SAID, practiced_on=NOW.date() - timedelta(days=1)), 1)
    with pytest.raises(Refused, match="still to come"):
        mend(db, mia, entry, replace(SAID, practiced_on=NOW.date() + timedelta(days=1)), 1)


@pytest.mark.parametrize(
    ("status", "may"), [(EnrollmentStatus.PAUSED, True), (EnrollmentStatus.WITHDRAWN, False)]
)
def test_a_break_keeps_nobody_from_it(
    db: Db, cast: Cast, mia: Actor, status: EnrollmentStatus, may: bool
) -> None:
    entry = log_practice(db, mia, exercise_of(db, cast), SAID)
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    change_status(db, theresa, cast.enrollments["mia"], status, "so it is")
    if may:
        mend(db, mia, entry, replace(SAID, minutes=5))
        assert entry.minutes == 5
    else:
        with pytest.raises(Refused, match="over"):
            mend(db, mia, entry, replace(SAID, minutes=5))
