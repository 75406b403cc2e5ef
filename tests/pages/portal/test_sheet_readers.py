"""Who reads a sheet is said where it is written, and is so on both sides."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.assignments import Assignment
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.homework.sheet_codes import issue_sheet_code
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import sheet_of
from tests.sheets import finish

As = Callable[[str], Person]
ONLY_YOU = "What you write here is yours."
READ = "Your facilitators, and whoever supervises them, can read what you write here."


@pytest.fixture
def letter(db: Db, cast: Cast) -> Assignment:
    return sheet_of(db, cast, code="W18")


def response_id(db: Db) -> str:
    db.rollback()
    return db.scalars(select(WorksheetResponse.public_id)).one()


def read_by(as_: As, name: str, response: str) -> int:
    """Ask for the answers on screen and on paper, which a supervisor does not print."""
    page = as_(name).get("therapist.responses.show", response_id=response)
    paper = as_(name).get("handouts.responses.show", response_id=response)
    assert paper.status == (403 if name == "sigrid" else page.status)
    return page.status


def typed_into(pdf: bytes, name: str, words: str) -> bytes:
    """Type into one field of a PDF, as a viewer does."""
    with pikepdf.open(BytesIO(pdf)) as document:
        field = next(one for one in document.Root.AcroForm.Fields if str(one.T) == name)
        field.V = pikepdf.String(words)
        saved = BytesIO()
        document.save(saved)
    return saved.getvalue()


def line_of(as_: As, cast: Cast, assignment: Assignment) -> str:
    """Give the line of one piece of homework on the client's page of a therapist."""
    client = cast.clients["mia"].public_id
    page = as_("theresa").get("therapist.clients.show", client_id=client)
    return page.part(id=f"assignment-{assignment.public_id}").text


@pytest.mark.parametrize(
    ("code", "said", "not_said"), [("W18", ONLY_YOU, READ), ("W01", READ, ONLY_YOU)]
)
def test_the_notice_quotes_the_sheet(
    as_: As, db: Db, cast: Cast, code: str, said: str, not_said: str
) -> None:
    key = sheet_of(db, cast, code=code).public_id
    page = as_("mia").get("portal.worksheets.edit", assignment_id=key)
    assert said in page.text
    assert not_said not in page.text
    assert page.has_heading("Who reads this sheet") is (code == "W18")


def test_sharing_keeps_what_was_typed_and_can_be_taken_back(
    as_: As, db: Db, letter: Assignment
) -> None:
    mia, key = as_("mia"), letter.public_id
    sent = mia.post(
        "portal.worksheets.share", {"to": "Dear Mia", "version": "0"}, assignment_id=key
    )
    assert sent.status == 303
    written = response_id(db)
    page = as_("theresa").get("therapist.responses.show", response_id=written)
    assert "Dear Mia" in page.text
    assert "let you read this sheet" in page.text
    assert read_by(as_, "sigrid", written) == 200
    shown = mia.get("portal.worksheets.edit", assignment_id=key)
    assert "You shared this sheet on" in shown.text
    assert "with what you change in it, until you take it back" in shown.text
    version = {"to": "Dear Mia", "version": shown.parts("input", name="version")[0]["value"]}
    assert mia.post("portal.worksheets.take_back", version, assignment_id=key).status == 303
    for name in ("theresa", "tom", "sigrid"):
        assert read_by(as_, name, written) == 404
    assert "Dear Mia" in mia.get("portal.worksheets.edit", assignment_id=key).html


def test_staff_see_that_it_is_done_and_not_shared(
    as_: As, db: Db, cast: Cast, letter: Assignment, clock: Clock
) -> None:
    mia, key = as_("mia"), letter.public_id
    mia.post("portal.worksheets.finish", {"to": "Dear", "version": "0"}, assignment_id=key)
    row = line_of(as_, cast, letter)
    assert "Not shared" in row
    assert "Answers" not in row
    assert "Type in from paper" not in row
    done = mia.get("portal.done.index")
    assert "Only you" in done.text
    clock.at = NOW + timedelta(days=3)
    mia = as_("mia")
    closed = mia.get("portal.worksheets.edit", assignment_id=key)
    assert closed.has_heading("Who reads this sheet")
    assert mia.post("portal.worksheets.share", assignment_id=key).status == 303
    assert "You and your facilitators" in mia.get("portal.done.index").text
    row = line_of(as_, cast, letter)
    assert "Shared " in row
    assert "Answers" in row


def test_there_is_nothing_to_share_before_anything_is_written(as_: As, letter: Assignment) -> None:
    key = letter.public_id
    assert as_("mia").post("portal.worksheets.share", assignment_id=key).status == 404


def test_the_desk_neither_shows_nor_takes_what_is_not_shared(
    as_: As, db: Db, cast: Cast, letter: Assignment
) -> None:
    key = letter.public_id
    theresa = as_("theresa")
    fresh = theresa.get("therapist.responses.edit", assignment_id=key)
    assert "only if it was handed in to be read" in fresh.text
    mia = Actor(cast.accounts["mia"].id, NOW)
    finish(db, mia, letter, {"to": "Dear Mia"}, 0, Medium.PORTAL)
    page = theresa.get("therapist.responses.edit", assignment_id=key)
    assert page.has_heading("Not shared")
    assert "Dear Mia" not in page.html
    assert not page.has_field("to")
    typed = {"to": "Dear Max", "version": "0"}
    refused = theresa.post("therapist.responses.update", typed, assignment_id=key)
    assert refused.status == 422
    assert "is not shared" in refused.text
    assert "Dear Max" in refused.html
    assert "Dear Mia" not in refused.html
    read = theresa.post("therapist.responses.upload", assignment_id=key)
    assert (read.status, "Dear Mia" in read.html) == (422, False)


def test_a_code_of_a_sheet_that_is_not_shared_leads_staff_to_the_person(
    as_: As, db: Db, cast: Cast, letter: Assignment
) -> None:
    code = issue_sheet_code(db, Actor(cast.accounts["theresa"].id, NOW), letter).code
    mia = Actor(cast.accounts["mia"].id, NOW)
    finish(db, mia, letter, {"to": "Dear Mia"}, 0, Medium.PORTAL)
    led = as_("theresa").get("auth.codes.show", code=code)
    assert f"assignment-{letter.public_id}" in led.location


def test_a_pdf_that_is_brought_back_shares_nothing(
    as_: As, db: Db, cast: Cast, letter: Assignment
) -> None:
    """Neither a first PDF nor one that is brought again opens the sheet to anybody."""
    mia, key = as_("mia"), letter.public_id
    for words in ("Dear Mia", "Dear you"):
        form = mia.get("portal.worksheets.form", assignment_id=key).answer.get_data()
        file = (BytesIO(typed_into(form, "to", words)), "sheet.pdf")
        mia.post("portal.worksheets.upload", {"file": file}, assignment_id=key)
        assert read_by(as_, "theresa", response_id(db)) == 404
    assert "Bringing it back here shares it with nobody." in (
        mia.get("portal.worksheets.edit", assignment_id=key).text
    )
