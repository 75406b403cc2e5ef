"""What was never settled goes on being listed after session 1, with the reason, until it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium, NewClient
from clinic.domain.people.contacts import ContactFacts
from clinic.models.consents import ConsentText, text_in_force
from clinic.operations.groups.cohorts import close_cohort
from clinic.operations.people.consents import note_signature, take_back, write_consent_text
from clinic.operations.people.contacts import note_contact_facts
from clinic.operations.people.enrollments import change_status, enroll_new_client
from tests.cast import Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import resize

As = Callable[[str], Person]
LATER = datetime(2026, 2, 13, 12, tzinfo=UTC)
"""Three days after session 1 of Theresa's cohort."""


@pytest.fixture(autouse=True)
def _later(clock: Clock) -> None:
    clock.at = LATER


def by(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, LATER, Role.THERAPIST)


def words(text: str) -> str:
    return " ".join(text.split())


def today(as_: As) -> str:
    return words(as_("theresa").get("therapist.dashboard.show").text)


def in_force(db: Db) -> ConsentText:
    return db.scalars(text_in_force()).one()


def test_today_and_the_cohort_name_who_lacks_what(as_: As, db: Db, cast: Cast) -> None:
    sign(db, cast, "max")
    page = today(as_)
    assert "Max D.: Urgent contact · Mia R.: Consent, Urgent contact" in page
    assert "still missing in Tuesday evening group" in page
    cohort = as_("theresa").get("therapist.cohorts.show", cohort_id=cast.cohort.public_id).text
    assert "Max D.: Urgent contact" in words(cohort)
    assert "Max D." not in words(as_("sam").get("therapist.dashboard.show").text)


def sign(db: Db, cast: Cast, name: str) -> None:
    note_signature(db, by(cast), cast.enrollments[name], in_force(db), LATER.date())


def reach(db: Db, cast: Cast, name: str) -> None:
    client = cast.clients[name]
    facts = ContactFacts(medium=client.medium, email=client.email, is_emergency_asked=True)
    note_contact_facts(db, by(cast), client, facts, seen="")


def test_what_is_settled_is_listed_no_more(as_: As, db: Db, cast: Cast) -> None:
    for name in ("mia", "max", "noor"):
        sign(db, cast, name)
        reach(db, cast, name)
    assert "still missing" not in today(as_)


def test_who_has_left_is_listed_no_more(as_: As, db: Db, cast: Cast) -> None:
    change_status(db, by(cast), cast.enrollments["mia"], EnrollmentStatus.WITHDRAWN, "moved")
    assert "Mia R.:" not in today(as_)


def test_who_took_it_back_is_listed_once_and_a_new_text_asks_again(
    as_: As, db: Db, cast: Cast
) -> None:
    for name in ("mia", "max", "noor"):
        sign(db, cast, name)
        reach(db, cast, name)
    take_back(db, by(cast), cast.enrollments["mia"], "")
    page = today(as_)
    assert "Mia R. took the agreement back" in page
    assert "Mia R.:" not in page
    admin = Actor(cast.accounts["ada"].id, LATER, Role.ADMINISTRATOR)
    number = in_force(db).number
    write_consent_text(db, admin, "Taking part", "Another text.", newest_number=number)
    assert "Max D.: Consent · Noor H.: Consent" in today(as_)


def test_who_joins_late_is_listed_when_the_week_of_watching_is_past(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    resize(db, cast, 5)
    newcomer = NewClient(preferred_name="Nina", medium=Medium.PAPER)
    enroll_new_client(db, by(cast), cast.cohort, newcomer)
    assert "Nina:" not in today(as_)
    clock.at = LATER + timedelta(days=8)
    assert "Nina: Consent, Urgent contact" in today(as_)


def test_in_a_closed_group_nothing_is_asked_for_any_more(as_: As, db: Db, cast: Cast) -> None:
    close_cohort(db, by(cast), cast.cohort)
    page = as_("theresa").get("therapist.readiness.show", cohort_id=cast.cohort.public_id)
    assert "Print what is missing" not in page.text
    assert "Send what is missing" not in page.text
