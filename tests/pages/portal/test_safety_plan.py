"""The safety plan on Help now: its words, its numbers to press, to change and to print, always."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.models.assignments import Assignment
from clinic.operations.homework.assignments import switch
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import sheet_of
from tests.sheets import save

As = Callable[[str], Person]
WORDS = {
    "step_1": "I lie awake until four.",
    "step_4": [{"name": "Ruth", "phone": "020 7946 0111, evenings"}],
    "step_5": [{"name": "Night line", "phone": "116 123"}],
}


@pytest.fixture
def plan(db: Db, cast: Cast) -> Assignment:
    row = sheet_of(db, cast, code="W28")
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    save(db, mia, row, WORDS, 0, Medium.PORTAL)
    return row


def test_it_stands_on_help_with_its_numbers_to_press(as_: As, plan: Assignment) -> None:
    page = as_("mia").get("auth.help.show")
    assert page.has_heading("My safety plan")
    assert "I lie awake until four." in page.text
    assert "tel:02079460111" in page.links
    assert "tel:116123" in page.links


def test_it_stays_hers_where_it_was_taken_out_of_her_homework(
    as_: As, db: Db, cast: Cast, plan: Assignment
) -> None:
    switch(db, Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST), plan, is_active=False)
    mia = as_("mia")
    assert "I lie awake until four." in mia.get("auth.help.show").text
    assert mia.get("portal.worksheets.edit", assignment_id=plan.public_id).status == 200
    assert plan.public_id not in mia.get("portal.today.show").html


def test_whoever_has_none_begins_it_there_and_finds_it_there(as_: As, cast: Cast) -> None:
    mia = as_("mia")
    page = mia.get("auth.help.show")
    assert page.has_heading("For the hardest hours")
    assert "Begin it" in page.text
    begun = mia.post("portal.safety_plans.create")
    assert begun.status == 303
    sheet = mia.open(begun.location)
    assert "Other ways to fill it in" in sheet.text
    assert "Write it" in mia.get("auth.help.show").text
    assert "Begin it" not in mia.get("auth.help.show").text
    for name in ("theresa", "ada", "nobody"):
        assert "Begin it" not in as_(name).get("auth.help.show").text


@pytest.mark.parametrize("name", ["max", "olga", "theresa", "ada", "nobody"])
def test_nobody_else_finds_it_there(as_: As, plan: Assignment, name: str) -> None:
    page = as_(name).get("auth.help.show")
    assert page.status == 200
    assert "awake until four" not in page.text
    assert not page.has_heading("My safety plan")


@pytest.mark.parametrize("status", [EnrollmentStatus.PAUSED, EnrollmentStatus.WITHDRAWN])
def test_it_can_be_changed_and_printed_when_the_place_rests_or_is_over(
    as_: As, db: Db, cast: Cast, clock: Clock, plan: Assignment, status: EnrollmentStatus
) -> None:
    account = cast.accounts["theresa"]
    actor = Actor(account.id, NOW, account.role)
    change_status(db, actor, cast.enrollments["mia"], status, "so it is")
    clock.at = NOW + timedelta(days=90)
    mia, key = as_("mia"), plan.public_id
    help_page = mia.get("auth.help.show")
    assert help_page.leads_to(f"/portal/assignments/{key}/worksheet")
    form = mia.get("portal.worksheets.edit", assignment_id=key)
    assert "This sheet never closes" in form.text
    body = {"answers": {**WORDS, "step_2": "Cold water."}, "version": 1}
    assert mia.put_json("portal.worksheets.save", body, assignment_id=key).status == 200
    assert "Cold water." in mia.get("auth.help.show").text
    copy = mia.get("portal.worksheets.copy", assignment_id=key)
    assert copy.answer.mimetype == "application/pdf"


def test_one_that_is_not_written_yet_is_offered(as_: As, db: Db, cast: Cast) -> None:
    sheet_of(db, cast, code="W28")
    page = as_("mia").get("auth.help.show")
    assert "It is empty so far." in page.text
    assert "Write it" in page.text


def test_among_the_weeks_it_reads_as_never_closing(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    sheet_of(db, cast, code="W28")
    clock.at = NOW + timedelta(days=20)
    assert "open, and never closes" in as_("mia").get("portal.weeks.index").text
