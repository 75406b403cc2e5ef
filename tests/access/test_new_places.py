"""A place that was given, or given back, a moment ago lets nobody alone hold a link of its person.

Otherwise whoever may give places could take two steps for the one that is refused: give an ended
place back, or add the person to another group of hers, and print the letter from there.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.models.clients import Client
from clinic.models.cohorts import Facilitator
from clinic.models.enrollments import Enrollment
from clinic.operations.people.links import invite_client, print_client_link
from tests.access.two_people import asked_by, letter, links, page_of
from tests.cast import NOW, Cast, join_another
from tests.client import Person
from tests.conftest import Clock
from tests.credentials import told

As = Callable[[str], Person]
LASTS = timedelta(days=7)


@operation
def lead_too(db: Db, actor: Actor, cast: Cast, who: str) -> None:
    db.add(
        Facilitator(
            cohort_id=cast.other_cohort.id, account_id=cast.accounts[who].id, since=actor.at
        )
    )


@operation
def forget_passphrase(db: Db, _actor: Actor, cast: Cast, name: str) -> None:
    cast.accounts[name].passphrase_hash = None


@operation
def begin_now(db: Db, actor: Actor, place: Enrollment) -> None:
    place.enrolled_at = actor.at


def give_back(person: Person, cast: Cast, name: str = "mia") -> None:
    """End a place and give it back, as its page lets one who leads the group."""
    where = {"enrollment_id": cast.enrollments[name].public_id}
    for status in ("completed", "enrolled"):
        sent = {"status": status, "reason": "A slip"}
        assert person.post("therapist.enrollments.update", sent, **where).status == 303


@pytest.mark.parametrize("days", [0, 6])
def test_one_alone_prints_no_letter_from_a_place_given_back(
    as_: As, db: Db, cast: Cast, clock: Clock, days: int
) -> None:
    theresa, before = as_("theresa"), links(db)
    give_back(theresa, cast)
    clock.at += timedelta(days=days)
    theresa = as_("theresa")
    page = page_of(theresa, cast)
    assert "This place is newer than seven days." in page.text
    assert "Print a letter" not in page.text
    answer = letter(theresa, cast)
    assert (answer.status, answer.answer.mimetype) == (303, "text/html")
    assert "You asked for a letter on" in page_of(theresa, cast).text
    assert links(db) == before


def test_two_print_it_and_the_owner_hears_of_both(as_: As, db: Db, cast: Cast) -> None:
    theresa, tom = as_("theresa"), as_("tom")
    give_back(theresa, cast)
    asked = asked_by(theresa, cast, tom)
    assert letter(theresa, cast, grant=asked).status == 422, "not her own"
    assert letter(tom, cast, grant=asked).answer.mimetype == "application/pdf"
    assert told(db, cast.accounts["mia"]) == ["link-asked", "link-printed"]


def test_once_the_place_has_settled_one_is_enough_and_the_owner_hears_of_it(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    give_back(as_("theresa"), cast)
    clock.at += LASTS
    theresa = as_("theresa")
    assert "Print a letter" in page_of(theresa, cast).text
    assert letter(theresa, cast).answer.mimetype == "application/pdf"
    assert told(db, cast.accounts["mia"]) == ["link-printed"]


def test_a_place_in_another_group_lets_its_therapist_in_no_sooner(
    as_: As, db: Db, cast: Cast
) -> None:
    place = join_another(db, cast, "mia")
    begin_now(db, Actor(None, NOW), place)
    before, sam = links(db), as_("sam")
    refused = sam.post("handouts.letters.create", enrollment_id=place.public_id)
    assert refused.status == 422
    assert "Nobody else leads this group who could grant it." in refused.text
    lead_too(db, Actor(None, NOW), cast, "tom")
    assert sam.post("handouts.letters.create", enrollment_id=place.public_id).status == 303
    assert links(db) == before
    assert letter(as_("theresa"), cast).answer.mimetype == "application/pdf", "the older place"


@pytest.mark.parametrize("deed", [print_client_link, invite_client])
def test_no_deed_makes_such_a_link_for_one(
    db: Db, cast: Cast, as_: As, deed: Callable[[Db, Actor, Enrollment], object]
) -> None:
    give_back(as_("theresa"), cast)
    db.expire_all()
    theresa = cast.accounts["theresa"]
    with pytest.raises(Refused, match="newer than seven days"):
        deed(db, Actor(theresa.id, NOW, theresa.role), cast.enrollments["mia"])


def test_whoever_has_no_passphrase_yet_is_invited_at_once(as_: As, db: Db, cast: Cast) -> None:
    forget_passphrase(db, Actor(None, NOW), cast, "mia")
    begin_now(db, Actor(None, NOW), cast.enrollments["mia"])
    client = db.get_one(Client, cast.enrollments["mia"].client_id)
    assert client.account_id is not None
    assert letter(as_("theresa"), cast).answer.mimetype == "application/pdf"
