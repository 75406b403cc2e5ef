"""Sheets that explain: figures on a phone, and nothing to fill in."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from clinic.db import Db
from clinic.models.worksheets import WorksheetResponse
from tests.cast import Cast
from tests.client import Person
from tests.homework import sheet_of

As = Callable[[str], Person]


@pytest.fixture
def reading(db: Db, cast: Cast) -> str:
    return sheet_of(db, cast, code="R01").public_id


def test_a_sheet_to_read_shows_its_figure_and_asks_for_nothing(as_: As, reading: str) -> None:
    page = as_("mia").get("portal.worksheets.edit", assignment_id=reading)
    assert "A pause: my way out" in page.html
    assert any(
        one["aria-label"].startswith("A loop of two.")
        for one in page.parts(role="img", aria_label=True)
    )
    assert "I have read it" in page.text
    assert "can read what you write here" not in page.text
    assert "Keep and go on later" not in page.text


def test_a_sheet_to_read_is_a_plain_pdf_that_asks_for_nothing_back(as_: As, reading: str) -> None:
    page = as_("mia").get("portal.worksheets.edit", assignment_id=reading)
    assert "Open it as a PDF" in page.text
    assert "Bring it back" not in page.text
    answer = as_("mia").get("portal.worksheets.form", assignment_id=reading).answer
    assert answer.mimetype == "application/pdf"
    assert not PdfReader(BytesIO(answer.data)).get_fields()


def test_to_have_read_it_is_to_be_done(as_: As, db: Db, reading: str) -> None:
    answer = as_("mia").post("portal.worksheets.finish", {"version": "0"}, assignment_id=reading)
    assert answer.status == 303
    response = db.scalars(select(WorksheetResponse)).one()
    assert response.finished_at is not None
    page = as_("theresa").get("therapist.responses.show", response_id=response.public_id)
    assert "A pause: my way out" in page.html
    assert "fields answered" not in page.text


def test_a_figure_stands_between_the_fields_of_a_sheet(as_: As, db: Db, cast: Cast) -> None:
    key = sheet_of(db, cast, code="W20").public_id
    page = as_("mia").get("portal.worksheets.edit", assignment_id=key)
    three = "Three flows of compassion, each an arrow."
    assert any(
        one["aria-label"].startswith(three) for one in page.parts(role="img", aria_label=True)
    )
    assert "can read what you write here" in page.text


def test_an_example_of_a_row_names_its_parts(as_: As, db: Db, cast: Cast) -> None:
    key = sheet_of(db, cast, code="W03").public_id
    page = as_("mia").get("portal.worksheets.edit", assignment_id=key)
    assert "For instance: Date: Mar 4 · Time: 7:30 · Min.: 5" in page.text
    assert "Stopped early: no · What I noticed, or why I stopped: jaw let go" in page.text
