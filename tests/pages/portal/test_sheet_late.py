"""A PDF that comes when nothing of it can be kept is heard all the same."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from sqlalchemy import update

from clinic.db import Db
from clinic.domain.homework.worksheets import Readers
from clinic.models.worksheets import WorksheetResponse
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.databases import engine_of
from tests.homework import sheet_of
from tests.marks import cases, filled, marks

As = Callable[[str], Person]
MARK = next(mark for mark in marks() if mark.code == "W17")


def test_after_its_window_with_help_in_sight_and_true_words(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    key, mia = sheet_of(db, cast, code="W17").public_id, as_("mia")
    pdf = mia.get("portal.worksheets.form", assignment_id=key).answer.data
    clock.at = NOW + timedelta(days=9)
    for content, is_heard in ((pdf, False), (filled(pdf, MARK), True)):
        file = (BytesIO(content), "sheet.pdf")
        page = as_("mia").post("portal.worksheets.upload", {"file": file}, assignment_id=key)
        assert page.status == 422
        assert page.has_heading("You do not have to carry this alone") is is_heard
    assert "The page itself is not kept, and says why." in page.text
    assert [case.flag for case in cases(db, cast)] == [MARK.flag]
    broken = (BytesIO(b"%PDF-1.7 no"), "sheet.pdf")
    page = as_("mia").post("portal.worksheets.upload", {"file": broken}, assignment_id=key)
    assert page.status == 422


def test_the_page_of_a_sheet_that_could_not_be_kept_does_not_say_that_it_is(
    as_: As, db: Db, cast: Cast
) -> None:
    key, mia = sheet_of(db, cast, code="W28").public_id, as_("mia")
    sent = {"signs": "self_harm", "version": "0", "then": "done"}
    mia.post("portal.worksheets.finish", {"step_1": "x"} | {"version": "0"}, assignment_id=key)
    page = mia.post("portal.worksheets.finish", sent, assignment_id=key)
    assert page.status == 409
    assert "hidden" in page.part(data_told=True)
    assert "hidden" not in page.part(data_told_unkept=True)


def test_at_the_desk_where_the_sheet_is_kept_back_from_staff(as_: As, db: Db, cast: Cast) -> None:
    key, mia = sheet_of(db, cast, code="W17").public_id, as_("mia")
    pdf = mia.get("portal.worksheets.form", assignment_id=key).answer.data
    mia.post("portal.worksheets.finish", {"openness": "mine", "version": "0"}, assignment_id=key)
    with engine_of(db).begin() as connection:
        connection.execute(update(WorksheetResponse).values(readers=Readers.MINE))
    file = (BytesIO(filled(pdf, MARK)), "sheet.pdf")
    page = as_("theresa").post("therapist.responses.upload", {"file": file}, assignment_id=key)
    assert page.status == 422
    assert "Something in it opened a risk case." in page.text
    assert "mine" not in page.text.split("Not shared")[0]
    assert [case.flag for case in cases(db, cast)] == [MARK.flag]
