"""Practices: caution first, a gentler way, and writing down what was done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskCase
from clinic.operations.homework.assignments import switch
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import exercise_of, sheet_of

As = Callable[[str], Person]
TODAY = NOW.date().isoformat()


def entries(db: Db) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(PracticeEntry)) or 0


def test_caution_and_stop_rule_stand_above_the_steps(as_: As, db: Db, cast: Cast) -> None:
    page = as_("mia").get("portal.exercises.show", assignment_id=exercise_of(db, cast).public_id)
    text, steps = page.text, page.parts("ol")[0].text
    assert text.index("Choose a place without") < text.index("When to stop.") < text.index(steps)
    assert page.title == "Practice · Tuesdays"


def test_the_gentler_way_is_another_practice_and_counts(as_: As, db: Db, cast: Cast) -> None:
    key = exercise_of(db, cast).public_id
    page = as_("mia").get("portal.exercises.gentler", assignment_id=key)
    assert page.has_heading("Five-senses grounding")
    assert "It counts as practice" in page.text
    form = as_("mia").get("portal.practice.new", assignment_id=key, gentler="yes", minutes="3")
    assert "has_stepped_down" in form.ticked
    assert form.has_value("3")


def test_the_gentlest_practice_has_no_gentler_one(as_: As, db: Db, cast: Cast) -> None:
    row = exercise_of(db, cast, slug="three-breath-pause")
    page = as_("mia").get("portal.exercises.gentler", assignment_id=row.public_id)
    assert page.status == 404


def test_a_practice_is_written_down_once_however_often_it_is_sent(
    as_: As, db: Db, cast: Cast
) -> None:
    mia, key = as_("mia"), exercise_of(db, cast).public_id
    form = mia.get("portal.practice.new", assignment_id=key)
    sent = {"once": form.once, "practiced_on": TODAY, "minutes": "5", "before": "6", "after": ""}
    for _ in range(2):
        answer = mia.post("portal.practice.create", sent, assignment_id=key)
        assert answer.status == 303
    assert entries(db) == 1
    entry = db.scalars(select(PracticeEntry)).one()
    assert (entry.minutes, entry.before, entry.after) == (5, 6, None)


def test_a_note_is_shown_to_its_writer_with_who_may_read_it(as_: As, db: Db, cast: Cast) -> None:
    mia, key = as_("mia"), exercise_of(db, cast).public_id
    kept = {"practiced_on": TODAY, "minutes": "5", "note": "by the window"}
    mia.post("portal.practice.create", kept, assignment_id=key)
    told = {**kept, "note": "by the door", "is_note_shared": "y"}
    mia.post("portal.practice.create", told, assignment_id=key)
    text = mia.get("portal.done.index").text
    assert "Only you by the window" in text
    assert "You and your facilitators by the door" in text


def test_who_felt_worse_sees_help_and_a_case_is_open(as_: As, db: Db, cast: Cast) -> None:
    mia, key = as_("mia"), exercise_of(db, cast).public_id
    sent = {"practiced_on": TODAY, "minutes": "2", "felt_worse": "y"}
    answer = mia.post("portal.practice.create", sent, assignment_id=key)
    page = mia.open(answer.location)
    assert page.has_heading("Thank you for saying so")
    numbers = page.parts("a", class_="phone", href="tel:5550100")
    assert "555 0100" in [number.text for number in numbers]
    assert "555 0100 , day and night" in page.text
    db.commit()
    assert db.scalars(select(RiskCase.enrollment_id)).one() == cast.enrollments["mia"].id
    assert as_("max").open(answer.location).status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": "601"},
        {"minutes": "five"},
        {"minutes": ""},
        {"before": "11"},
        {"after": "-1"},
        {"practiced_on": ""},
        {"practiced_on": "yesterday"},
        {"practiced_on": (NOW + timedelta(days=1)).date().isoformat()},
        {"practiced_on": "2026-01-01"},
        {"note": "a" * 5001},
        {"note": "a\x00b"},
        {"once": "short"},
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_written(
    as_: As, db: Db, cast: Cast, wrong: dict[str, str]
) -> None:
    key = exercise_of(db, cast).public_id
    sent = {"practiced_on": TODAY, "minutes": "5", "note": "what I typed", **wrong}
    page = as_("mia").post("portal.practice.create", sent, assignment_id=key)
    assert page.status == 422
    assert page.has_heading("Please look at this again")
    assert entries(db) == 0


def test_what_is_not_mine_does_not_exist(as_: As, db: Db, cast: Cast) -> None:
    key = exercise_of(db, cast, "max").public_id
    mia = as_("mia")
    sent = {"practiced_on": TODAY, "minutes": "5"}
    assert mia.get("portal.exercises.show", assignment_id=key).status == 404
    assert mia.get("portal.exercises.gentler", assignment_id=key).status == 404
    assert mia.get("portal.practice.new", assignment_id=key).status == 404
    assert mia.post("portal.practice.create", sent, assignment_id=key).status == 404
    assert mia.get("portal.exercises.show", assignment_id="a" * 20).status == 404
    assert mia.open("/portal/assignments/1").status == 404
    assert entries(db) == 0


def test_a_sheet_has_no_practice_and_what_was_taken_out_is_gone(
    as_: As, db: Db, cast: Cast
) -> None:
    mia, sheet, row = as_("mia"), sheet_of(db, cast), exercise_of(db, cast)
    assert mia.get("portal.exercises.show", assignment_id=sheet.public_id).status == 404
    assert mia.get("portal.practice.new", assignment_id=sheet.public_id).status == 404
    switch(db, Actor(cast.accounts["theresa"].id, NOW), row, is_active=False)
    assert mia.get("portal.exercises.show", assignment_id=row.public_id).status == 404


def test_a_note_sent_after_signing_out_is_given_back_to_copy(as_: As, db: Db, cast: Cast) -> None:
    sent = {
        "practiced_on": TODAY,
        "minutes": "5",
        "note": "by the <window>",
        "once": "a-key-of-ours",
    }
    key = exercise_of(db, cast).public_id
    page = as_("nobody").post("portal.practice.create", sent, assignment_id=key)
    assert page.status == 401
    assert "by the &lt;window&gt;" in page.html
    assert "a-key-of-ours" not in page.html
    assert TODAY not in page.text
