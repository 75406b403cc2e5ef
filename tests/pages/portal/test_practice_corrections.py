"""The page on which somebody corrects a line of her own log, and what staff see of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.practice import PracticeEntry
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import exercise_of

As = Callable[[str], Person]
SENT = {
    "practiced_on": NOW.date().isoformat(),
    "minutes": "50",
    "before": "6",
    "note": "by the sea",
}


@pytest.fixture
def entry(as_: As, db: Db, cast: Cast) -> str:
    key = exercise_of(db, cast).public_id
    assert as_("mia").post("portal.practice.create", SENT, assignment_id=key).status == 303
    db.commit()
    return db.scalars(select(PracticeEntry.public_id)).one()


def test_it_shows_what_stands_and_keeps_what_is_mended(as_: As, cast: Cast, entry: str) -> None:
    mia = as_("mia")
    page = mia.get("portal.practice.edit", entry_id=entry)
    assert page.has_value("50")
    assert "by the sea" in page.html
    sent = {**SENT, "minutes": "5", "seen": "0"}
    assert mia.post("portal.practice.correct", sent, entry_id=entry).status == 303
    done = mia.get("portal.done.index").text
    assert "5 minutes" in done
    assert "corrected on" in done
    shown = as_("theresa").get(
        "therapist.clients.show", client_id=cast.enrollments["mia"].client.public_id
    )
    assert "Corrected by the person on" in shown.text
    assert "50 minutes" in shown.text
    assert "by the sea" not in shown.text


def test_who_says_later_that_it_was_worse_sees_help(as_: As, entry: str) -> None:
    sent = {**SENT, "felt_worse": "y", "seen": "0"}
    mia = as_("mia")
    answer = mia.post("portal.practice.correct", sent, entry_id=entry)
    assert answer.location.endswith(f"/practice/{entry}")
    again = mia.post("portal.practice.correct", {**sent, "seen": "1"}, entry_id=entry)
    assert again.location.endswith("/done")


def test_an_older_page_keeps_its_words(as_: As, entry: str) -> None:
    mia = as_("mia")
    mia.post("portal.practice.correct", {**SENT, "minutes": "5", "seen": "0"}, entry_id=entry)
    old = mia.post(
        "portal.practice.correct", {**SENT, "note": "later", "seen": "0"}, entry_id=entry
    )
    assert old.status == 409
    assert "later" in old.html
