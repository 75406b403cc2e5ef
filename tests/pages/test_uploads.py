"""Bringing a filled PDF back: shown for a last look, and nothing that stands is lost unseen."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from tests.cast import Cast
from tests.client import Page, Person
from tests.every_kind import filled, sheet_for
from tests.homework import sheet_of
from tests.printing.viewers import by_value_and_state, drawn_on, saved, written_over

As = Callable[[str], Person]


@pytest.fixture
def key(db: Db, cast: Cast) -> str:
    return sheet_for(db, cast, "mia").public_id


def form(person: Person, key: str) -> bytes:
    return person.get("portal.worksheets.form", assignment_id=key).answer.get_data()


def with_word(pdf: bytes, word: str) -> bytes:
    return _with(pdf, {"word": word})


def _with(pdf: bytes, values: dict[str, str]) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) in values:
                field.V = pikepdf.String(values[str(field.T)])
        saved = BytesIO()
        document.save(saved)
    return saved.getvalue()


def bring(person: Person, key: str, pdf: bytes) -> Page:
    file = (BytesIO(pdf), "sheet.pdf")
    return person.post("portal.worksheets.upload", {"file": file}, assignment_id=key)


def stored(db: Db) -> str | None:
    db.commit()
    row = db.scalars(select(WorksheetResponse)).one_or_none()
    return read_sealed(db.keys, row, "answers") if row else None


def test_it_fills_the_draft_and_shows_it_before_it_is_done(as_: As, db: Db, key: str) -> None:
    mia = as_("mia")
    answer = bring(mia, key, with_word(form(mia, key), "Calm"))
    assert answer.status == 303
    page = mia.open(answer.location)
    assert "Calm" in page.areas
    assert "This is done" in page.text
    assert stored(db) == '{"word": "Calm"}'


def test_what_would_be_overwritten_is_shown_first_and_still_stands(
    as_: As, db: Db, key: str
) -> None:
    mia = as_("mia")
    blank = form(mia, key)
    body = {"answers": {"word": "Then", "ease": 4}, "version": 0}
    mia.put_json("portal.worksheets.save", body, assignment_id=key)
    answer = bring(mia, key, with_word(blank, "Now"))
    assert answer.status == 422
    assert "Nothing is kept yet" in answer.text
    assert "What is kept so far says: “Then”" in answer.text
    assert "Now" in answer.areas
    assert stored(db) == '{"ease": 4, "word": "Then"}'


def test_what_was_emptied_or_unticked_in_the_pdf_is_taken_away(as_: As, db: Db, key: str) -> None:
    mia = as_("mia")
    body = {"answers": {"word": "Then", "tried": ["call"], "ease": 4}, "version": 0}
    mia.put_json("portal.worksheets.save", body, assignment_id=key)
    sent = saved(form(mia, key), by_value_and_state, word="", tried__call="")
    answer = bring(mia, key, sent)
    assert answer.status == 303
    assert "new or changed: “One word”, “What I tried”" in mia.open(answer.location).text
    assert stored(db) == '{"ease": 4}'


def test_an_honest_file_that_a_program_made_large_is_read(as_: As, db: Db, key: str) -> None:
    mia = as_("mia")
    large = with_word(form(mia, key), "Calm") + b"\n%" + b"x" * 3_000_000
    assert bring(mia, key, large).status == 303
    assert stored(db) == '{"word": "Calm"}'


def test_a_pdf_that_brings_nothing_new_is_not_called_kept(as_: As, db: Db, key: str) -> None:
    mia = as_("mia")
    answer = bring(mia, key, form(mia, key))
    assert "Nothing in this PDF differs" in mia.open(answer.location).text
    assert stored(db) is None


def test_what_was_typed_over_the_page_is_told_and_the_rest_is_kept(
    as_: As, db: Db, key: str
) -> None:
    mia = as_("mia")
    sent = written_over(with_word(form(mia, key), "Calm"), "slept badly")
    page = mia.open(bring(mia, key, sent).location)
    assert "“slept badly”. Please type it where it should go." in page.text
    assert stored(db) == '{"word": "Calm"}'


def test_what_was_written_by_hand_on_the_page_is_never_called_nothing(
    as_: As, db: Db, key: str
) -> None:
    mia = as_("mia")
    page = mia.open(bring(mia, key, drawn_on(form(mia, key))).location)
    assert "drawn, written by hand or stamped onto a page" in page.text
    assert "Nothing of this PDF was kept" in page.text
    assert "Nothing in this PDF differs" not in page.text
    assert stored(db) is None


def test_a_field_left_open_in_the_pdf_takes_nothing_away(as_: As, db: Db, key: str) -> None:
    mia = as_("mia")
    blank = form(mia, key)
    body = {"answers": {"ease": 4}, "version": 0}
    mia.put_json("portal.worksheets.save", body, assignment_id=key)
    assert bring(mia, key, with_word(blank, "Now")).status == 303
    assert stored(db) == '{"ease": 4, "word": "Now"}'


def test_an_answer_that_cannot_stand_is_told_beside_its_field_and_kept_on_the_page(
    as_: As, db: Db, key: str
) -> None:
    mia = as_("mia")
    answer = bring(mia, key, _with(form(mia, key), {"word": "Calm", "next_time": "next week"}))
    assert answer.status == 422
    assert "Please enter a date" in answer.text
    assert "Calm" in answer.areas
    assert stored(db) is None


def test_the_pdf_of_another_sheet_is_refused(as_: As, db: Db, cast: Cast, key: str) -> None:
    mia = as_("mia")
    other = sheet_of(db, cast).public_id
    answer = bring(mia, key, form(mia, other))
    assert answer.status == 422
    assert "This is another sheet" in answer.text


def test_no_file_at_all_is_told(as_: As, key: str) -> None:
    answer = as_("mia").post("portal.worksheets.upload", assignment_id=key)
    assert answer.status == 422
    assert "could not be read" in answer.text


def test_staff_read_one_in_for_somebody_and_nothing_is_kept_before_they_do(
    as_: As, db: Db, key: str
) -> None:
    pdf = filled(form(as_("mia"), key))
    file = (BytesIO(pdf), "sheet.pdf")
    page = as_("theresa").post("therapist.responses.upload", {"file": file}, assignment_id=key)
    assert page.status == 200
    assert "Look it over" in page.text
    assert "new or changed" in page.text
    assert "Leave it unread" in page.html
    assert stored(db) is None
