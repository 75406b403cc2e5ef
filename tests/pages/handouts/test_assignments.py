"""One person's sheet on paper, with the code that leads back to it."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.homework.sheet_codes import printed_code, read_code
from clinic.models.assignments import Assignment
from clinic.models.sheet_codes import SheetCode
from tests.cast import Cast
from tests.client import Person
from tests.databases import engine_of
from tests.homework import exercise_of, sheet_of
from tests.printing.paper import pages
from tests.snapshots import rows_of

As = Callable[[str], Person]
CODE = re.compile(r"\b([B-DF-HJ-NP-TV-Z]{4}-[B-DF-HJ-NP-TV-Z]{4})\b")


@pytest.fixture
def sheet(db: Db, cast: Cast) -> Assignment:
    return sheet_of(db, cast)


def printed(person: Person, sheet: Assignment) -> list[str]:
    answer = person.post("handouts.assignments.create", assignment_id=sheet.public_id)
    paper = person.open(answer.location).answer
    assert paper.mimetype == "application/pdf"
    return pages(paper.data)


def test_a_sheet_is_printed_for_its_person_with_a_code_that_opens_it(
    as_: As, sheet: Assignment
) -> None:
    first = printed(as_("theresa"), sheet)[0]
    for words in ("Mia R.", "Tuesdays", "Session 3"):
        assert words in first
    found = CODE.search(first)
    assert found
    assert as_("mia").get("auth.codes.show", code=read_code(found[1])).status == 303


def test_looking_at_the_paper_again_makes_no_code(as_: As, db: Db, sheet: Assignment) -> None:
    theresa = as_("theresa")
    before = rows_of(engine_of(db))
    paper = theresa.get("handouts.assignments.show", assignment_id=sheet.public_id)
    assert not CODE.search(pages(paper.answer.data)[0])
    assert rows_of(engine_of(db)) == before


def test_the_file_is_named_for_nobody(as_: As, sheet: Assignment) -> None:
    paper = as_("theresa").get("handouts.assignments.show", assignment_id=sheet.public_id, large=1)
    assert paper.answer.headers["Content-Disposition"] == 'inline; filename="sheet.pdf"'


def test_a_lost_sheet_is_ended_on_the_persons_page(
    as_: As, db: Db, cast: Cast, sheet: Assignment
) -> None:
    theresa, place = as_("theresa"), {"client_id": cast.clients["mia"].public_id}
    printed(theresa, sheet)
    code = printed_code(db.scalars(select(SheetCode.code)).one())
    assert f"Code {code} until" in theresa.get("therapist.clients.show", **place).text
    gone = theresa.post("handouts.assignments.revoke", assignment_id=sheet.public_id)
    assert code not in theresa.open(urlsplit(gone.location).path).text
    assert as_("mia").get("auth.codes.show", code=code).status == 404
    assert code not in printed(theresa, sheet)[0]


def test_an_exercise_is_no_sheet(as_: As, db: Db, cast: Cast) -> None:
    where = {"assignment_id": exercise_of(db, cast).public_id}
    assert as_("theresa").post("handouts.assignments.create", **where).status == 404


@pytest.mark.parametrize(("name", "status"), [("sam", 404), ("sigrid", 403), ("mia", 403)])
def test_others_neither_print_nor_end_it(
    as_: As, sheet: Assignment, name: str, status: int
) -> None:
    for endpoint in ("handouts.assignments.create", "handouts.assignments.revoke"):
        assert as_(name).post(endpoint, assignment_id=sheet.public_id).status == status
