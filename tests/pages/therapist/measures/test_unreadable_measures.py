"""A measure of one's own whose text cannot be read: mended, or put away for the one before."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.programs import InstrumentRow
from tests.cast import Cast
from tests.client import Page, Person
from tests.measures import fields, newest, rows
from tests.unreadable import BROKEN, break_all

As = Callable[[str], Person]


@pytest.fixture
def versions(as_: As, db: Db) -> tuple[InstrumentRow, InstrumentRow, str]:
    """Give a measure that can be read, its next version that cannot, and the text it had."""
    theresa = as_("theresa")
    theresa.post("therapist.own_measures.create", fields(rows()) | {"deed": "save"})
    first = newest(db)
    text = first.source + "# once more\n"
    once = theresa.get("therapist.own_measures.edit", instrument_id=first.public_id).once
    theresa.post(
        "therapist.own_measures.update",
        {"text": text, "deed": "save", "once": once},
        instrument_id=first.public_id,
    )
    second = newest(db)
    assert second.id > first.id
    break_all(db, InstrumentRow, InstrumentRow.id == second.id)
    return first, second, text


def send(as_: As, row: InstrumentRow, text: str, deed: str = "save") -> Page:
    theresa = as_("theresa")
    once = theresa.get("therapist.own_measures.edit", instrument_id=row.public_id).once
    return theresa.post(
        "therapist.own_measures.update",
        {"text": text, "deed": deed, "once": once},
        instrument_id=row.public_id,
    )


def test_the_list_leads_to_mending_and_to_the_version_before(
    as_: As, versions: tuple[InstrumentRow, InstrumentRow, str]
) -> None:
    first, second, _text = versions
    page = as_("theresa").get("therapist.measures.index")
    assert page.has_heading("Evening check, three questions")
    assert page.leads_to(f"/measures/{second.public_id}/edit")
    assert page.leads_to(f"/measures/{first.public_id}/uses/new")
    assert "Fix its text" not in as_("sigrid").get("therapist.measures.index").text
    uses = as_("theresa").get("therapist.measure_uses.new", instrument_id=first.public_id)
    assert uses.status == 200


def test_its_text_is_shown_with_what_is_wrong_and_kept_once_it_can_be_read(
    as_: As, db: Db, versions: tuple[InstrumentRow, InstrumentRow, str]
) -> None:
    _first, second, text = versions
    page = as_("theresa").get("therapist.own_measures.edit", instrument_id=second.public_id)
    assert page.status == 200
    assert "still open before this can be scored" in page.text
    assert send(as_, second, BROKEN).status == 422
    assert send(as_, second, text, "try").status == 200
    assert send(as_, second, text + "# mended\n").status == 303
    assert newest(db).based_on_id == second.id
    listed = as_("theresa").get("therapist.measures.index").text
    assert "Cannot be read" not in listed


def test_another_scoring_needs_another_version_of_the_key_also_when_mended(
    as_: As, versions: tuple[InstrumentRow, InstrumentRow, str]
) -> None:
    _first, second, text = versions
    assert "reversed_items: [2]" in text
    other = re.sub(r"^example:\n(?: .*\n)+", "", text, flags=re.MULTILINE)
    page = send(as_, second, other.replace("reversed_items: [2]", "reversed_items: []"))
    assert page.status == 422
    assert "it needs another key_version" in page.text


def test_a_broken_version_that_is_not_the_newest_or_not_ours_is_not_mended(
    as_: As, db: Db, cast: Cast
) -> None:
    break_all(db, InstrumentRow)
    row = db.scalars(select(InstrumentRow).where(InstrumentRow.key == "phq-9")).one()
    page = as_("theresa").get("therapist.own_measures.edit", instrument_id=row.public_id)
    assert page.status == 404


@pytest.mark.parametrize("is_text", [True, False])
def test_a_page_older_than_one_that_cannot_be_read_keeps_its_words_and_mends_it(
    as_: As, db: Db, versions: tuple[InstrumentRow, InstrumentRow, str], is_text: bool
) -> None:
    first, second, _text = versions
    theresa = as_("theresa")
    text = first.source.replace("name: Evening check", "name: Our evening check", 1)
    assert text != first.source
    sent = {"text": text} if is_text else fields(rows(name="Our evening check, three questions"))
    place = {"instrument_id": first.public_id}
    page = theresa.post("therapist.own_measures.update", sent | {"deed": "save"}, **place)
    assert page.status == 409
    assert "its text cannot be read. Your change is applied to the last version" in page.text
    assert page.leads_to(f"/measures/{second.public_id}/edit")
    typed = page.areas[0]
    assert newest(db).id == second.id
    assert send(as_, second, typed).status == 303
    assert newest(db).based_on_id == second.id
    assert "name: Our evening check" in newest(db).source
