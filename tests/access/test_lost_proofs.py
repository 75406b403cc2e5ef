"""Whoever held a link for a moment shuts nobody out, and two who lead the group let her in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.factors import step_of
from clinic.lookups.clinic.factors import app_code, factors_of
from clinic.lookups.clinic.settings import clinic_settings
from clinic.operations.clinic.settings import change_settings
from tests.access.stealing import NEW
from tests.access.two_people import page_of
from tests.access.ways_in import HERS, come_in, letter, recovered, recovery_words
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.credentials import told
from tests.devices import app_of_a
from tests.doors import sign_in

As = Callable[[str], Person]
WAITS = "in the last seven days"
MIA = "mia@example.org"


def set_up(person: Person, clock: Clock) -> Page:
    """Set up an app as its page lets one, where it does."""
    page = person.get("auth.factors.new")
    secret = "".join(page.part("code").text.split())
    return person.post("auth.factors.create", {"code": app_code(secret, step_of(clock()))})


@pytest.mark.parametrize("days", [0, 6])
@pytest.mark.parametrize("way", ["a letter", "words"])
def test_whoever_held_a_link_or_words_sets_up_no_proof_of_his_own(
    as_: As, db: Db, cast: Cast, clock: Clock, way: str, days: int
) -> None:
    thief, shown = come_in(as_, letter(as_, cast), NEW)
    if way == "words":
        thief = recovered(as_, " ".join(recovery_words(shown)))
    clock.at += timedelta(days=days)
    sign_in(thief, MIA, NEW)
    refused = set_up(thief, clock)
    assert (refused.status, WAITS in refused.text) == (422, True)
    page = thief.get("auth.factors.index")
    assert "can be set up from" in page.text
    assert "Set up an app" not in page.text
    assert not factors_of(db, cast.accounts["mia"].id)
    owner, _ = come_in(as_, letter(as_, cast), HERS)
    assert owner.get("portal.today.show").status == 200


def test_seven_days_later_she_may(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    mia, _ = come_in(as_, letter(as_, cast), HERS)
    clock.at += timedelta(days=7)
    sign_in(mia, MIA, HERS)
    assert set_up(mia, clock).status == 201
    assert factors_of(db, cast.accounts["mia"].id)


def test_a_first_link_makes_nobody_wait(as_: As, cast: Cast, clock: Clock) -> None:
    place = {"enrollment_id": cast.enrollments["noor"].public_id}
    shown = as_("theresa").post("therapist.links.create", **place)
    token = shown.html.split("/invitation/")[1][:43]
    noor, _ = come_in(as_, token, HERS)
    assert set_up(noor, clock).status == 201


def test_staff_who_have_to_have_one_do_not_wait(db: Db, cast: Cast, as_: As, clock: Clock) -> None:
    change_settings(db, Actor(None, NOW), replace(clinic_settings(db), asks_second_factor=True))
    db.commit()
    tom = as_("nobody")
    sign_in(tom, "tom@example.org")
    assert set_up(tom, clock).status == 201


def remove(person: Person, cast: Cast, **sent: str) -> Page:
    place = cast.enrollments["mia"].public_id
    return person.post("therapist.second_proofs.remove", sent, enrollment_id=place)


def test_two_who_lead_the_group_end_a_lost_one(as_: As, db: Db, cast: Cast) -> None:
    mia = cast.accounts["mia"]
    theresa, tom = as_("theresa"), as_("tom")
    assert "second proof" not in page_of(theresa, cast).text
    app_of_a(db, mia)
    db.commit()
    assert "Ask that it end" in page_of(theresa, cast).text
    assert remove(theresa, cast).status == 303
    assert "You asked for it on" in page_of(theresa, cast).text
    request = page_of(tom, cast).field("grant")
    remove(theresa, cast, grant=request)
    assert "Somebody else has to grant" in page_of(theresa, cast).text
    assert factors_of(db, mia.id)
    assert remove(tom, cast, grant=request).status == 303
    db.commit()
    assert not factors_of(db, mia.id)
    assert told(db, mia)[-2:] == ["factor-reset-asked", "factor-reset"]


def test_what_was_asked_for_is_what_is_granted(as_: As, db: Db, cast: Cast) -> None:
    """Leave to one who grants a letter no proof, and to one who ends a proof no letter."""
    mia, theresa, tom = cast.accounts["mia"], as_("theresa"), as_("tom")
    app_of_a(db, mia)
    db.commit()
    remove(theresa, cast)
    request = page_of(tom, cast).field("grant")
    place = cast.enrollments["mia"].public_id
    answer = tom.post("handouts.letters.create", {"grant": request}, enrollment_id=place)
    assert answer.answer.mimetype == "text/html"
    assert "Something else was asked for" in answer.text
    assert factors_of(db, mia.id)
