"""A page that was open when its window closed: its words are kept, and the hour is said."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.models.assignments import Assignment
from tests.cast import Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.homework import measure_of, sheet_of

As = Callable[[str], Person]
LATE = timedelta(seconds=3)


@pytest.fixture
def sheet(db: Db, cast: Cast) -> Assignment:
    return sheet_of(db, cast)


def sign_of(page: Page) -> str:
    return page.id_after("opened=")


def test_the_page_says_until_when(as_: As, sheet: Assignment) -> None:
    text = as_("mia").get("portal.worksheets.edit", assignment_id=sheet.public_id).text
    assert re.search(r"Open until .*; what you have begun by then, you may finish until", text)


def test_words_typed_as_it_closed_are_kept(as_: As, clock: Clock, sheet: Assignment) -> None:
    key = sheet.public_id
    clock.at = sheet.closes_at - timedelta(minutes=5)
    mia = as_("mia")
    sign = sign_of(mia.get("portal.worksheets.edit", assignment_id=key))
    clock.at = sheet.closes_at + LATE
    body = {"answers": {"hopes": "last words"}, "version": 0}
    assert mia.put_json("portal.worksheets.save", body, assignment_id=key).status == 422
    kept = mia.put_json("portal.worksheets.save", body, assignment_id=key, opened=sign)
    assert kept.status == 200
    page = mia.get("portal.worksheets.edit", assignment_id=key)
    assert "The time for this is over. You may still finish what you began until" in page.text
    assert "last words" in page.html
    assert "Go on writing" in mia.get("portal.today.show").text


def test_the_sign_of_one_person_is_no_other_s(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    hers, his = sheet_of(db, cast, "mia"), sheet_of(db, cast, "max")
    sign = sign_of(as_("mia").get("portal.worksheets.edit", assignment_id=hers.public_id))
    clock.at = his.closes_at + LATE
    body = {"answers": {"hopes": "x"}, "version": 0}
    where = {"assignment_id": his.public_id, "opened": sign}
    assert as_("max").put_json("portal.worksheets.save", body, **where).status == 422


def test_a_question_is_answered_and_sent_late(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    row = measure_of(db, cast)
    clock.at = row.closes_at - timedelta(minutes=1)
    mia = as_("mia")
    where = {"administration_id": row.public_id}
    sign = sign_of(mia.get("portal.measures.answer", **where, item=1))
    clock.at = row.closes_at + LATE
    first = mia.post("portal.measures.answer", {"item_1": "1"}, **where, item=1, opened=sign)
    assert first.status == 303
    assert (
        "may still finish what you began until" in mia.get("portal.measures.review", **where).text
    )
    assert mia.post("portal.measures.finish", {}, **where).status == 303
