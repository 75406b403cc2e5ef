"""Whoever is known is offered before she is entered a second time, and nobody is merged."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.operations.people.clients import add_client
from tests.cast import Cast
from tests.client import Page, Person
from tests.conftest import Clock

As = Callable[[str], Person]

EARLY = datetime(2026, 2, 5, 12, 0, tzinfo=UTC)
INES = {
    "client": "new",
    "preferred_name": "I.",
    "email": "Ines@example.org",
    "medium": "portal",
    "referred_on": "2026-02-01",
}
FORMS = ("therapist.enrollments.create", "therapist.waiting.create")


@pytest.fixture(autouse=True)
def early(clock: Clock) -> None:
    """Before session 1, when somebody may still join."""
    clock.at = EARLY


def add_ines(db: Db, cast: Cast, by: str) -> Client:
    """Enter Ines, whom nobody has given a place yet: she is known to whoever entered her."""
    return add_client(
        db,
        Actor(cast.accounts[by].id, EARLY),
        preferred_name="Ines",
        family_name="Kahn",
        email="ines@example.org",
        phone="020 7946 0031",
        medium=Medium.PORTAL,
    )


def people(db: Db) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(Client)) or 0


def send(person: Person, endpoint: str, cast: Cast, **changed: str) -> Page:
    return person.post(endpoint, INES | changed, cohort_id=cast.cohort.public_id)


@pytest.mark.parametrize("endpoint", FORMS)
def test_somebody_known_by_her_address_is_offered_and_nobody_is_entered(
    as_: As, db: Db, cast: Cast, endpoint: str
) -> None:
    ines = add_ines(db, cast, "theresa")
    before = people(db)
    page = send(as_("theresa"), endpoint, cast)
    assert page.status == 422
    assert f"Ines Kahn {ines.code} · the same e-mail address" in page.text
    assert people(db) == before
    assert send(as_("theresa"), endpoint, cast, same_as=ines.public_id).status == 303
    assert people(db) == before
    place = db.scalars(select(Enrollment).where(Enrollment.client_id == ines.id)).one()
    assert place.cohort_id == cast.cohort.id


@pytest.mark.parametrize("endpoint", FORMS)
def test_another_person_with_the_same_address_is_entered_once_that_is_said(
    as_: As, db: Db, cast: Cast, endpoint: str
) -> None:
    add_ines(db, cast, "theresa")
    before, theresa = people(db), as_("theresa")
    once = send(theresa, endpoint, cast).once
    answers = [send(theresa, endpoint, cast, same_as="new", once=once) for _press in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert people(db) == before + 1


@pytest.mark.parametrize(
    ("told", "alike"),
    [
        ({"email": "", "phone": "+44 20 7946 0031"}, "the same phone number"),
        ({"email": "", "preferred_name": "ines", "family_name": "KAHN"}, "the same name"),
    ],
)
def test_a_telephone_number_and_a_whole_name_are_asked_about_too(
    as_: As, db: Db, cast: Cast, told: dict[str, str], alike: str
) -> None:
    add_ines(db, cast, "theresa")
    assert alike in send(as_("theresa"), FORMS[0], cast, **told).text


def test_somebody_beyond_the_reach_of_the_reader_is_not_betrayed(
    as_: As, db: Db, cast: Cast
) -> None:
    """Sam entered her: that she is known to anybody is nothing that Theresa learns."""
    sams = add_ines(db, cast, "sam")
    before = people(db)
    answer = send(as_("theresa"), FORMS[0], cast, same_as=sams.public_id)
    assert answer.status == 303
    assert people(db) == before + 1
    db.expire_all()
    assert not db.scalars(select(Enrollment).where(Enrollment.client_id == sams.id)).all()


def test_somebody_with_a_place_here_is_named_and_not_offered(as_: As, db: Db, cast: Cast) -> None:
    mia = cast.enrollments["mia"].client_id
    row = db.get_one(Client, mia)
    told = {"preferred_name": row.preferred_name, "family_name": row.family_name, "email": ""}
    page = send(as_("theresa"), FORMS[0], cast, **told)
    assert "Has, or waits for, a place in this cohort already." in page.text
    assert not page.parts(name="same_as", value=row.public_id)
