"""A place that is offered, as the person sees it: yes, no, either taken back, and nobody else."""

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from clinic.cli.worker import plan_due
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.people.waiting import OfferState
from clinic.models.waiting import PlaceOffer, Waiting
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.people.place_offers import withdraw_offer
from tests.cast import BEFORE, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.selects import selects_of
from tests.waiting import (
    UNTIL,
    give_account,
    lists,
    offer,
    place_of,
    resize,
    theresa,
)

As = Callable[[str], Person]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def before_the_group_begins(clock: Clock) -> None:
    clock.at = BEFORE


@pytest.fixture
def ann(db: Db, cast: Cast) -> Waiting:
    """Ann waits, with Ben behind her, for the one place that is free."""
    resize(db, cast, 4)
    return lists(db, cast, "Ann", "Ben")[0]


@pytest.fixture
def enter(app: Flask, db: Db, cast: Cast, clock: Clock) -> Callable[[Waiting], Person]:
    """Sign in somebody who waits."""

    def sign_in(waiting: Waiting) -> Person:
        account = give_account(db, theresa(cast), waiting)
        person = Person(app)
        doer = Actor(account.id, clock.at, account.role)
        started = start_login_session(db, doer, account, "a test")
        with person.browser.session_transaction() as cookie:
            cookie["_user_id"] = started.token
            cookie["_fresh"] = True
        return person

    return sign_in


Enter = Callable[[Waiting], Person]


def said(person: Person, made: PlaceOffer, word: str) -> Page:
    answer = person.post(f"portal.place_offers.{word}", offer_id=made.public_id)
    return person.open(answer.location)


def test_who_waits_reads_the_rule_and_nothing_of_the_others(ann: Waiting, enter: Enter) -> None:
    page = enter(ann).get("portal.today.show")
    assert page.has_heading("You are on our list for Tuesdays")
    assert "Places are offered in the order in which people joined the list." in page.text
    for word in ("Ben", "next", "first in", "Tuesday evening group"):
        assert word not in page.text


def test_a_yes_gives_the_place_and_a_second_yes_nothing_more(
    db: Db, cast: Cast, ann: Waiting, enter: Enter
) -> None:
    made, person = offer(db, cast, ann), enter(ann)
    page = person.get("portal.today.show")
    assert page.has_heading("A place is free for you")
    page = person.get("portal.place_offers.show", offer_id=made.public_id)
    assert "We keep it for you until the end of Friday, February 6." in page.text
    assert "The next meeting is on" in page.text
    for _ in range(2):
        assert said(person, made, "accept").has_heading("You said yes to Tuesdays")
    db.commit()
    assert place_of(db, ann).status.holds_a_place
    assert "change your mind" in person.get("portal.today.show").text


def test_a_no_is_met_kindly_and_can_be_taken_back_while_the_place_is_free(
    db: Db, cast: Cast, ann: Waiting, enter: Enter
) -> None:
    made, person = offer(db, cast, ann), enter(ann)
    page = said(person, made, "decline")
    assert page.has_heading("You said no for now")
    assert "That is quite all right." in page.text
    assert "you can change your mind" in person.get("portal.today.show").text
    assert said(person, made, "accept").has_heading("You said yes to Tuesdays")
    assert said(person, made, "decline").has_heading("You said no for now")
    db.commit()
    assert not place_of(db, ann).status.holds_a_place


def test_a_place_that_went_to_the_next_is_gone_without_a_word_of_whom(
    db: Db, cast: Cast, ann: Waiting, enter: Enter
) -> None:
    made, person = offer(db, cast, ann), enter(ann)
    said(person, made, "decline")
    ben = db.get_one(Waiting, ann.id + 1)
    offer(db, cast, ben)
    page = said(person, made, "accept")
    assert page.has_heading("You said no for now")
    assert "Every place is taken or held" in page.text
    assert "Ben" not in page.text


def test_after_the_last_day_the_offer_is_over(
    db: Db, cast: Cast, ann: Waiting, enter: Enter, clock: Clock
) -> None:
    made = offer(db, cast, ann)
    clock.at = UNTIL
    person = enter(ann)
    page = said(person, made, "accept")
    assert page.has_heading("This offer is over")
    assert "You are still on our list" in page.text
    assert person.get("portal.today.show").has_heading("You are on our list for Tuesdays")


def test_an_offer_that_is_taken_back_is_over_too(
    db: Db, cast: Cast, ann: Waiting, enter: Enter
) -> None:
    made, person = offer(db, cast, ann), enter(ann)
    withdraw_offer(db, theresa(cast), made)
    page = said(person, made, "decline")
    assert page.has_heading("This offer is over")
    assert "This offer was taken back." in page.text


def test_an_offer_is_for_one_person_alone(
    db: Db, cast: Cast, ann: Waiting, as_: As, enter: Enter
) -> None:
    where = {"offer_id": offer(db, cast, ann).public_id}
    for person in (as_("mia"), as_("olga"), enter(db.get_one(Waiting, ann.id + 1))):
        assert person.get("portal.place_offers.show", **where).status == 404
        assert person.post("portal.place_offers.accept", **where).status == 404
    assert as_("theresa").get("portal.place_offers.show", **where).status == 403


def test_the_worker_ends_it_and_the_dashboard_says_that_a_place_is_free(
    db: Db, cast: Cast, ann: Waiting, as_: As, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = offer(db, cast, ann)
    words = "1 place is free while people wait"
    assert words not in as_("theresa").get("therapist.dashboard.show").text
    clock.at = UNTIL + HOUR
    worker = sys.modules["clinic.cli.worker"]
    monkeypatch.setattr(worker, "program_itself", lambda: Actor(None, UNTIL + HOUR))
    plan_due(db)
    assert made.state is OfferState.EXPIRED
    assert words in as_("theresa").get("therapist.dashboard.show").text
    assert words not in as_("sam").get("therapist.dashboard.show").text
    page = as_("sigrid").get("therapist.waiting.index", cohort_id=cast.cohort.public_id)
    assert "The last day of the offer to Ann went by." in page.text
    assert "automatically" in page.text
    clock.at = cast.sessions[2].ends_at + HOUR
    assert words not in as_("theresa").get("therapist.dashboard.show").text


def test_waiting_costs_the_same_in_one_group_and_with_twenty_behind(
    db: Db, cast: Cast, ann: Waiting, enter: Enter, as_: As
) -> None:
    offer(db, cast, ann)
    person, staff = enter(ann), as_("theresa")
    few = [selects_of(db, person, "portal.today.show")]
    few.append(selects_of(db, staff, "therapist.dashboard.show"))
    lists(db, cast, *(f"Person{number}" for number in range(20)))
    many = [selects_of(db, person, "portal.today.show")]
    many.append(selects_of(db, staff, "therapist.dashboard.show"))
    assert many == few
