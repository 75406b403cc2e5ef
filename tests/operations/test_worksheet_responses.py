"""Keeping the answers of a sheet: sealed, checked, and never overwritten unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.domain.errors import Refused, Stale
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.enrollments import change_status
from clinic.operations.worksheets import WrongAnswers, finish_response, save_response
from tests.cast import NOW, Cast
from tests.homework import exercise_of, sheet_of


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)


def responses(db: Db) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(WorksheetResponse)) or 0


def test_answers_are_sealed_and_counted(db: Db, cast: Cast, mia: Actor) -> None:
    answers = {"hopes": "Rest", "goals": [{"goal": "Sleep"}]}
    row = save_response(db, mia, sheet_of(db, cast), answers, 0, Medium.PORTAL)
    assert row.answered == 2
    assert "Rest" not in str(row.answers)
    assert "Rest" in str(read_sealed(db.keys, row, "answers"))


def test_an_earlier_version_is_stale_and_what_stands_stays(db: Db, cast: Cast, mia: Actor) -> None:
    sheet = sheet_of(db, cast)
    first = save_response(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    opened = first.version
    save_response(db, mia, sheet, {"hopes": "two"}, opened, Medium.PORTAL)
    with pytest.raises(Stale):
        save_response(db, mia, sheet, {"hopes": "three"}, opened, Medium.PORTAL)
    row = db.scalars(select(WorksheetResponse)).one()
    assert read_sealed(db.keys, row, "answers") == '{"hopes": "two"}'


def test_a_second_first_save_is_stale(db: Db, cast: Cast, mia: Actor) -> None:
    sheet = sheet_of(db, cast)
    save_response(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    with pytest.raises(Stale):
        save_response(db, mia, sheet, {"hopes": "two"}, 0, Medium.PORTAL)
    assert responses(db) == 1


def test_the_same_answers_again_change_nothing_whatever_the_version(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast)
    first = save_response(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    version = first.version
    again = save_response(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    assert again.version == version


@pytest.mark.parametrize(
    "answers",
    [{"nobody": "asked"}, {"hopes": 5}, {"goals": [{"wish": "x"}]}, {"hopes": "a" * 20_001}],
)
def test_answers_that_the_sheet_cannot_hold_are_named_and_not_kept(
    db: Db, cast: Cast, mia: Actor, answers: dict[str, object]
) -> None:
    with pytest.raises(WrongAnswers) as caught:
        save_response(db, mia, sheet_of(db, cast), answers, 0, Medium.PORTAL)
    assert caught.value.faults
    assert responses(db) == 0


def test_a_finished_sheet_may_be_changed_until_its_window_closes(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast)
    done = finish_response(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    assert done.finished_at == NOW
    save_response(db, mia, sheet, {"hopes": "two"}, done.version, Medium.PORTAL)
    late = Actor(mia.account_id, sheet.closes_at, Role.CLIENT)
    with pytest.raises(Refused, match="closed now"):
        save_response(db, late, sheet, {"hopes": "three"}, None, Medium.PORTAL)
    row = db.scalars(select(WorksheetResponse)).one()
    assert row.finished_at == NOW
    assert read_sealed(db.keys, row, "answers") == '{"hopes": "two"}'


def test_paper_is_typed_in_after_the_window_and_during_a_pause(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast)
    change_status(db, mia, cast.enrollments["mia"], EnrollmentStatus.PAUSED, None)
    late = Actor(cast.accounts["theresa"].id, NOW + timedelta(days=9), Role.THERAPIST)
    row = finish_response(db, late, sheet, {"hopes": "one"}, None, Medium.PAPER)
    assert row.medium is Medium.PAPER
    with pytest.raises(Refused, match="paused"):
        save_response(db, mia, sheet, {"hopes": "two"}, None, Medium.PORTAL)


def test_a_practice_has_no_answers(db: Db, cast: Cast, mia: Actor) -> None:
    with pytest.raises(Refused, match="not a sheet"):
        save_response(db, mia, exercise_of(db, cast), {}, 0, Medium.PORTAL)
