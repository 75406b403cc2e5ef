"""Writing down practice: what counts, what is refused, and who may read a note."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.domain.errors import Refused
from clinic.domain.risk import RiskKind
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.homework import exercise_of, sheet_of

TODAY = NOW.date()


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)


def entries(db: Db) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(PracticeEntry)) or 0


def test_a_note_is_private_unless_it_is_shared(db: Db, cast: Cast, mia: Actor) -> None:
    row = exercise_of(db, cast)
    kept = log_practice(db, mia, row, Practice(practiced_on=TODAY, minutes=5, note="mine"))
    told = log_practice(
        db, mia, row, Practice(practiced_on=TODAY, minutes=5, note="ours", is_note_shared=True)
    )
    assert read_sealed(db.keys, kept, "private_note") == "mine"
    assert kept.shared_note is None
    assert read_sealed(db.keys, told, "shared_note") == "ours"
    assert told.private_note is None


def test_a_note_is_sealed_in_the_table(db: Db, cast: Cast, mia: Actor) -> None:
    practice = Practice(practiced_on=TODAY, minutes=5, note="grandmother")
    entry = log_practice(db, mia, exercise_of(db, cast), practice)
    assert "grandmother" not in str(entry.private_note)


def test_feeling_worse_opens_a_case_for_the_facilitators(db: Db, cast: Cast, mia: Actor) -> None:
    practice = Practice(practiced_on=TODAY, minutes=3, felt_worse=True)
    log_practice(db, mia, exercise_of(db, cast), practice)
    case = db.scalars(select(RiskCase)).one()
    assert case.kind is RiskKind.FELT_WORSE
    assert case.enrollment_id == cast.enrollments["mia"].id
    assert case.due_at == NOW + timedelta(hours=4)


def test_the_same_form_sent_twice_is_one_practice(db: Db, cast: Cast, mia: Actor) -> None:
    row = exercise_of(db, cast)
    practice = Practice(practiced_on=TODAY, minutes=5)
    first = log_practice(db, mia.under("a-key-of-a-form-1"), row, practice)
    second = log_practice(db, mia.under("a-key-of-a-form-1"), row, practice)
    assert first.id == second.id
    assert entries(db) == 1


@pytest.mark.parametrize(
    ("practice", "words"),
    [
        (Practice(practiced_on=TODAY + timedelta(days=1), minutes=5), "still to come"),
        (Practice(practiced_on=TODAY - timedelta(days=2), minutes=5), "before you were given"),
        (Practice(practiced_on=TODAY, minutes=601), "from 0 to 600"),
        (Practice(practiced_on=TODAY, minutes=-1), "from 0 to 600"),
        (Practice(practiced_on=TODAY, minutes=5, before=11), "from 0 to 10"),
        (Practice(practiced_on=TODAY, minutes=5, after=-1), "from 0 to 10"),
        (Practice(practiced_on=TODAY, minutes=5, note="a" * 5001), "longer than the 5000"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    db: Db, cast: Cast, mia: Actor, practice: Practice, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        log_practice(db, mia, exercise_of(db, cast), practice)
    assert entries(db) == 0


def test_a_day_more_than_two_weeks_back_is_refused_on_a_phone_and_taken_from_paper(
    db: Db, cast: Cast, mia: Actor
) -> None:
    row = exercise_of(db, cast)
    later = Actor(mia.account_id, NOW + timedelta(days=15), Role.CLIENT)
    practice = Practice(practiced_on=TODAY, minutes=5)
    with pytest.raises(Refused, match="more than 14 days ago"):
        log_practice(db, later, row, practice)
    assert log_practice(db, later, row, practice, Medium.PAPER).medium is Medium.PAPER


def test_practice_after_the_window_is_refused(db: Db, cast: Cast, mia: Actor) -> None:
    later = Actor(mia.account_id, NOW + timedelta(days=10), Role.CLIENT)
    practice = Practice(practiced_on=TODAY + timedelta(days=9), minutes=5)
    with pytest.raises(Refused, match="after the time for this practice"):
        log_practice(db, later, exercise_of(db, cast), practice)


def test_nothing_is_written_down_during_a_pause(db: Db, cast: Cast, mia: Actor) -> None:
    change_status(db, mia, cast.enrollments["mia"], EnrollmentStatus.PAUSED, None)
    with pytest.raises(Refused, match="paused"):
        log_practice(db, mia, exercise_of(db, cast), Practice(practiced_on=TODAY, minutes=5))


def test_a_sheet_is_no_practice(db: Db, cast: Cast, mia: Actor) -> None:
    with pytest.raises(Refused, match="filled in, not logged"):
        log_practice(db, mia, sheet_of(db, cast), Practice(practiced_on=TODAY, minutes=5))
