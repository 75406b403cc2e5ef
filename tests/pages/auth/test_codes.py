"""Codes from paper: who is led where, and that everybody else learns nothing."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.homework.sheet_codes import MISSES_PER_ACCOUNT
from clinic.models.assignments import Assignment
from clinic.models.sheet_codes import SheetCode
from clinic.operations.homework.assignments import switch
from clinic.operations.homework.sheet_codes import issue_sheet_code, revoke_sheet_code
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.databases import engine_of
from tests.homework import sheet_of
from tests.selects import counted
from tests.sheets import save
from tests.snapshots import rows_of

As = Callable[[str], Person]
REFUSED = (("max", "W29"), ("mia", "W02"), ("mia", "W04"))
"""A sheet of somebody else's, one that was taken out, and one whose code was ended."""


@pytest.fixture
def doer(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)


@pytest.fixture
def sheet(db: Db, cast: Cast) -> Assignment:
    return sheet_of(db, cast)


@pytest.fixture
def code(db: Db, doer: Actor, sheet: Assignment) -> SheetCode:
    return issue_sheet_code(db, doer, sheet)


def seen(page: Page) -> tuple[int, str]:
    """Give all that tells one answer from another."""
    return page.status, page.bare


def test_a_client_is_led_to_her_sheet(as_: As, sheet: Assignment, code: SheetCode) -> None:
    mia = as_("mia")
    page = mia.get("auth.codes.show", code=code.code)
    assert page.status == 303
    assert page.location == mia.url("portal.worksheets.edit", assignment_id=sheet.public_id)
    assert mia.open(page.location).status == 200


@pytest.mark.parametrize("name", ["theresa", "tom", "sigrid"])
def test_staff_are_led_to_the_person_and_then_to_the_answers(
    as_: As, db: Db, cast: Cast, doer: Actor, sheet: Assignment, code: SheetCode, name: str
) -> None:
    before = as_(name).get("auth.codes.show", code=code.code)
    path, _, anchor = before.location.partition("#")
    assert as_(name).open(path).parts(id=anchor)
    assert cast.clients["mia"].public_id in path
    response = save(db, doer, sheet, {"hopes": "Rest"}, None, Medium.PAPER)
    after = as_(name).get("auth.codes.show", code=code.code)
    assert after.location == f"/therapist/worksheet-responses/{response.public_id}"


def test_on_a_phone_one_signs_in_and_stands_before_the_sheet(
    as_: As, sheet: Assignment, code: SheetCode
) -> None:
    phone = as_("nobody")
    asked = phone.get("auth.codes.show", code=code.code)
    form = phone.open(asked.location)
    goal = form.field("next")
    assert goal
    answer = phone.post(
        "auth.login_sessions.create",
        {"sign_in_name": "mia@example.org", "passphrase": PASSPHRASE, "next": goal},
    )
    last = phone.open(phone.open(answer.location).location)
    assert last.answer.request.path.endswith(f"{sheet.public_id}/worksheet")
    assert last.status == 200


def test_signed_out_every_code_is_answered_alike(as_: As, db: Db, code: SheetCode) -> None:
    answers = []
    for asked in (code.code, "ZZZZZZZZ", "NOCODE01"):
        with counted(db) as selects:
            page = as_("nobody").get("auth.codes.show", code=asked)
        form = as_("nobody").open(page.location)
        answers.append((page.status, len(selects), form.bare.replace(asked, "")))
    assert answers[0] == answers[1] == answers[2]


def test_every_code_that_opens_nothing_gets_the_same_answer_at_the_same_cost(
    as_: As, db: Db, cast: Cast, clock: Clock, code: SheetCode
) -> None:
    expired = code
    clock.at = NOW + timedelta(days=20)
    doer = Actor(cast.accounts["theresa"].id, clock.at, Role.THERAPIST)
    sheets = [sheet_of(db, cast, who, which) for who, which in REFUSED]
    foreign, taken_out, ended = (issue_sheet_code(db, doer, row) for row in sheets)
    switch(db, doer, sheets[1], is_active=False)
    revoke_sheet_code(db, doer, sheets[2])
    mia = as_("mia")
    answers = []
    for asked in ("ZZZZ-ZZZZ", "no-code", *(c.code for c in (foreign, taken_out, ended, expired))):
        with counted(db) as selects:
            answers.append((*seen(mia.get("auth.codes.show", code=asked)), len(selects)))
    assert answers[0][0] == 404
    assert answers == [answers[0]] * 6


@pytest.mark.parametrize("name", ["sam", "olga", "max", "ada"])
def test_to_others_a_code_is_like_one_that_was_never_given(
    as_: As, code: SheetCode, name: str
) -> None:
    other = as_(name)
    real = other.get("auth.codes.show", code=code.code)
    assert seen(real) == seen(other.get("auth.codes.show", code="ZZZZZZZZ"))
    assert seen(other.get("auth.codes.find", code=code.code)) == seen(real)
    assert "W01" not in real.html
    assert "Mia" not in real.html


def test_a_code_may_be_typed_by_hand(as_: As, sheet: Assignment, code: SheetCode) -> None:
    for name, endpoint in (("mia", "portal.weeks.index"), ("theresa", "therapist.clients.index")):
        assert as_(name).get(endpoint).parts(action="/c")
    typed = f" {code.code[:4].lower()} {code.code[4:]}"
    assert sheet.public_id in as_("mia").get("auth.codes.find", code=typed).location
    assert as_("mia").get("auth.codes.find").status == 200


def test_opening_a_sheet_writes_nothing(as_: As, db: Db, code: SheetCode) -> None:
    people = [as_(name) for name in ("mia", "theresa", "nobody")]
    before = rows_of(engine_of(db))
    for person in people:
        assert person.get("auth.codes.show", code=code.code).status == 303
    assert rows_of(engine_of(db)) == before


def test_a_miss_writes_a_try_and_nothing_else(as_: As, db: Db, code: SheetCode) -> None:
    sam = as_("sam")
    before = rows_of(engine_of(db), {"sign_in_attempts"})
    sam.get("auth.codes.show", code=code.code)
    assert rows_of(engine_of(db), {"sign_in_attempts"}) == before
    (attempt,) = rows_of(engine_of(db))["sign_in_attempts"]
    assert code.code not in str(attempt)


def test_after_many_misses_even_good_codes_wait_for_an_hour(
    as_: As, clock: Clock, code: SheetCode
) -> None:
    theresa = as_("theresa")
    for _ in range(MISSES_PER_ACCOUNT):
        assert theresa.get("auth.codes.show", code="ZZZZZZZZ").status == 404
    assert theresa.get("auth.codes.show", code=code.code).status == 429
    assert as_("mia").get("auth.codes.show", code=code.code).status == 303
    clock.at = NOW + timedelta(minutes=61)
    assert as_("theresa").get("auth.codes.show", code=code.code).status == 303


def test_no_code_is_written_to_a_log(
    as_: As, code: SheetCode, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("mia", "sam", "theresa", "nobody"):
        as_(name).get("auth.codes.show", code=code.code)
        as_(name).get("auth.codes.find", code=code.code)
    assert code.code not in caplog.text
