"""A PDF that comes when nothing of it can be kept says what is in it, field by field."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import Executable, select, update

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.worksheets import WorksheetResponse
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.databases import engine_of
from tests.every_kind import filled, names_and_values, sheet_for
from tests.hostile.forms import forms_on
from tests.printing.viewers import by_value_and_state, drawn_on, saved, written_over

As = Callable[[str], Person]
CLOSED = NOW + timedelta(days=30)

SAID = (
    "One word Unhurried – “for now”",
    "One moment On the stairs. The light was on: né, 日本, 🙂",
    "Minutes 7.5",
    "How easy was it? 3",
    "How strong was it? 40",
    "How did it go? Partly",
    "What I tried A breath A call",
    "Next time 2026-03-05",
    "Day 2026-02-24 Minutes 5 Before 0 Mood Fair Kept done Noticed slower",
    "Noticed a day without",
    "Leave it unread",
    "Wait ten minutes",
    "Where I feel it Chest",
)
"""What every field of the sheet says, in the words of the sheet."""


@pytest.fixture
def key(db: Db, cast: Cast) -> str:
    return sheet_for(db, cast, "mia").public_id


@pytest.fixture
def blank(as_: As, key: str) -> bytes:
    return as_("mia").get("portal.worksheets.form", assignment_id=key).answer.get_data()


def bring(person: Person, key: str, pdf: bytes, of: str = "portal.worksheets", **at: str) -> Page:
    file = {"file": (BytesIO(pdf), "sheet.pdf")}
    return person.post(f"{of}.upload", file, assignment_id=key, **at)


def change(db: Db, statement: Executable) -> None:
    with engine_of(db).begin() as connection:
        connection.execute(statement)


def words(page: Page) -> str:
    return " ".join(page.text.split())


def test_every_field_of_it_is_read_back_and_nothing_is_called_kept(
    as_: As, db: Db, clock: Clock, key: str, blank: bytes
) -> None:
    clock.at = CLOSED
    page = bring(as_("mia"), key, filled(blank))
    assert page.status == 422
    assert [said for said in SAID if said not in words(page)] == []
    assert page.has_heading("What your PDF says")
    assert "None of this is kept here" in page.text
    assert "is saved here. Look" not in page.text
    assert "Nothing was written in this sheet" not in page.text
    assert db.scalars(select(WorksheetResponse)).all() == []


def test_the_words_that_no_field_takes_are_read_back_as_they_were_typed(
    as_: As, clock: Clock, key: str, blank: bytes
) -> None:
    sent = saved(blank, by_value_and_state, next_time="next week", log__1__minutes="about 40")
    clock.at = CLOSED
    text = words(bring(as_("mia"), key, drawn_on(written_over(sent, "slept badly"))))
    assert "Next time next week" in text
    assert "In words, row 2, Minutes: “about 40”" in text
    assert "Typed over the page slept badly" in text
    assert "Something was drawn, written by hand or stamped onto a page." in text


def test_a_sheet_that_was_taken_out_of_the_homework_reads_it_back_and_says_so(
    as_: As, db: Db, key: str, blank: bytes
) -> None:
    change(db, update(Assignment).where(Assignment.public_id == key).values(is_active=False))
    page = bring(as_("mia"), key, filled(blank))
    assert page.status == 422
    assert "This was removed from your homework in the meantime." in page.text
    assert [said for said in SAID if said not in words(page)] == []


def test_a_page_that_was_opened_in_time_reads_it_back_when_the_meeting_is_over_too(
    as_: As, clock: Clock, key: str, blank: bytes
) -> None:
    sign = as_("mia").get("portal.worksheets.edit", assignment_id=key).id_after("opened=")
    clock.at = CLOSED
    page = bring(as_("mia"), key, filled(blank), opened=sign)
    assert page.status == 422
    assert page.has_heading("Nothing of your PDF is kept")
    assert [said for said in SAID if said not in words(page)] == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 no"])
def test_one_that_cannot_be_read_says_why(
    as_: As, clock: Clock, key: str, blank: bytes, content: bytes
) -> None:
    clock.at = CLOSED
    page = bring(as_("mia"), key, content)
    assert page.status == 422
    assert page.has_heading("Nothing of your PDF is kept")
    page = bring(as_("mia"), key, blank)
    assert "Its fields are empty." in page.text


def test_at_the_desk_everything_stands_in_the_form_when_all_is_closed(
    as_: As, db: Db, clock: Clock, key: str, blank: bytes
) -> None:
    change(db, update(Assignment).where(Assignment.public_id == key).values(is_active=False))
    change(db, update(Cohort).values(status=CohortStatus.CLOSED))
    clock.at = CLOSED
    page = bring(as_("theresa"), key, filled(blank), "therapist.responses")
    assert "Nothing is kept yet. Look it over, then keep it." in page.text
    form = next(one for one in forms_on(page.html, "/") if one.action.endswith("/answers"))
    stands = {(c.name, said) for c in form.controls.values() for said in c.standing}
    assert set(names_and_values()) - stands == set()
    assert db.scalars(select(WorksheetResponse)).all() == []
