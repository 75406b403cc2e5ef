"""The waiting list of a cohort as staff lead it: whose turn it is, offers, answers, the history."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.people.waiting import OfferState, WaitingRule
from clinic.models.waiting import PlaceOffer, Waiting
from clinic.operations.groups.cohorts import close_cohort
from clinic.operations.people.waiting import choose_rule
from tests.cast import BEFORE, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.selects import selects_of
from tests.waiting import UNTIL, lists, offer, place_of, resize, theresa

As = Callable[[str], Person]
LIST = "therapist.waiting.index"


@pytest.fixture(autouse=True)
def before_the_group_begins(clock: Clock) -> None:
    clock.at = BEFORE


def shown(as_: As, cast: Cast, name: str = "theresa") -> Page:
    return as_(name).get(LIST, cohort_id=cast.cohort.public_id)


def test_an_empty_list_says_what_it_is_for(as_: As, cast: Cast) -> None:
    page = shown(as_, cast)
    assert page.has_heading("Nobody waits")
    assert "5 places are free." in page.text
    assert "Places are offered in the order in which people joined the list." in page.text
    assert "Put somebody on the list" not in shown(as_, cast, "sigrid").text


def test_a_new_person_is_put_on_the_list_and_stands_in_no_table_of_people(
    as_: As, cast: Cast
) -> None:
    person, where = as_("theresa"), {"cohort_id": cast.cohort.public_id}
    form = person.get("therapist.waiting.new", **where)
    data = {
        "once": form.once,
        "client": "new",
        "preferred_name": "Ann",
        "family_name": "Berg",
        "medium": "paper",
        "referred_on": "2026-01-20",
        "note": "Evenings only.",
    }
    for _ in range(2):
        assert person.post("therapist.waiting.create", data, **where).status == 303
    page = person.get(LIST, **where)
    assert page.text.count("Evenings only.") == 1
    assert "it is the turn of Ann B." in page.text
    assert "Jan 20, 2026" in page.text
    cohort = person.get("therapist.cohorts.show", **where)
    assert "Waiting list 1" in cohort.text
    assert "Ann B." not in cohort.text


def test_a_form_that_does_not_hold_is_kept_with_its_sentences(as_: As, cast: Cast) -> None:
    person, where = as_("theresa"), {"cohort_id": cast.cohort.public_id}
    data = {"client": "new", "preferred_name": "Ann", "medium": "paper", "note": "Evenings"}
    for day, words in (("", "as a date"), ("2026-03-01", "is in the future")):
        page = person.post("therapist.waiting.create", data | {"referred_on": day}, **where)
        assert page.status == 422
        assert words in page.text
        assert "Evenings" in page.text


def test_whose_turn_it_is_follows_the_rule_which_is_shown_and_changed(
    as_: As, db: Db, cast: Cast
) -> None:
    lists(db, cast, "Ann", "Ben")
    person, where = as_("theresa"), {"cohort_id": cast.cohort.public_id}
    assert "the turn of Ann" in person.get(LIST, **where).text
    data = {"rule": "referral", "words": "Agreed in the team."}
    person.post("therapist.waiting.update_rule", data, **where)
    text = person.get(LIST, **where).text
    assert "the turn of Ben" in text
    assert "people were sent to us, or asked us themselves" in text
    assert "The rule was changed: in the order of the dates of referral" in text
    assert "Agreed in the team." in text
    assert person.post("therapist.waiting.update_rule", {"rule": "x"}, **where).status == 422


def test_an_offer_out_of_turn_is_asked_for_its_reason(as_: As, db: Db, cast: Cast) -> None:
    _ann, ben = lists(db, cast, "Ann", "Ben")
    person, where = as_("theresa"), {"waiting_id": ben.public_id}
    form = person.get("therapist.place_offers.new", **where)
    assert "it is Ann’s turn" in form.text
    assert "Why this person (optional)" not in form.text
    assert form.has_value("2026-02-08")
    data = {"once": form.once, "last_day": "2026-02-06"}
    refused = person.post("therapist.place_offers.create", data, **where)
    assert refused.status == 422
    assert "somebody else's turn" in refused.text
    data["reason"] = "Moves away in May."
    assert person.post("therapist.place_offers.create", data, **where).status == 303
    text = shown(as_, cast).text
    for words in ("Offered to answer until the end of Fri, Feb 6", "Moves away in May."):
        assert words in text
    assert "Out of turn" in text
    assert "4 places are free, and it is the turn of Ann" in text


def test_a_no_suggests_the_next_and_can_be_taken_back(as_: As, db: Db, cast: Cast) -> None:
    resize(db, cast, 4)
    ann, _ben = lists(db, cast, "Ann", "Ben")
    where = {"offer_id": offer(db, cast, ann).public_id}
    person = as_("theresa")
    assert "No place is free at present." in shown(as_, cast).text
    page = person.open(person.post("therapist.place_offers.decline", **where).location)
    assert "1 place is free, and it is the turn of Ben" in page.text
    assert "said no; may still say yes until the end of Fri, Feb 6" in page.text
    assert "Ann said no." in page.text
    page = person.open(person.post("therapist.place_offers.accept", **where).location)
    assert page.has_heading("Took the place that was offered")
    assert "Ann said yes." in page.text
    page = person.open(person.post("therapist.place_offers.decline", **where).location)
    assert not page.has_heading("Took the place that was offered")
    db.commit()
    assert not place_of(db, ann).status.holds_a_place


def test_what_cannot_be_done_any_more_is_said_in_a_sentence(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    (ann,) = lists(db, cast, "Ann")
    made = offer(db, cast, ann)
    clock.at = UNTIL
    person = as_("theresa")
    where = {"offer_id": made.public_id}
    page = person.open(person.post("therapist.place_offers.accept", **where).location)
    assert "The last day of this offer is over." in page.text
    assert "let one pass on Sat, Feb 7" in page.text
    assert db.scalars(select(PlaceOffer.state)).one() is OfferState.OPEN


def test_who_goes_off_the_list_is_named_below_with_why(as_: As, db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    person, where = as_("theresa"), {"waiting_id": ann.public_id}
    assert person.get("therapist.waiting.leave", **where).status == 200
    data = {"ending": "own-wish", "words": "Found a group nearby."}
    page = person.open(person.post("therapist.waiting.remove", data, **where).location)
    assert page.has_heading("No longer waiting")
    assert "no longer wanted a place" in page.text
    assert "Found a group nearby." in page.text
    form = person.get("therapist.waiting.new", cohort_id=cast.cohort.public_id)
    assert "Ann" in form.text


def test_what_is_noted_can_be_changed(as_: As, db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    person, where = as_("theresa"), {"waiting_id": ann.public_id}
    assert "Ann writes" in person.get("therapist.waiting.edit", **where).text
    data = {"referred_on": "2026-01-02", "note": "By phone only."}
    page = person.open(person.post("therapist.waiting.update", data, **where).location)
    assert "By phone only." in page.text
    assert "The date of referral of Ann was changed." in page.text


def test_a_closed_cohort_shows_its_list_and_offers_nothing(as_: As, db: Db, cast: Cast) -> None:
    lists(db, cast, "Ann")
    close_cohort(db, theresa(cast), cast.cohort)
    page = shown(as_, cast)
    assert "no place is offered anymore" in page.text
    assert "Offer a place" not in page.text


def test_a_list_led_by_hand_names_nobody_as_the_next(as_: As, db: Db, cast: Cast) -> None:
    lists(db, cast, "Ann", "Ben")
    choose_rule(db, theresa(cast), cast.cohort, WaitingRule.BY_HAND, None)
    page = shown(as_, cast)
    assert "You choose to whom they are offered." in page.text
    assert "the turn of" not in page.text


def test_one_and_twenty_who_wait_cost_the_same(as_: As, db: Db, cast: Cast) -> None:
    resize(db, cast, 60)
    person, where = as_("theresa"), {"cohort_id": cast.cohort.public_id}
    offer(db, cast, lists(db, cast, "Ann")[0])
    few = (
        selects_of(db, person, LIST, **where),
        selects_of(db, person, "therapist.cohorts.show", **where),
    )
    for one in lists(db, cast, *(f"Person{number}" for number in range(20))):
        offer(db, cast, one)
    many = (
        selects_of(db, person, LIST, **where),
        selects_of(db, person, "therapist.cohorts.show", **where),
    )
    assert many == few
    assert db.scalars(select(Waiting)).all()[-1].left_at is None
