"""Large print follows whoever told of needing it, in the pack and before a group begins."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.people.contacts import ContactFacts, names_large_print
from clinic.operations.people.contacts import note_contact_facts
from tests.cast import Cast
from tests.client import Person
from tests.conftest import Clock
from tests.pages.handouts.papers import printed, sheets
from tests.printing.paper import pages

As = Callable[[str], Person]
SOON = datetime(2026, 2, 6, 12, tzinfo=UTC)
"""Four days before session 1 of Theresa's cohort."""


@pytest.mark.parametrize(
    ("needs", "is_named"),
    [
        ("Large print, and a seat near the door", True),
        ("needs bigger letters", True),
        ("A large room", False),
        ("", False),
    ],
)
def test_needs_name_large_print_in_the_words_people_use(needs: str, is_named: bool) -> None:
    assert names_large_print(needs) is is_named


def tell(db: Db, cast: Cast) -> None:
    by, noor = Actor(cast.accounts["theresa"].id, SOON, Role.THERAPIST), cast.clients["noor"]
    facts = ContactFacts(
        medium=noor.medium, is_access_asked=True, access_needs="Large print, please."
    )
    note_contact_facts(db, by, noor, facts, seen="")


def missing(person: Person, cast: Cast, *large: str) -> list[str]:
    where = {"cohort_id": cast.cohort.public_id}
    answer = person.post("handouts.readiness.create", {"large": list(large)}, **where)
    found = pages(person.open(answer.location).answer.data)
    return [page for page in found if page.strip()]


def test_what_is_missing_is_printed_large_for_whoever_needs_it(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    clock.at = SOON
    person, noor = as_("theresa"), cast.enrollments["noor"].public_id
    board = {"cohort_id": cast.cohort.public_id}
    before = person.get("therapist.readiness.show", **board)
    assert before.parts("input", value=noor, data_many=True)
    assert not before.is_ticked(noor)
    tell(db, cast)
    assert person.get("therapist.readiness.show", **board).is_ticked(noor)
    ordinary, large = missing(person, cast), missing(person, cast, noor)
    assert len(large) > len(ordinary)
    for said in ("Signature of Noor Haddad", "PHQ-9"):
        assert any(said in " ".join(page.split()) for page in large)


def test_nobody_from_elsewhere_is_printed_for(as_: As, cast: Cast, clock: Clock) -> None:
    clock.at = SOON
    where = {"cohort_id": cast.cohort.public_id}
    others = {"large": [cast.enrollments["olga"].public_id]}
    answer = as_("theresa").post("handouts.readiness.create", others, **where)
    assert answer.status == 422


def test_a_pack_begins_with_those_who_need_large_print(as_: As, db: Db, cast: Cast) -> None:
    person, session = as_("theresa"), cast.sessions[4].public_id
    before = sheets(printed(person, session_id=session))
    tell(db, cast)
    asked = person.get("handouts.packs.new", session_id=session)
    assert asked.is_ticked(cast.enrollments["noor"].public_id)
    after = sheets(printed(person, session_id=session))
    of_each = [
        [sum(name in page for page in found) for found in (before, after)]
        for name in ("Mia R.", "Noor H.")
    ]
    assert of_each[0][0] == of_each[0][1]
    assert of_each[1][0] < of_each[1][1]
