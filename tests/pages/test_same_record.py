"""One sheet filled on a phone, in a PDF and on paper: three ways, and the same record."""

import json
from collections.abc import Callable
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from clinic.db import Db
from clinic.domain.enrollments import Medium
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from tests.cast import Cast
from tests.client import Person
from tests.every_kind import ANSWERS, as_the_script_sends, filled, names_and_values, sheet_for

As = Callable[[str], Person]


def record(db: Db, key: int) -> WorksheetResponse:
    db.commit()
    return db.scalars(select(WorksheetResponse).where(WorksheetResponse.assignment_id == key)).one()


def test_phone_pdf_and_paper_give_the_identical_record(as_: As, db: Db, cast: Cast) -> None:
    sheets = {name: sheet_for(db, cast, name) for name in ("mia", "max", "noor")}
    ids = {name: sheet.public_id for name, sheet in sheets.items()}

    body = {"answers": as_the_script_sends(), "version": 0}
    saved = as_("mia").put_json("portal.worksheets.save", body, assignment_id=ids["mia"])
    assert saved.status == 200

    at_home = as_("max")
    pdf = at_home.get("portal.worksheets.form", assignment_id=ids["max"]).answer.data
    file = (BytesIO(filled(pdf)), "sheet.pdf")
    brought = at_home.post("portal.worksheets.upload", {"file": file}, assignment_id=ids["max"])
    assert brought.status == 303

    paper = MultiDict([*names_and_values(), ("version", "0"), ("then", "later")])
    typed = as_("theresa").post("therapist.responses.update", paper, assignment_id=ids["noor"])
    assert typed.status == 303

    rows = {name: record(db, sheet.id) for name, sheet in sheets.items()}
    texts = {read_sealed(db.keys, row, "answers") for row in rows.values()}
    assert len(texts) == 1
    assert json.loads(str(texts.pop())) == ANSWERS
    assert {row.answered for row in rows.values()} == {12}
    assert {name: row.medium for name, row in rows.items()} == {
        "mia": Medium.PORTAL,
        "max": Medium.PORTAL,
        "noor": Medium.PAPER,
    }


def test_a_pdf_that_is_opened_again_holds_what_stands_and_brings_it_back_unchanged(
    as_: As, db: Db, cast: Cast
) -> None:
    sheet = sheet_for(db, cast, "mia")
    mia = as_("mia")
    body = {"answers": as_the_script_sends(), "version": 0}
    mia.put_json("portal.worksheets.save", body, assignment_id=sheet.public_id)
    first = record(db, sheet.id)
    pdf = mia.get("portal.worksheets.form", assignment_id=sheet.public_id).answer.data
    file = (BytesIO(pdf), "sheet.pdf")
    mia.post("portal.worksheets.upload", {"file": file}, assignment_id=sheet.public_id)
    assert record(db, sheet.id).version == first.version
