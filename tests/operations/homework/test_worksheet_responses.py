"""Keeping the answers of a sheet: sealed, checked, and never overwritten unseen."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.sheet_answers import SentSheet
from clinic.domain.merging import Clash
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.homework.worksheets import WrongAnswers, finish_response, save_response
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.homework import exercise_of, sheet_of
from tests.sheets import finish, save


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)


def responses(db: Db) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(WorksheetResponse)) or 0


def test_answers_are_sealed_and_counted(db: Db, cast: Cast, mia: Actor) -> None:
    answers = {"hopes": "Rest", "goals": [{"goal": "Sleep"}]}
    row = save(db, mia, sheet_of(db, cast), answers, 0, Medium.PORTAL)
    assert row.answered == 2
    assert "Rest" not in str(row.answers)
    assert "Rest" in str(read_sealed(db.keys, row, "answers"))


def test_an_earlier_version_is_stale_and_what_stands_stays(db: Db, cast: Cast, mia: Actor) -> None:
    sheet = sheet_of(db, cast)
    first = save(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    opened = first.version
    save(db, mia, sheet, {"hopes": "two"}, opened, Medium.PORTAL)
    with pytest.raises(Stale):
        save(db, mia, sheet, {"hopes": "three"}, opened, Medium.PORTAL)
    row = db.scalars(select(WorksheetResponse)).one()
    assert read_sealed(db.keys, row, "answers") == '{"hopes": "two"}'


def test_a_second_first_save_is_stale(db: Db, cast: Cast, mia: Actor) -> None:
    sheet = sheet_of(db, cast)
    save(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    with pytest.raises(Stale):
        save(db, mia, sheet, {"hopes": "two"}, 0, Medium.PORTAL)
    assert responses(db) == 1


def test_the_same_answers_again_change_nothing_whatever_the_version(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast)
    first = save(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    version = first.version
    again = save(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    assert again.version == version


@pytest.mark.parametrize(
    "answers",
    [{"nobody": "asked"}, {"hopes": True}, {"goals": [{"wish": "x"}]}, {"goals": 7}],
)
def test_what_is_no_answer_of_the_sheet_at_all_is_named_and_not_kept(
    db: Db, cast: Cast, mia: Actor, answers: dict[str, object]
) -> None:
    with pytest.raises(WrongAnswers) as caught:
        save(db, mia, sheet_of(db, cast), answers, 0, Medium.PORTAL)
    assert caught.value.faults
    assert responses(db) == 0


def test_one_odd_character_keeps_nothing_else_from_being_kept(
    db: Db, cast: Cast, mia: Actor
) -> None:
    steps = [{"step": "Wave", "expected": "about 40", "actual": "62,5"}, {"step": "Call"}]
    written = SentSheet({"steps": steps}, 0)
    kept = finish_response(db, mia, sheet_of(db, cast, code="W22"), written, Medium.PORTAL)
    assert [(fault.key, fault.typed) for fault in kept.faults] == [
        ("steps.0.expected", "about 40"),
        ("steps.0.actual", "62,5"),
    ]
    assert kept.answers["steps"] == [
        {"step": "Wave", "done": False},
        {"step": "Call", "done": False},
    ]
    assert json.loads(read_sealed(db.keys, kept.response, "unread") or "") == {
        "steps.0.expected": "about 40",
        "steps.0.actual": "62,5",
    }
    assert kept.response.finished_at is None


def test_words_may_stand_where_somebody_wants_them_to(db: Db, cast: Cast, mia: Actor) -> None:
    sheet = sheet_of(db, cast, code="W22")
    written = SentSheet({"steps": [{"step": "Wave", "expected": "about 40"}]}, 0)
    kept = finish_response(db, mia, sheet, written, Medium.PORTAL, as_it_stands=True)
    assert kept.response.finished_at == NOW
    mended = SentSheet({"steps": [{"step": "Wave", "expected": "40"}]}, kept.response.version)
    again = finish_response(db, mia, sheet, mended, Medium.PORTAL)
    assert again.is_whole
    assert again.response.unread is None


def test_two_pages_of_a_sheet_are_laid_together(db: Db, cast: Cast, mia: Actor) -> None:
    sheet = sheet_of(db, cast)
    base = {"hopes": "one", "goals": [{"goal": "Sleep"}]}
    opened = save(db, mia, sheet, base, 0, Medium.PORTAL).version
    save(db, mia, sheet, {**base, "hopes": "two"}, opened, Medium.PORTAL)
    mine = {"hopes": "one", "goals": [{"goal": "Sleep", "sign": "Tea"}]}
    kept = save_response(db, mia, sheet, SentSheet(mine, opened, base), Medium.PORTAL)
    assert kept.is_whole
    assert kept.answers == {"hopes": "two", "goals": [{"goal": "Sleep", "sign": "Tea"}]}


def test_what_both_pages_changed_stands_as_it_was_kept_and_is_told(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast)
    opened = save(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL).version
    save(db, mia, sheet, {"hopes": "two"}, opened, Medium.PORTAL)
    mine = SentSheet({"hopes": "three", "goals": [{"goal": "Sleep"}]}, opened, {"hopes": "one"})
    kept = finish_response(db, mia, sheet, mine, Medium.PORTAL, as_it_stands=True)
    assert kept.clashes == (Clash("hopes", "three", "two"),)
    assert kept.answers == {"hopes": "two", "goals": [{"goal": "Sleep"}]}
    assert kept.response.finished_at is None


def test_a_finished_sheet_may_be_changed_until_its_window_closes(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast)
    done = finish(db, mia, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    assert done.finished_at == NOW
    save(db, mia, sheet, {"hopes": "two"}, done.version, Medium.PORTAL)
    late = Actor(mia.account_id, sheet.closes_at + timedelta(days=2), Role.CLIENT)
    with pytest.raises(Refused, match="closed now"):
        save(db, late, sheet, {"hopes": "three"}, None, Medium.PORTAL)
    row = db.scalars(select(WorksheetResponse)).one()
    assert row.finished_at == NOW
    assert read_sealed(db.keys, row, "answers") == '{"hopes": "two"}'


def test_paper_is_typed_in_after_the_window_and_during_a_pause(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast)
    change_status(db, mia, cast.enrollments["mia"], EnrollmentStatus.PAUSED, None)
    late = Actor(cast.accounts["theresa"].id, NOW + timedelta(days=9), Role.THERAPIST)
    row = finish(db, late, sheet, {"hopes": "one"}, None, Medium.PAPER)
    assert row.medium is Medium.PAPER
    with pytest.raises(Refused, match="paused"):
        save(db, mia, sheet, {"hopes": "two"}, None, Medium.PORTAL)


def test_a_practice_has_no_answers(db: Db, cast: Cast, mia: Actor) -> None:
    with pytest.raises(Refused, match="not a sheet"):
        save(db, mia, exercise_of(db, cast), {}, 0, Medium.PORTAL)
