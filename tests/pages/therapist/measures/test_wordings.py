"""Bringing one's own licensed words: the difference first, then a version beside the key."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from clinic.db import Db
from clinic.models.programs import InstrumentRow, program_instruments
from tests.client import Person
from tests.unreadable import break_all

As = Callable[[str], Person]
LINES = "\n".join(f"{number}. Words of question {number}" for number in range(1, 6))
GIVEN = {
    "text": LINES,
    "labels": "0 = Not at all\n8 = Very much",
    "language": "en",
    "by": "The holder",
    "reference": "License 7",
    "until": "2027-03-01",
    "media": ["screen"],
}


def versions(db: Db) -> list[InstrumentRow]:
    db.commit()
    wsas = select(InstrumentRow).where(InstrumentRow.key == "wsas").order_by(InstrumentRow.id)
    return list(db.scalars(wsas))


def test_words_are_shown_as_a_difference_and_taken_in_as_a_version(as_: As, db: Db) -> None:
    (shipped,) = versions(db)
    place: dict[str, Any] = {"instrument_id": shipped.public_id}
    theresa = as_("theresa")
    assert "Bring your own wording" in theresa.get("therapist.measures.show", **place).text
    checked = theresa.post("therapist.wordings.create", GIVEN, **place)
    assert "+ added - Words of question 3" in checked.text
    assert "− removed item_count: 5" in checked.text
    assert versions(db) == [shipped]
    taken = theresa.post("therapist.wordings.create", GIVEN | {"take": "save"}, **place)
    assert taken.status == 303
    _shipped, worded = versions(db)
    assert worded.based_on_id == shipped.id
    page = theresa.open(taken.location)
    assert "Words of question 3" in page.text
    assert "The holder; License 7; until 2027-03-01" in page.text
    assert "The license of this clinic for WSAS does not cover paper." in page.text
    used = select(program_instruments).where(program_instruments.c.part_id == worded.id)
    assert db.execute(used).all() == []


def test_words_that_do_not_fit_come_back_with_their_lines(as_: As, db: Db) -> None:
    (shipped,) = versions(db)
    data = GIVEN | {"text": LINES + "\n6. One too many", "take": "save"}
    page = as_("theresa").post("therapist.wordings.create", data, instrument_id=shipped.public_id)
    assert page.status == 422
    assert "expected 5 questions, found 6" in page.text
    assert "One too many" in page.text
    bare = as_("theresa").post(
        "therapist.wordings.create", {"text": LINES}, instrument_id=shipped.public_id
    )
    assert "Say who allowed this wording." in bare.text
    assert versions(db) == [shipped]


def test_words_brought_to_an_older_version_are_looked_at_on_the_newest_and_taken_there(
    as_: As, db: Db
) -> None:
    (shipped,) = versions(db)
    place: dict[str, Any] = {"instrument_id": shipped.public_id}
    as_("tom").post("therapist.wordings.create", GIVEN | {"take": "save"}, **place)
    ours = GIVEN | {"text": LINES.replace("question 3", "the third"), "by": "Ours"}
    page = as_("theresa").post("therapist.wordings.create", ours | {"take": "save"}, **place)
    assert page.status == 409
    _shipped, worded = versions(db)
    assert "merged below. Look it over" in page.text
    assert "− removed - Words of question 3" in page.text
    assert "+ added - Words of the third" in page.text
    assert "− removed - Words of question 2" not in page.text
    assert page.leads_to(f"/measures/{worded.public_id}/wording")
    place = {"instrument_id": worded.public_id}
    taken = as_("theresa").post("therapist.wordings.create", ours | {"take": "save"}, **place)
    assert taken.status == 303
    assert [row.based_on_id for row in versions(db)] == [None, shipped.id, worded.id]
    assert "Words of question 3" in versions(db)[1].source


def test_words_wait_where_the_newest_version_cannot_be_read(as_: As, db: Db) -> None:
    (shipped,) = versions(db)
    place: dict[str, Any] = {"instrument_id": shipped.public_id}
    as_("tom").post("therapist.wordings.create", GIVEN | {"take": "save"}, **place)
    break_all(db, InstrumentRow, InstrumentRow.id == versions(db)[1].id)
    page = as_("theresa").post("therapist.wordings.create", GIVEN | {"take": "save"}, **place)
    assert page.status == 409
    assert "so no wording can be added yet" in page.text
    assert "5. Words of question 5" in page.html
    assert len(versions(db)) == 2
