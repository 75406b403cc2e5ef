"""A sheet that is its writer's alone stays closed, and kept, after a link through other hands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.assignments import Assignment
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.clinic.invitations import accept_invitation, issue_invitation
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import sheet_of
from tests.sheets import save

As = Callable[[str], Person]
SECRET = "the heron on the frozen canal"
NEW = "five green kites flying"


def written(db: Db, cast: Cast) -> Assignment:
    """Let Mia begin a sheet, and then have her way in reset through somebody else's hands."""
    assignment, mia = sheet_of(db, cast, code="W18"), cast.accounts["mia"]
    doer = Actor(mia.id, NOW, mia.role)
    save(db, doer, assignment, {"to": SECRET}, 0, Medium.PORTAL)
    system = Actor(None, NOW + timedelta(minutes=1))
    accept_invitation(db, system, issue_invitation(db, system, mia).token, NEW)
    return assignment


def kept(db: Db) -> str:
    db.rollback()
    db.expire_all()
    return read_sealed(db.keys, db.scalars(select(WorksheetResponse)).one(), "answers") or ""


@pytest.fixture
def letter(db: Db, cast: Cast, clock: Clock) -> dict[str, str]:
    clock.at += timedelta(minutes=2)
    return {"assignment_id": written(db, cast).public_id}


def test_no_page_or_file_of_it_holds_a_word(as_: As, letter: dict[str, str]) -> None:
    mia = as_("mia")
    page = mia.get("portal.worksheets.edit", **letter)
    assert page.status == 200
    assert "What you wrote here is kept." in page.text
    assert SECRET not in page.html
    for file in ("form", "copy"):
        assert mia.get(f"portal.worksheets.{file}", **letter).status == 404


def test_nothing_is_written_over_it_and_nobody_shares_it(
    as_: As, db: Db, letter: dict[str, str]
) -> None:
    mia = as_("mia")
    body = {"answers": {"to": "something else"}, "version": 1}
    assert mia.put_json("portal.worksheets.save", body, **letter).status == 422
    sent = {"to": "something else", "version": "1"}
    assert mia.post("portal.worksheets.finish", sent, **letter).status == 422
    for data in ({}, sent):
        answer = mia.post("portal.worksheets.share", data, **letter)
        assert answer.status == 422
        assert SECRET not in answer.html
    assert SECRET in kept(db)


def test_the_earlier_passphrase_opens_it(as_: As, letter: dict[str, str]) -> None:
    mia = as_("mia")
    assert mia.post("auth.private_texts.update", {"secret": PASSPHRASE}).status == 303
    assert SECRET in mia.get("portal.worksheets.edit", **letter).html
