"""Every mark of every sheet that ships, made on a phone, in a PDF and on paper: each is heard.

So it is in a cohort that runs on a version from before there were marks.
"""

from collections.abc import Callable
from io import BytesIO

import pytest
from werkzeug.datastructures import MultiDict

from clinic.db import Db
from clinic.domain.risk import RiskKind
from clinic.models.sealed import read_sealed
from tests.cast import Cast
from tests.client import Person
from tests.crowd import theresa
from tests.homework import sheet_of
from tests.marks import Mark, cases, filled, make_older, marks

As = Callable[[str], Person]
MARKS = marks()


def test_the_marks_that_ship_are_these() -> None:
    assert [(mark.code, mark.flag, mark.sign.value) for mark in MARKS] == [
        ("W17", "log.intrusions.some", "memories"),
        ("W23", "safe_to_raise.no", "danger"),
        ("W28", "signs.flashbacks", "memories"),
        ("W28", "signs.self_harm", "harm"),
        ("W28", "signs.unsafe", "danger"),
    ]


@pytest.fixture(params=["newest", "older"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=MARKS, ids=lambda mark: mark.flag)
def mark(request: pytest.FixtureRequest, version: str, db: Db, cast: Cast) -> Mark:
    found: Mark = request.param
    if version == "older":
        make_older(db, theresa(cast), found.code)
    return found


def heard(db: Db, cast: Cast, mark: Mark) -> bool:
    """Whether it opened one case, with its words, and with nothing that somebody wrote."""
    (case,) = cases(db, cast)
    said = read_sealed(db.keys, case, "said")
    return (case.kind, case.flag, case.sign, bool(said)) == (
        RiskKind.SHEET,
        mark.flag,
        mark.sign,
        True,
    )


def test_on_a_phone_with_the_first_save(as_: As, db: Db, cast: Cast, mark: Mark) -> None:
    key = sheet_of(db, cast, code=mark.code).public_id
    body = {"answers": mark.answers, "version": 0}
    answer = as_("mia").put_json("portal.worksheets.save", body, assignment_id=key)
    assert len(answer.json["heard"]) == 1
    assert heard(db, cast, mark)
    body["version"] = answer.json["version"]
    as_("mia").put_json("portal.worksheets.save", body, assignment_id=key)
    assert heard(db, cast, mark)


def test_without_scripts_and_the_page_after_says_whom_to_call(
    as_: As, db: Db, cast: Cast, mark: Mark
) -> None:
    key, mia = sheet_of(db, cast, code=mark.code).public_id, as_("mia")
    form = MultiDict([*mark.pairs, ("version", "0"), ("then", "done")])
    page = mia.open(mia.post("portal.worksheets.finish", form, assignment_id=key).location)
    assert heard(db, cast, mark)
    assert page.has_heading("You do not have to carry this alone")
    shown = [one.element.get("href") or one.element.tag for one in page.part("main").parts()]
    assert shown.index("tel:5550100") < shown.index("h1")


def test_in_a_pdf_that_comes_back(as_: As, db: Db, cast: Cast, mark: Mark) -> None:
    key, mia = sheet_of(db, cast, code=mark.code).public_id, as_("mia")
    pdf = mia.get("portal.worksheets.form", assignment_id=key).answer.data
    file = (BytesIO(filled(pdf, mark)), "sheet.pdf")
    page = mia.open(
        mia.post("portal.worksheets.upload", {"file": file}, assignment_id=key).location
    )
    assert heard(db, cast, mark)
    assert "You do not have to carry this alone" in page.text


def test_in_a_pdf_that_a_therapist_reads_in(as_: As, db: Db, cast: Cast, mark: Mark) -> None:
    key = sheet_of(db, cast, code=mark.code).public_id
    pdf = as_("mia").get("portal.worksheets.form", assignment_id=key).answer.data
    file = (BytesIO(filled(pdf, mark)), "sheet.pdf")
    as_("theresa").post("therapist.responses.upload", {"file": file}, assignment_id=key)
    assert heard(db, cast, mark)
    form = MultiDict([*mark.pairs, ("version", "0"), ("then", "done")])
    kept = as_("theresa").post("therapist.responses.update", form, assignment_id=key)
    assert kept.status == 303
    assert heard(db, cast, mark)


def test_typed_in_from_paper_and_the_case_comes_first(
    as_: As, db: Db, cast: Cast, mark: Mark
) -> None:
    key, theresa = sheet_of(db, cast, code=mark.code).public_id, as_("theresa")
    form = MultiDict([*mark.pairs, ("version", "0"), ("then", "done")])
    stop = theresa.open(
        theresa.post("therapist.responses.update", form, assignment_id=key).location
    )
    assert heard(db, cast, mark)
    (case,) = cases(db, cast)
    assert stop.has_heading("Please look at this first")
    assert stop.leads_to(f"/risk-cases/{case.public_id}")
    page = theresa.get("therapist.risk_cases.show", case_id=case.public_id)
    assert str(read_sealed(db.keys, case, "said")) in page.text


def test_beside_each_mark_stands_what_becomes_of_it(
    as_: As, db: Db, cast: Cast, mark: Mark
) -> None:
    key = sheet_of(db, cast, code=mark.code).public_id
    page = as_("mia").get("portal.worksheets.edit", assignment_id=key)
    assert "your facilitators are told that you did" in page.text
