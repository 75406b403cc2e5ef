"""Pages on which programs are copied, edited, compared, offered, exported and taken in."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.programs import ProgramRow, WorksheetRow, program_worksheets
from tests.cast import Cast
from tests.client import Page, Person

As = Callable[[str], Person]


@pytest.fixture
def own(as_: As, db: Db, cast: Cast) -> dict[str, Any]:
    """A copy of the program, and one of its sheets: where they are found, and its source."""
    shipped = db.get_one(ProgramRow, cast.cohort.program_id)
    data = {"title": "Ours"}
    made = as_("theresa").post("therapist.programs.copy", data, program_id=shipped.public_id)
    assert made.status == 303
    return place_of(db)


def place_of(db: Db) -> dict[str, Any]:
    db.commit()
    program = db.scalars(select(ProgramRow).order_by(ProgramRow.id.desc()).limit(1)).one()
    sheet = db.scalars(
        select(WorksheetRow)
        .join(program_worksheets, program_worksheets.c.part_id == WorksheetRow.id)
        .where(program_worksheets.c.program_id == program.id, WorksheetRow.code == "W03")
    ).one()
    return {"program_id": program.public_id, "part_id": sheet.public_id, "source": sheet.source}


def send(as_: As, deed: str, own: dict[str, Any], source: str) -> Page:
    place = {key: own[key] for key in ("program_id", "part_id")}
    data = {"source": source.replace("\n", "\r\n"), "note": "softer"}
    return as_("theresa").post(f"therapist.program_parts.{deed}", data, **place)


def versions(db: Db) -> int:
    db.commit()
    return len(db.scalars(select(ProgramRow)).all())


def test_a_saved_sheet_is_compared_offered_and_stands_for_new_cohorts(
    as_: As, db: Db, own: dict[str, Any]
) -> None:
    theresa = as_("theresa")
    saved = send(as_, "update", own, own["source"].replace("purpose: ", "purpose: Gently. ", 1))
    page = theresa.open(saved.location)
    assert "Theresa Lind" in page.text
    assert "+ added purpose: Gently." in page.text
    assert "− removed purpose:" in page.text
    newest = place_of(db)["program_id"]
    assert newest not in theresa.get("therapist.cohorts.new").html
    yes = {"is_offered": "yes"}
    theresa.post("therapist.program_versions.offer", yes, program_id=newest)
    assert newest in theresa.get("therapist.cohorts.new").html
    listed = theresa.get("therapist.program_versions.index", program_id=newest)
    assert "Version 2" in listed.text
    assert "softer" in listed.text


def test_a_text_with_faults_comes_back_whole_with_every_fault_and_its_line(
    as_: As, db: Db, own: dict[str, Any]
) -> None:
    before = versions(db)
    broken = own["source"].replace("minutes: ", "minutes: x", 1) + "\n<script>alert(1)</script>\n"
    page = send(as_, "update", own, broken)
    assert page.status == 422
    assert "expected minutes to be a whole number" in page.text
    assert "expected text without raw HTML" in page.text
    assert "&lt;script&gt;alert(1)" in page.html
    assert versions(db) == before


def test_faults_are_told_while_one_types_and_nothing_is_saved(
    as_: As, db: Db, own: dict[str, Any]
) -> None:
    before = versions(db)
    assert send(as_, "check", own, own["source"]).json == {"faults": [], "name": "W03"}
    told = send(as_, "check", own, own["source"].replace("code: W03", "code: W04")).json
    assert [fault["line"] for fault in told["faults"]] == [1]
    assert versions(db) == before


@pytest.mark.parametrize("deed", ["preview", "paper"])
def test_a_preview_stands_in_a_frame_of_this_site_alone_and_runs_no_script(
    as_: As, own: dict[str, Any], deed: str
) -> None:
    page = send(as_, deed, own, own["source"].replace("purpose: ", "purpose: Gently. ", 1))
    policy = page.answer.headers["Content-Security-Policy"]
    assert page.status == 200
    assert "Gently." in page.text
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert page.answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert send(as_, deed, own, own["source"] + "\n![x](http://example.org)").status == 422


def test_only_the_page_of_the_editor_may_hold_frames(as_: As, own: dict[str, Any]) -> None:
    place = {key: own[key] for key in ("program_id", "part_id")}
    editor = as_("theresa").get("therapist.program_parts.edit", **place)
    assert "frame-src 'self'" in editor.answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in editor.answer.headers["Content-Security-Policy"]
    index = as_("theresa").get("therapist.programs.index")
    assert "frame-src" not in index.answer.headers["Content-Security-Policy"]


def test_an_older_version_is_laid_over_the_newest_and_saved_on_looking(
    as_: As, db: Db, own: dict[str, Any]
) -> None:
    text = own["source"].replace("purpose: ", "purpose: Gently. ", 1)
    assert send(as_, "update", own, text).status == 303
    place = {key: own[key] for key in ("program_id", "part_id")}
    assert as_("theresa").get("therapist.program_parts.edit", **place).status == 303
    page = send(as_, "update", own, own["source"] + "\nAnd more.\n")
    assert page.status == 409
    assert "And more." in page.html
    assert "purpose: Gently." in page.html
    assert not page.parts(class_="clashes")
    both = send(as_, "update", own, own["source"].replace("purpose: ", "purpose: Softly. ", 1))
    assert "purpose: Softly." in both.html
    assert "Gently." in both.html
    assert both.parts(class_="clashes")


def test_a_program_leaves_as_a_file_and_comes_back_as_the_same(
    as_: As, db: Db, own: dict[str, Any]
) -> None:
    theresa = as_("theresa")
    file = theresa.get("therapist.programs.export", program_id=own["program_id"])
    assert 'filename="own-ours.hearth.json"' in file.answer.headers["Content-Disposition"]
    assert json.loads(file.answer.get_data())["program"]["file"] == "own-ours.yaml"
    before = versions(db)
    back = upload(theresa, file.answer.get_data())
    assert (back.status, versions(db)) == (303, before)
    assert back.location.endswith(own["program_id"])


@pytest.mark.parametrize("raw", [b"", b"{", b"PK\x03\x04", b"x" * (2 * 1024 * 1024 + 1)])
def test_a_file_that_is_no_program_is_refused_in_words(as_: As, db: Db, raw: bytes) -> None:
    before = versions(db)
    page = upload(as_("theresa"), raw)
    assert page.status == 422
    assert "expected a" in page.text
    assert versions(db) == before


def test_a_file_far_too_large_is_turned_away(as_: As) -> None:
    assert upload(as_("theresa"), b"x" * (3 * 1024 * 1024)).status == 413


def upload(person: Person, raw: bytes) -> Page:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="p.json"\r\n\r\n'
    body = head + raw + b"\r\n--x--\r\n"
    url, kind = person.url("therapist.programs.import"), "multipart/form-data; boundary=x"
    return Page(person.browser.post(url, data=body, content_type=kind))
