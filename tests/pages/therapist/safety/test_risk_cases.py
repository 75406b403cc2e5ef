"""Risk cases: who sees them, and what it takes to end one."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.risk import RiskKind
from clinic.models.risk import RiskCase
from clinic.operations.safety.risk import CaseOpening, open_risk_case
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import measure_of
from tests.selects import selects_of

As = Callable[[str], Person]

DONE = {"contact": "telephone", "action": "Called her; she is safe and with her sister tonight."}


@pytest.fixture
def case(db: Db, cast: Cast) -> RiskCase:
    row = measure_of(db, cast)
    return open_risk_case(db, Actor(None, NOW), row, RiskKind.ITEM, CaseOpening(item=9, answer=2))


def test_the_case_shows_the_question_the_answer_and_the_hour(as_: As, case: RiskCase) -> None:
    page = as_("theresa").get("therapist.risk_cases.show", case_id=case.public_id)
    assert page.has_heading("Mia Rossi")
    assert "hurting yourself in some way More than half the days" in page.text
    assert "Somebody looks by Wed, Feb 25, 16:00" in page.text
    assert "by nobody yet" in page.text


def test_reading_marks_nothing_and_the_button_marks_who_looks(
    as_: As, db: Db, case: RiskCase
) -> None:
    where = {"case_id": case.public_id}
    as_("tom").get("therapist.risk_cases.show", **where)
    db.commit()
    db.refresh(case)
    assert case.seen_at is None
    as_("tom").post("therapist.risk_cases.see", **where)
    page = as_("theresa").get("therapist.risk_cases.show", **where)
    assert "Seen Tom Adeyemi, Wed, Feb 25, 12:00" in page.text
    assert "I am looking at this" not in page.text


def test_a_case_ends_with_a_name_a_deed_and_a_time(as_: As, case: RiskCase) -> None:
    theresa, where = as_("theresa"), {"case_id": case.public_id}
    answer = theresa.post("therapist.risk_cases.close", DONE, **where)
    page = theresa.open(answer.location)
    assert "Called her; she is safe" in page.text
    assert "Theresa Lind, Wed, Feb 25, 12:00 · By phone" in page.text
    assert theresa.get("therapist.risk_cases.index").has_heading("Nothing is open")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"action": ""}, "A case does not end without it."),
        ({"action": "ok"}, "at least 10 characters"),
        ({"contact": ""}, "Choose how you reached the person."),
        ({"contact": "x" * 60}, "Not a valid choice"),
    ],
)
def test_a_case_does_not_end_without_a_deed(
    as_: As, db: Db, case: RiskCase, change: dict[str, str], sentence: str
) -> None:
    where = {"case_id": case.public_id}
    page = as_("theresa").post("therapist.risk_cases.close", {**DONE, **change}, **where)
    assert page.status == 422
    assert sentence in page.text
    db.commit()
    db.refresh(case)
    assert case.closed_at is None


def test_what_was_written_at_the_end_stays(as_: As, case: RiskCase) -> None:
    where = {"case_id": case.public_id}
    as_("theresa").post("therapist.risk_cases.close", DONE, **where)
    again = as_("tom").post("therapist.risk_cases.close", DONE, **where)
    assert again.status == 422


def test_a_supervisor_looks_and_ends_it_too(as_: As, case: RiskCase) -> None:
    where = {"case_id": case.public_id}
    sigrid = as_("sigrid")
    assert sigrid.post("therapist.risk_cases.see", **where).status == 303
    assert sigrid.post("therapist.risk_cases.close", DONE, **where).status == 303


@pytest.mark.parametrize(("name", "status"), [("sam", 404), ("ada", 403), ("mia", 403)])
def test_nobody_else_learns_of_it(as_: As, case: RiskCase, name: str, status: int) -> None:
    person, where = as_(name), {"case_id": case.public_id}
    assert person.get("therapist.risk_cases.show", **where).status == status
    assert person.post("therapist.risk_cases.close", DONE, **where).status == status
    assert "Mia Rossi" not in as_("sam").get("therapist.risk_cases.index").text


def test_the_list_of_twenty_costs_what_the_list_of_one_does(
    as_: As, db: Db, cast: Cast, case: RiskCase
) -> None:
    theresa = as_("theresa")
    few = selects_of(db, theresa, "therapist.risk_cases.index")
    for name in ("mia", "max", "noor", "mia", "max") * 4:
        open_risk_case(db, Actor(None, NOW), cast.enrollments[name], RiskKind.FELT_WORSE)
    assert selects_of(db, theresa, "therapist.risk_cases.index") == few
