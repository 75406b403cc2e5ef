"""Beside a risk case stand whom to call, the safety plan and earlier cases; open ones are seen."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.people.contacts import ContactFacts, EmergencyContact
from clinic.domain.risk import RiskKind
from clinic.models.risk import RiskCase
from clinic.operations.people.contacts import note_contact_facts
from clinic.operations.people.enrollments import enroll
from clinic.operations.safety.risk import close_risk_case, open_risk_case
from tests.cast import BEFORE, NOW, Cast
from tests.client import Page, Person
from tests.homework import sheet_of
from tests.sheets import save

As = Callable[[str], Person]
DONE = "Called her; she stays with her sister tonight."


@pytest.fixture
def case(db: Db, cast: Cast) -> RiskCase:
    return open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.FELT_WORSE)


def by(cast: Cast, name: str) -> Actor:
    account = cast.accounts[name]
    return Actor(account.id, NOW, account.role)


def page_of(person: Person, case: RiskCase) -> Page:
    return person.get("therapist.risk_cases.show", case_id=case.public_id)


def test_whom_to_call_stands_there_with_numbers_to_press(
    as_: As, db: Db, cast: Cast, case: RiskCase
) -> None:
    facts = ContactFacts(
        phone="020 7946 0222",
        medium=Medium.PORTAL,
        is_emergency_asked=True,
        emergency=EmergencyContact("Lena Rossi", "sister", "020 7946 0333"),
    )
    note_contact_facts(db, by(cast, "theresa"), cast.clients["mia"], facts, seen="")
    page = page_of(as_("sigrid"), case)
    assert "Lena Rossi (sister): 020 7946 0333" in page.text
    assert "tel:02079460222" in page.links
    assert "tel:02079460333" in page.links


def test_who_was_not_asked_whom_to_call_is_said_to_be_so(as_: As, case: RiskCase) -> None:
    text = page_of(as_("theresa"), case).text
    assert "Mia was not asked yet." in text
    assert "Agreement to take part not given" in text


def test_the_plan_stands_there_with_its_numbers_to_press(
    as_: As, db: Db, cast: Cast, case: RiskCase
) -> None:
    row = sheet_of(db, cast, code="W28")
    words = {"step_1": "I lie awake.", "step_4": [{"name": "Ruth", "phone": "020 7946 0111"}]}
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    response = save(db, mia, row, words, 0, Medium.PORTAL)
    for name in ("theresa", "sigrid"):
        page = page_of(as_(name), case)
        assert "I lie awake." in page.text
        assert "tel:02079460111" in page.links
    printed = as_("theresa").get("handouts.responses.show", response_id=response.public_id)
    assert printed.answer.mimetype == "application/pdf"


def test_a_plan_that_was_typed_from_paper_stands_there_too(as_: As, db: Db, cast: Cast) -> None:
    row = sheet_of(db, cast, "noor", code="W28")
    save(db, by(cast, "tom"), row, {"step_2": "Cold water."}, 0, Medium.PAPER)
    case = open_risk_case(db, Actor(None, NOW), cast.enrollments["noor"], RiskKind.FELT_WORSE)
    assert "Cold water." in page_of(as_("theresa"), case).text


def test_earlier_cases_stand_there_with_what_was_done(
    as_: As, db: Db, cast: Cast, case: RiskCase
) -> None:
    close_risk_case(db, by(cast, "theresa"), case, DONE, "phone")
    again = open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.CALL_ME)
    page = page_of(as_("tom"), again)
    assert page.has_heading("Other cases of this person")
    assert DONE in page.text
    assert case.public_id in page.html


def test_what_another_group_knows_of_the_same_person_does_not_stand_there(
    as_: As, db: Db, cast: Cast, case: RiskCase
) -> None:
    close_risk_case(db, by(cast, "theresa"), case, DONE, "phone")
    group = cast.other_cohort
    early = replace(by(cast, "sam"), at=BEFORE)
    place = enroll(db, early, group, cast.clients["mia"])
    other = open_risk_case(db, Actor(None, NOW), place, RiskKind.CALL_ME)
    page = page_of(as_("sam"), other)
    assert page.status == 200
    assert DONE not in page.text
    assert not page.has_heading("Other cases of this person")
    assert page_of(as_("theresa"), other).status == 404
    mias = as_("theresa").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert not mias.has_heading("One open risk case")


def test_an_open_case_is_on_top_of_the_pages_about_the_person(
    as_: As, db: Db, cast: Cast, case: RiskCase
) -> None:
    session = cast.sessions[4].public_id
    for name in ("theresa", "tom", "sigrid"):
        person = as_(name)
        for page in (
            person.get("therapist.clients.show", client_id=cast.clients["mia"].public_id),
            person.get("therapist.cohorts.show", cohort_id=cast.cohort.public_id),
            person.get("therapist.sessions.show", session_id=session),
        ):
            assert page.has_heading("One open risk case")
            assert case.public_id in page.html
            assert "Nobody has looked yet. Somebody looks by" in page.text
    others = as_("theresa").get("therapist.clients.show", client_id=cast.clients["max"].public_id)
    assert not others.has_heading("One open risk case")


def test_a_closed_case_leaves_those_pages(as_: As, db: Db, cast: Cast, case: RiskCase) -> None:
    close_risk_case(db, by(cast, "theresa"), case, DONE, "phone")
    page = as_("tom").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert not page.has_heading("One open risk case")
