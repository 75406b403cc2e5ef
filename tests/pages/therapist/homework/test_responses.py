"""What somebody wrote into a sheet, as her therapist reads it."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.worksheets import WorksheetResponse
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import sheet_of
from tests.sheets import save

As = Callable[[str], Person]


@pytest.fixture
def response(db: Db, cast: Cast) -> WorksheetResponse:
    row = sheet_of(db, cast, code="W10")
    mia = Actor(cast.accounts["mia"].id, NOW)

    answers = {
        "situations": [{"situation": "no call on Sunday"}, {}, {"did": "<b>waited</b>"}],
        "responses": ["checking", "pleasing"],
        "cost": "Relief.\nAnd an evening.",
    }
    return save(db, mia, row, answers, 0, Medium.PORTAL)


def test_the_answers_stand_under_their_questions(
    as_: As, cast: Cast, response: WorksheetResponse
) -> None:
    page = as_("theresa").get("therapist.responses.show", response_id=response.public_id)
    assert page.has_heading("My patterns this week")
    assert "3 of 4 fields answered" in page.text
    assert "no call on Sunday" in page.text
    assert "checking (phone, messages)" in page.text
    assert "asking if we are all right" not in page.text
    assert "A kinder next step, if it comes again Not answered." in page.text


def test_what_was_written_stays_text(as_: As, response: WorksheetResponse) -> None:
    page = as_("theresa").get("therapist.responses.show", response_id=response.public_id)
    assert "&lt;b&gt;waited&lt;/b&gt;" in page.html


@pytest.mark.parametrize(
    ("name", "status"), [("tom", 200), ("sigrid", 200), ("sam", 404), ("ada", 403), ("max", 403)]
)
def test_the_answers_are_read_by_those_who_work_with_her(
    as_: As, response: WorksheetResponse, name: str, status: int
) -> None:
    answer = as_(name).get("therapist.responses.show", response_id=response.public_id)
    assert answer.status == status
