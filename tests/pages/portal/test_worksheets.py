"""Sheets on a phone: saved while they are written, with scripts and without."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.models.worksheets import WorksheetResponse
from tests.cast import Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import exercise_of, sheet_of

As = Callable[[str], Person]


@pytest.fixture
def key(db: Db, cast: Cast) -> str:
    return sheet_of(db, cast).public_id


def responses(db: Db) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(WorksheetResponse)) or 0


def test_answers_are_saved_as_they_are_written(as_: As, key: str) -> None:
    mia = as_("mia")
    body = {"answers": {"hopes": "Rest", "goals": [{"goal": "Sleep"}]}, "version": 0}
    first = mia.put_json("portal.worksheets.save", body, assignment_id=key)
    assert first.status == 200
    assert first.json["answered"] == 2
    body = {"answers": {"hopes": "Rest more"}, "version": first.json["version"]}
    assert mia.put_json("portal.worksheets.save", body, assignment_id=key).status == 200
    assert "Rest more" in mia.get("portal.worksheets.edit", assignment_id=key).html


def test_a_later_save_in_another_window_is_told_and_nothing_is_lost(as_: As, key: str) -> None:
    mia = as_("mia")
    mia.put_json(
        "portal.worksheets.save", {"answers": {"hopes": "one"}, "version": 0}, assignment_id=key
    )
    stale = {"answers": {"hopes": "two"}, "version": 0}
    answer = mia.put_json("portal.worksheets.save", stale, assignment_id=key)
    assert answer.status == 409
    assert "saved later in another window" in answer.json["message"]
    whole = mia.post(
        "portal.worksheets.finish", {"hopes": "two", "version": "0"}, assignment_id=key
    )
    assert whole.status == 409
    assert "two" in whole.areas
    assert "one" in mia.get("portal.worksheets.edit", assignment_id=key).areas


@pytest.mark.parametrize(
    "body",
    [
        {"answers": {"hopes": True}, "version": 0},
        {"answers": {"nobody": "asked"}, "version": 0},
        {"answers": [], "version": 0},
        {"answers": {}, "version": "0"},
        {"answers": {}, "version": True},
        {"answers": {}},
        {"version": 0},
        [],
        None,
    ],
)
def test_a_body_that_is_no_answer_is_refused(as_: As, db: Db, key: str, body: object) -> None:
    answer = as_("mia").put_json("portal.worksheets.save", body, assignment_id=key)
    assert answer.status == 422
    assert answer.json["message"]
    assert responses(db) == 0


def test_a_fault_is_told_with_its_field(as_: As, key: str) -> None:
    body = {"answers": {"goals": [{"goal": "x" * 501}]}, "version": 0}
    answer = as_("mia").put_json("portal.worksheets.save", body, assignment_id=key)
    assert answer.status == 200
    assert list(answer.json["faults"]) == ["goals-0-goal"]


def test_without_scripts_the_whole_form_is_kept(as_: As, db: Db, key: str) -> None:
    mia = as_("mia")
    sent = {"version": "0", "hopes": "Rest", "goals-1-sign": "Tea", "then": "later"}
    assert mia.post("portal.worksheets.finish", sent, assignment_id=key).status == 303
    page = mia.get("portal.worksheets.edit", assignment_id=key)
    assert page.part("textarea", name="goals-1-sign").standing == "Tea"
    assert db.scalars(select(WorksheetResponse.finished_at)).one() is None


def test_a_finished_sheet_can_be_read_when_its_time_is_over(
    as_: As, key: str, clock: Clock
) -> None:
    mia = as_("mia")
    sent = {"version": "0", "hopes": "Rest", "goals-0-goal": "Sleep"}
    assert mia.post("portal.worksheets.finish", sent, assignment_id=key).status == 303
    assert "Welcome and my goals" in mia.get("portal.done.index").text
    clock.at += timedelta(days=4)
    page = as_("mia").get("portal.worksheets.edit", assignment_id=key)
    assert "The time for this is over" in page.text
    assert "Rest" in page.text
    assert "Sleep" in page.text
    assert not page.parts("textarea")
    late = {"answers": {"hopes": "late"}, "version": 1}
    answer = as_("mia").put_json("portal.worksheets.save", late, assignment_id=key)
    assert (answer.status, "closed now" in answer.json["message"]) == (422, True)


@pytest.mark.parametrize(
    ("code", "answers", "sent", "shown"),
    [
        ("W04", {"circles": {"threat": 7}}, {"circles-threat": "7"}, "Threat and protection: 7"),
        ("W06", {"body": ["chest", "hands"]}, {"body": "chest"}, "Chest"),
        (
            "W22",
            {"steps": [{"step": "Five minutes", "expected": 40, "done": True}]},
            {"steps-0-step": "Five minutes", "steps-0-expected": "40", "steps-0-done": "yes"},
            "Five minutes",
        ),
    ],
)
def test_every_shape_of_answer_comes_back(
    as_: As,
    db: Db,
    cast: Cast,
    clock: Clock,
    code: str,
    answers: dict[str, object],
    sent: dict[str, str],
    shown: str,
) -> None:
    key, mia = sheet_of(db, cast, code=code).public_id, as_("mia")
    first = mia.post("portal.worksheets.finish", {**sent, "version": "0"}, assignment_id=key)
    assert first.status == 303
    page = mia.get("portal.worksheets.edit", assignment_id=key)
    version = int(page.parts(data_version=True)[0]["data-version"])
    body = {"answers": answers, "version": version}
    assert mia.put_json("portal.worksheets.save", body, assignment_id=key).status == 200
    assert mia.get("portal.worksheets.edit", assignment_id=key).ticked
    clock.at += timedelta(days=4)
    assert shown in as_("mia").get("portal.worksheets.edit", assignment_id=key).text


def test_a_wrong_answer_without_scripts_keeps_what_was_typed(as_: As, db: Db, cast: Cast) -> None:
    key = sheet_of(db, cast, code="W22").public_id
    sent = {"version": "0", "steps-0-step": "Five minutes", "steps-0-expected": "a lot"}
    page = as_("mia").post("portal.worksheets.finish", sent, assignment_id=key)
    assert page.status == 422
    assert "Please enter a number." in page.text
    assert page.has_value("a lot")
    assert "#steps-0-expected" in page.links
    assert "Everything you wrote is kept" in page.text
    again = as_("mia").get("portal.worksheets.edit", assignment_id=key)
    assert again.has_value("a lot")
    assert "Five minutes" in again.areas
    sent |= {"version": "1", "as_it_stands": "1", "then": "done"}
    assert as_("mia").post("portal.worksheets.finish", sent, assignment_id=key).status == 303
    response = db.scalars(select(WorksheetResponse)).one()
    read = as_("theresa").get("therapist.responses.show", response_id=response.public_id)
    assert "In words, row 1, Distress I expect, 0-100: “a lot”" in read.text


def test_what_is_not_mine_or_no_sheet_does_not_exist(as_: As, db: Db, cast: Cast) -> None:
    other, mia = sheet_of(db, cast, "max").public_id, as_("mia")
    body = {"answers": {"hopes": "x"}, "version": 0}
    assert mia.get("portal.worksheets.edit", assignment_id=other).status == 404
    assert mia.put_json("portal.worksheets.save", body, assignment_id=other).status == 404
    assert mia.post("portal.worksheets.finish", {}, assignment_id=other).status == 404
    practice = exercise_of(db, cast).public_id
    assert mia.get("portal.worksheets.edit", assignment_id=practice).status == 404
    assert responses(db) == 0
