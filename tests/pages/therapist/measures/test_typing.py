"""Typing a sheet in from paper, and the answers as a PDF."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import Medium
from clinic.models.worksheets import WorksheetResponse
from tests.cast import Cast
from tests.client import Person
from tests.conftest import Clock
from tests.every_kind import names_and_values, sheet_for
from tests.homework import exercise_of

As = Callable[[str], Person]


@pytest.fixture
def key(db: Db, cast: Cast) -> str:
    return sheet_for(db, cast, "noor").public_id


def stored(db: Db) -> WorksheetResponse:
    db.commit()
    return db.scalars(select(WorksheetResponse).execution_options(populate_existing=True)).one()


def typed(theresa: Person, key: str, **values: str) -> int:
    return theresa.post("therapist.responses.update", values, assignment_id=key).status


def test_the_client_page_leads_to_it(as_: As, cast: Cast, key: str) -> None:
    page = as_("theresa").get("therapist.clients.show", client_id=cast.clients["noor"].public_id)
    assert page.leads_to(f"/therapist/assignments/{key}/answers")


def test_every_answer_has_a_place_to_type_it(as_: As, key: str) -> None:
    page = as_("theresa").get("therapist.responses.edit", assignment_id=key)
    missing = [name for name, _value in names_and_values() if not page.has_field(name)]
    assert missing == []


def test_paper_that_comes_in_late_is_kept_as_done_on_paper(
    as_: As, db: Db, key: str, clock: Clock
) -> None:
    theresa = as_("theresa")
    clock.at += timedelta(days=3)
    theresa = as_("theresa")
    assert typed(theresa, key, word="Calm", version="0", then="done") == 303
    row = stored(db)
    assert (row.medium, row.answered, row.finished_at) == (Medium.PAPER, 1, clock.at)


def test_what_cannot_stand_is_told_and_what_was_typed_stays(as_: As, key: str) -> None:
    data = {"word": "Calm", "ease": "11", "version": "0"}
    page = as_("theresa").post("therapist.responses.update", data, assignment_id=key)
    assert page.status == 422
    assert "Please enter a number from 0 to 10." in page.text
    assert page.has_value("Calm")
    assert page.has_value("11")


def test_a_colleague_who_typed_at_the_same_time_is_not_overwritten(
    as_: As, db: Db, key: str
) -> None:
    assert typed(as_("tom"), key, word="Tom's", version="0", then="later") == 303
    page = as_("theresa").post(
        "therapist.responses.update", {"word": "Theresa's", "version": "0"}, assignment_id=key
    )
    assert page.status == 409
    assert "Theresa&#39;s" in page.html
    assert stored(db).version == 1


def test_a_practice_has_no_answers_to_type(as_: As, db: Db, cast: Cast) -> None:
    practice = exercise_of(db, cast, "noor").public_id
    assert as_("theresa").get("therapist.responses.edit", assignment_id=practice).status == 404


def test_the_answers_come_as_a_pdf_under_the_name_that_the_cohort_prints(
    as_: As, db: Db, key: str
) -> None:
    theresa = as_("theresa")
    assert typed(theresa, key, word="Unhurried", version="0", **{"systems-threat": "7"}) == 303
    answer = theresa.get("handouts.responses.show", response_id=stored(db).public_id).answer
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert "Noor H." in text
    assert "Unhurried" in text
    assert answer.headers["Content-Disposition"] == 'inline; filename="sheet-2026-02-25.pdf"'


def test_words_sent_after_signing_out_are_given_back_to_copy(as_: As, key: str) -> None:
    words = {"moment": "On the <stairs>", "ease": "3", "version": "0"}
    page = as_("nobody").post("therapist.responses.update", words, assignment_id=key)
    assert page.status == 401
    assert "What you typed is still here" in page.text
    assert "On the &lt;stairs&gt;" in page.html


def test_a_copy_of_ones_own_sheet_tells_nothing_by_its_name_and_names_nobody(
    as_: As, db: Db, cast: Cast
) -> None:
    own = sheet_for(db, cast, "mia").public_id
    mia = as_("mia")
    assert mia.get("portal.worksheets.copy", assignment_id=own).status == 404
    body = {"answers": {"word": "Unhurried"}, "version": 0}
    mia.put_json("portal.worksheets.save", body, assignment_id=own)
    answer = mia.get("portal.worksheets.copy", assignment_id=own).answer
    reader = PdfReader(BytesIO(answer.data))
    assert answer.headers["Content-Disposition"] == 'inline; filename="document-2026-02-25.pdf"'
    assert set(reader.metadata or {}) <= {"/Title", "/Producer"}
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Unhurried" in text
    assert "Mia" not in text
