"""The room's pack and single sheets, as the PDF that comes out."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, PaperNames
from clinic.domain.homework.sheet_codes import printed_code
from clinic.models.programs import ProgramRow, WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.models.sheet_codes import SheetCode
from clinic.operations.groups.cohorts import open_cohort
from clinic.operations.people.enrollments import change_status, enroll
from tests.cast import NOW, PLAN, Cast
from tests.client import Page, Person
from tests.pages.handouts.papers import made, printed, words

As = Callable[[str], Person]


def pack(person: Person, cast: Cast, number: int = 4, /, **asked: object) -> Page:
    return printed(person, session_id=cast.sessions[number].public_id, **asked)


def choose(person: Person, cast: Cast, **chosen: object) -> Page:
    where = {"session_id": cast.sessions[2].public_id}
    data = {"parts": ["handouts", "plan"], "sides": "double", **chosen}
    return person.post("handouts.packs.create", data, **where)


def test_what_was_chosen_goes_on_to_the_paper(as_: As, cast: Cast) -> None:
    mia = cast.enrollments["mia"].public_id
    answer = choose(as_("theresa"), cast, sides="single", large=[mia])
    assert answer.status == 303
    assert answer.location.endswith(f"?parts=handouts&parts=plan&sides=single&large={mia}")


def test_who_chose_nothing_is_asked_again_and_no_code_is_made(as_: As, db: Db, cast: Cast) -> None:
    page = choose(as_("theresa"), cast, parts=[])
    assert page.status == 422
    assert "Choose at least one thing to print." in page.text
    assert db.scalar(select(SheetCode.id)) is None


def test_the_pack_holds_each_persons_handouts_then_the_plan_and_the_names(
    as_: As, cast: Cast
) -> None:
    page = pack(as_("theresa"), cast)
    assert page.status == 200
    text = words(page)
    for title in ("My compassionate self", "What makes kindness hard", "Phrases I can lean on"):
        assert text.count(title) >= 3
    for name in ("Mia R.", "Max D.", "Noor H."):
        assert text.count(name) >= 5
    assert "18:50" in text
    assert "555 0100, day and night" in text
    assert "Olga" not in text


def test_a_pack_gives_each_sheet_to_take_home_a_code_of_its_own(
    as_: As, db: Db, cast: Cast
) -> None:
    theresa = as_("theresa")
    paper = words(made(theresa, theresa.open(choose(theresa, cast).location)))
    issued = set(db.scalars(select(SheetCode.code)))
    on_paper = {code for code in issued if printed_code(code) in paper}
    # Three people, each with the two of that week's sheets that are home practice as well.
    assert len(on_paper) == 6
    again = words(made(theresa, theresa.open(choose(theresa, cast).location)))
    assert all(printed_code(code) in again for code in on_paper)


def test_asking_for_the_file_makes_no_code(as_: As, db: Db, cast: Cast) -> None:
    assert pack(as_("theresa"), cast, 2).status == 200
    assert db.scalar(select(SheetCode.id)) is None


def test_the_file_has_a_name_that_tells_nothing_and_is_kept_nowhere(as_: As, cast: Cast) -> None:
    headers = pack(as_("theresa"), cast).answer.headers
    assert headers["Content-Disposition"] == 'inline; filename="session-4-2026-03-03.pdf"'
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Cache-Control"] == "no-store"


def test_who_left_gets_no_handouts(as_: As, db: Db, cast: Cast) -> None:
    doer = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    change_status(db, doer, cast.enrollments["max"], EnrollmentStatus.WITHDRAWN, "Moved away.")
    text = words(pack(as_("theresa"), cast))
    assert "Mia R." in text
    assert "Max D." not in text


def test_a_cohort_that_prints_codes_prints_no_name(as_: As, db: Db, cast: Cast) -> None:
    doer = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    row = db.scalars(select(ProgramRow).where(ProgramRow.id == cast.cohort.program_id)).one()
    plan = replace(PLAN, first_on=date(2026, 3, 10), paper_names=PaperNames.CODE)
    cohort = open_cohort(db, doer, plan, row, [cast.accounts["theresa"]])
    mia = cast.clients["mia"]
    enroll(db, doer, cohort, mia)
    first = db.scalars(
        select(GroupSession.public_id).where(
            GroupSession.cohort_id == cohort.id, GroupSession.number == 1
        )
    ).one()
    text = words(printed(as_("theresa"), session_id=first))
    assert mia.code in text
    assert "Mia" not in text


def test_with_nobody_enrolled_there_is_a_sentence_and_no_paper(as_: As, db: Db, cast: Cast) -> None:
    doer = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    for name in ("mia", "max", "noor"):
        change_status(db, doer, cast.enrollments[name], EnrollmentStatus.WITHDRAWN, "Moved away.")
    page = pack(as_("theresa"), cast)
    assert page.status == 422
    assert "Nobody is enrolled yet" in page.text


@pytest.mark.parametrize(
    ("name", "status"),
    [("sam", 404), ("sigrid", 403), ("mia", 403), ("ada", 403), ("nobody", 303)],
)
def test_the_pack_is_for_the_facilitators_alone(
    as_: As, cast: Cast, name: str, status: int
) -> None:
    assert pack(as_(name), cast).status == status


@pytest.mark.parametrize(
    ("asked", "width", "file"),
    [
        ({}, 595, "W13.pdf"),
        ({"paper": "Letter"}, 612, "W13.pdf"),
        ({"paper": "A3", "large": "1"}, 595, "W13-large.pdf"),
    ],
)
def test_an_empty_sheet_comes_in_both_sizes_of_paper_and_in_large_print(
    as_: As, db: Db, asked: dict[str, str], width: int, file: str
) -> None:
    sheet = db.scalars(select(WorksheetRow.public_id).where(WorksheetRow.code == "W13")).one()
    page = as_("theresa").get("handouts.worksheets.show", worksheet_id=sheet, **asked)
    assert page.status == 200
    assert int(PdfReader(io.BytesIO(page.answer.data)).pages[0].mediabox.width) == width
    assert page.answer.headers["Content-Disposition"] == f'inline; filename="{file}"'
    assert "Name" in words(page)


def test_a_sheet_that_is_not_there_is_not_found_and_clients_are_refused(as_: As, db: Db) -> None:
    sheet = db.scalars(select(WorksheetRow.public_id).where(WorksheetRow.code == "W13")).one()
    assert as_("mia").get("handouts.worksheets.show", worksheet_id=sheet).status == 403
    assert as_("sam").get("handouts.worksheets.show", worksheet_id="a" * 20).status == 404
