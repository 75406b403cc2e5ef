"""Giving somebody a place, and changing it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.models.clients import Client
from clinic.operations.groups.cohorts import change_cohort, close_cohort
from clinic.operations.people.clients import add_client
from tests.cast import Cast
from tests.client import Person
from tests.conftest import Clock

As = Callable[[str], Person]

EARLY = datetime(2026, 2, 5, 12, 0, tzinfo=UTC)
INES = {"client": "new", "preferred_name": "Ines", "family_name": "Kahn", "medium": "paper"}


@pytest.fixture
def early(clock: Clock) -> Clock:
    """Before session 1, when somebody may still join."""
    clock.at = EARLY
    return clock


def people(db: Db) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(Client)) or 0


def test_a_new_person_is_entered_and_has_a_place_at_once(
    early: Clock, as_: As, db: Db, cast: Cast
) -> None:
    theresa, where = as_("theresa"), {"cohort_id": cast.cohort.public_id}
    answer = theresa.post("therapist.enrollments.create", INES, **where)
    page = theresa.open(answer.location)
    assert page.has_heading("Ines Kahn")
    assert "Ines Kahn has a place." in page.text
    assert "Works on paper" in page.text


def test_pressing_twice_gives_one_place(early: Clock, as_: As, db: Db, cast: Cast) -> None:
    theresa, where = as_("theresa"), {"cohort_id": cast.cohort.public_id}
    before = people(db)
    once = theresa.get("therapist.enrollments.new", **where).once
    answers = [
        theresa.post("therapist.enrollments.create", {**INES, "once": once}, **where)
        for _press in range(2)
    ]
    assert answers[0].location == answers[1].location
    assert people(db) == before + 1


def test_somebody_who_is_known_is_chosen_from_ones_own_people_only(
    early: Clock, as_: As, db: Db, cast: Cast
) -> None:
    theresa, where = as_("theresa"), {"cohort_id": cast.cohort.public_id}
    doer = Actor(cast.accounts["theresa"].id, EARLY)
    known = add_client(
        db,
        doer,
        preferred_name="Yusuf",
        family_name="",
        email=None,
        phone=None,
        medium=Medium.PAPER,
    )
    page = theresa.get("therapist.enrollments.new", **where)
    assert "Yusuf" in page.text
    assert "Olga" not in page.text
    sent = {"client": known.public_id, "medium": "paper"}
    assert theresa.post("therapist.enrollments.create", sent, **where).status == 303
    again = theresa.post("therapist.enrollments.create", sent, **where)
    assert again.status == 422


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"preferred_name": " "}, "Enter the name the person likes to be called by."),
        ({"email": "not an address"}, "This does not look like an e-mail address."),
        (
            {"email": "MIA@example.org"},
            "Somebody with this e-mail address is in this cohort or waits",
        ),
        ({"medium": "pigeon"}, "Not a valid choice"),
        ({"client": "zzzzzzzzzzzzzzzzzzzz"}, "Not a valid choice"),
        ({"family_name": "x" * 101}, "longer than 100"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_nobody_is_entered(
    early: Clock, as_: As, db: Db, cast: Cast, change: dict[str, str], sentence: str
) -> None:
    before = people(db)
    page = as_("theresa").post(
        "therapist.enrollments.create", {**INES, **change}, cohort_id=cast.cohort.public_id
    )
    assert page.status == 422
    assert sentence in page.text
    assert "nothing you typed is lost" in page.text
    assert people(db) == before


def test_a_full_cohort_takes_nobody(early: Clock, as_: As, db: Db, cast: Cast) -> None:
    before = people(db)
    change_cohort(
        db,
        Actor(None, EARLY),
        cast.cohort,
        replace(cast.cohort.details, place="", capacity=3),
        cast.cohort.version,
    )
    where = {"cohort_id": cast.cohort.public_id}
    told = as_("theresa").get("therapist.enrollments.new", **where).text
    assert "Every place is taken." in told
    assert "Put somebody on the waiting list" in told
    assert "Give a place" not in told
    page = as_("theresa").post("therapist.enrollments.create", INES, **where)
    assert (page.status, people(db)) == (422, before)
    assert "The cohort is full: 3 of 3 places are taken." in page.text
    assert page.has_value("Ines")


def test_a_closed_cohort_takes_nobody(early: Clock, as_: As, db: Db, cast: Cast) -> None:
    close_cohort(db, Actor(None, EARLY), cast.cohort)
    where = {"cohort_id": cast.cohort.public_id}
    page = as_("theresa").post("therapist.enrollments.create", INES, **where)
    assert page.status == 422
    assert "This cohort is closed." in page.text


def test_after_the_last_session_to_join_at_nobody_joins(as_: As, db: Db, cast: Cast) -> None:
    before = people(db)
    where = {"cohort_id": cast.cohort.public_id}
    page = as_("theresa").post("therapist.enrollments.create", INES, **where)
    assert (page.status, people(db)) == (422, before)
    assert "This program takes no one new after session 2." in page.text


def test_a_place_is_ended_with_a_reason_and_taken_up_again(as_: As, db: Db, cast: Cast) -> None:
    theresa, mia = as_("theresa"), cast.enrollments["mia"]
    where = {"enrollment_id": mia.public_id}
    data = {"why": "other", "words": "Visiting her mother until March"}
    page = theresa.open(theresa.post("therapist.departures.update", data, **where).location)
    assert "Noted: Visiting her mother until March" in page.text
    theresa.post("therapist.enrollments.update", {"status": "enrolled", "reason": ""}, **where)
    db.commit()
    db.refresh(mia)
    assert (mia.status, mia.reason) == (EnrollmentStatus.ENROLLED, None)


@pytest.mark.parametrize("status", ["", "abducted", "paused", "withdrawn"])
def test_a_status_that_does_not_exist_or_has_a_page_of_its_own_is_refused(
    as_: As, cast: Cast, status: str
) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    page = as_("theresa").post("therapist.enrollments.update", {"status": status}, **where)
    assert page.status == 422


def test_a_therapist_of_another_cohort_and_a_supervisor_change_no_place(
    as_: As, cast: Cast
) -> None:
    mia = {"enrollment_id": cast.enrollments["mia"].public_id}
    cohort = {"cohort_id": cast.cohort.public_id}
    for name, status in (("sam", 404), ("sigrid", 403)):
        person = as_(name)
        data = {"status": "withdrawn"}
        assert person.post("therapist.enrollments.update", data, **mia).status == status
        assert person.post("therapist.enrollments.create", INES, **cohort).status == status
