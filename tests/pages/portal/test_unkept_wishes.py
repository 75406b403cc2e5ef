"""A wish, a tick and a sheet that cannot be kept any more are heard all the same, and once."""

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from clinic.db import Db
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import read_sealed
from clinic.operations.homework.assignments import switch
from clinic.operations.safety.risk import close_risk_case
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.crowd import theresa
from tests.homework import exercise_of, sheet_of
from tests.marks import cases, filled, marks

As = Callable[[str], Person]
ONCE = {"once": "w" * 22}
HELP = "You do not have to carry this alone"


def ask(mia: Person, **sent: str) -> Page:
    return mia.post("portal.calls.create", {"other": "", "words": "At night.", **ONCE, **sent})


@pytest.mark.parametrize(
    "wrong",
    [{}, {"other": "me"}, {"other": "5" * 61}, {"words": "x" * 2001}, {"once": "?"}],
    ids=["no number", "no digit", "long number", "long words", "no form of ours"],
)
def test_a_wish_for_a_call_that_is_not_right_is_heard_once(
    as_: As, db: Db, cast: Cast, wrong: dict[str, str]
) -> None:
    mia = as_("mia")
    for _ in range(2):
        page = ask(mia, **wrong)
        assert page.status == 422
        assert "and they know" in page.text
    (case,) = cases(db, cast)
    assert case.kind.value == "call-me"
    desk = as_("theresa").get("therapist.risk_cases.show", case_id=case.public_id)
    assert desk.status == 200


def test_the_wish_that_can_be_kept_is_the_same_case(as_: As, db: Db, cast: Cast) -> None:
    mia = as_("mia")
    ask(mia)
    assert ask(mia, other="555 0177", words="About my brother.").status == 303
    (case,) = cases(db, cast)
    said = [read_sealed(db.keys, case, name) for name in ("phone", "words")]
    assert (said, case.flag) == (["555 0177", "About my brother."], None)


def test_three_wishes_that_wait_are_enough_and_the_page_says_so(
    as_: As, db: Db, cast: Cast
) -> None:
    mia = as_("mia")
    for letter in "abcde":
        ask(mia, once=letter * 22)
    assert len(cases(db, cast)) == 3
    assert ask(mia, once="a" * 22, other="555 0177").status == 303
    assert len(cases(db, cast)) == 3


def test_a_wish_after_the_first_was_looked_after_is_another(as_: As, db: Db, cast: Cast) -> None:
    ask(as_("mia"))
    close_risk_case(db, theresa(cast), cases(db, cast)[0], "We spoke on the phone.", "phone")
    assert ask(as_("mia"), other="555 0177").status == 303
    assert [case.closed_at is None for case in cases(db, cast)] == [False, True]


@pytest.mark.parametrize(
    "wrong", [{"minutes": "a few"}, {"practiced_on": ""}, {"before": "11"}, {"seen": "3"}]
)
@pytest.mark.parametrize("tick", ["felt_worse", "memories_broke_in"])
def test_a_correction_that_is_not_kept_is_heard_once(
    as_: As, db: Db, cast: Cast, tick: str, wrong: dict[str, str]
) -> None:
    mia, key = as_("mia"), exercise_of(db, cast).public_id
    told = {"practiced_on": NOW.date().isoformat(), "minutes": "2", "seen": "0"}
    mia.post("portal.practice.create", told, assignment_id=key)
    db.commit()
    entry = db.scalars(select(PracticeEntry.public_id)).one()
    for _ in range(2):
        page = mia.post("portal.practice.correct", {**told, tick: "y", **wrong}, entry_id=entry)
        assert page.status in (409, 422)
        assert page.part("main").parts(data_focused=True)
    (case,) = cases(db, cast)
    assert case.practice_entry_id is not None
    kept = mia.post("portal.practice.correct", {**told, tick: "y"}, entry_id=entry)
    assert kept.status == 303
    assert [one.id for one in cases(db, cast)] == [case.id]


def test_a_sheet_that_was_taken_out_while_it_was_written_is_heard(
    as_: As, db: Db, cast: Cast
) -> None:
    row, mia = sheet_of(db, cast, code="W17"), as_("mia")
    switch(db, theresa(cast), row, is_active=False)
    body = {"answers": {"log": [{"intrusions": "some"}]}, "version": 0}
    page = mia.put_json("portal.worksheets.save", body, assignment_id=row.public_id)
    assert (page.status, page.json["heard"]) == (422, ["log.0.intrusions.some"])
    form = MultiDict(
        [("log-0-intrusions", "some"), ("figure", "a ferry captain"), ("version", "0")]
    )
    page = mia.post("portal.worksheets.finish", form, assignment_id=row.public_id)
    assert page.status == 422
    assert "removed from your homework" in page.text
    assert "a ferry captain" in page.html
    assert page.has_heading(HELP)
    assert mia.get("portal.worksheets.edit", assignment_id=row.public_id).status == 404
    assert len(cases(db, cast)) == 1


def test_a_plan_that_was_taken_out_while_it_was_written_is_kept(
    as_: As, db: Db, cast: Cast
) -> None:
    row, mia = sheet_of(db, cast, code="W28"), as_("mia")
    switch(db, theresa(cast), row, is_active=False)
    body = {"answers": {"step_1": "I go quiet."}, "version": 0}
    page = mia.put_json("portal.worksheets.save", body, assignment_id=row.public_id)
    assert page.status == 200
    assert mia.get("portal.worksheets.edit", assignment_id=row.public_id).status == 200


def test_a_practice_that_was_taken_out_while_it_was_done_is_heard(
    as_: As, db: Db, cast: Cast
) -> None:
    row = exercise_of(db, cast)
    switch(db, theresa(cast), row, is_active=False)
    told = {"practiced_on": NOW.date().isoformat(), "minutes": "2", "felt_worse": "y", **ONCE}
    page = as_("mia").post("portal.practice.create", told, assignment_id=row.public_id)
    assert page.status == 422
    assert "removed from your homework" in page.text
    assert page.has_heading(HELP)
    assert len(cases(db, cast)) == 1


def test_a_file_of_a_sheet_that_was_taken_out_is_heard(as_: As, db: Db, cast: Cast) -> None:
    row, mia = sheet_of(db, cast, code="W17"), as_("mia")
    pdf = mia.get("portal.worksheets.form", assignment_id=row.public_id).answer.data
    switch(db, theresa(cast), row, is_active=False)
    mark = next(mark for mark in marks() if mark.code == "W17")
    file = (BytesIO(filled(pdf, mark)), "sheet.pdf")
    page = mia.post("portal.worksheets.upload", {"file": file}, assignment_id=row.public_id)
    assert page.status == 422
    assert page.has_heading(HELP)
    assert [case.flag for case in cases(db, cast)] == [mark.flag]
