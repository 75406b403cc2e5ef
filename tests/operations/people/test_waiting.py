"""Leading a waiting list: who joins it, who leaves it, its rule, and the log of all that."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.enrollments import EnrollmentStatus, Medium, NewClient
from clinic.domain.errors import Refused
from clinic.domain.people.waiting import OfferState, WaitingEnd, WaitingEventKind, WaitingRule
from clinic.models.clients import Client
from clinic.models.sealed import read_sealed
from clinic.models.waiting import Waiting, WaitingEvent
from clinic.operations.groups.cohorts import close_cohort
from clinic.operations.people.enrollments import enroll
from clinic.operations.people.waiting import (
    change_waiting,
    choose_rule,
    put_new_client_on_list,
    put_on_list,
    take_off_list,
)
from tests.cast import BEFORE, Cast
from tests.waiting import lists, offer, place_of, resize, theresa

K = WaitingEventKind
REFERRED_ON = date(2026, 1, 12)


def told(db: Db) -> list[WaitingEventKind]:
    return list(db.scalars(select(WaitingEvent.kind).order_by(WaitingEvent.id)))


def test_who_joins_the_list_waits_and_holds_no_place(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    place = place_of(db, ann)
    assert place.status is EnrollmentStatus.WAITLISTED
    assert not place.status.holds_a_place
    assert read_sealed(db.keys, ann, "note") == "Ann writes"
    assert "Ann" not in str(ann.note)
    assert told(db) == [K.LISTED]


def test_a_person_stands_on_a_list_once_and_never_beside_her_place(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    client = db.get_one(Client, place_of(db, ann).client_id)
    with pytest.raises(Refused, match="on this list already"):
        put_on_list(db, theresa(cast), cast.cohort, client, REFERRED_ON, None)
    with pytest.raises(Refused, match="has, or had, a place"):
        put_on_list(db, theresa(cast), cast.cohort, cast.clients["mia"], REFERRED_ON, None)
    same = NewClient(preferred_name="A", medium=Medium.PORTAL, email="ANN@example.org")
    before = db.scalar(select(func.count()).select_from(Client))
    with pytest.raises(Refused, match="waits for it already"):
        put_new_client_on_list(db, theresa(cast), cast.cohort, same, REFERRED_ON, None)
    assert db.scalar(select(func.count()).select_from(Client)) == before


def test_nobody_waits_for_a_closed_cohort_or_is_referred_tomorrow(db: Db, cast: Cast) -> None:
    person = NewClient(preferred_name="Ann", medium=Medium.PAPER)
    tomorrow = BEFORE.date() + timedelta(days=1)
    with pytest.raises(Refused, match="is in the future") as refused:
        put_new_client_on_list(db, theresa(cast), cast.cohort, person, tomorrow, None)
    assert refused.value.field == "referred_on"
    close_cohort(db, theresa(cast), cast.cohort)
    with pytest.raises(Refused, match="closed"):
        put_new_client_on_list(db, theresa(cast), cast.cohort, person, REFERRED_ON, None)


def test_another_day_of_referral_is_logged_and_another_note_is_not(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    change_waiting(db, theresa(cast), ann, ann.referred_on, "Not on Fridays.")
    assert told(db) == [K.LISTED]
    change_waiting(db, theresa(cast), ann, REFERRED_ON, "Not on Fridays.")
    assert (ann.referred_on, told(db)) == (REFERRED_ON, [K.LISTED, K.CHANGED])
    assert read_sealed(db.keys, ann, "note") == "Not on Fridays."


def test_who_leaves_the_list_takes_her_offer_along_and_may_come_again(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    made = offer(db, cast, ann)
    with pytest.raises(Refused, match="offer that is accepted"):
        take_off_list(db, theresa(cast), ann, WaitingEnd.PLACE_GIVEN, None)
    take_off_list(db, theresa(cast), ann, WaitingEnd.OWN_WISH, "Moved away.")
    place = place_of(db, ann)
    assert (made.state, place.status) == (OfferState.WITHDRAWN, EnrollmentStatus.REFERRED)
    assert told(db) == [K.LISTED, K.OFFERED, K.WITHDRAWN, K.LEFT]
    last = db.scalars(select(WaitingEvent).order_by(WaitingEvent.id.desc())).first()
    assert read_sealed(db.keys, last, "words") == "Moved away."
    take_off_list(db, theresa(cast), ann, WaitingEnd.OTHER, None)
    assert (ann.ending, len(told(db))) == (WaitingEnd.OWN_WISH, 4)
    client = db.get_one(Client, place.client_id)
    again = put_on_list(db, theresa(cast), cast.cohort, client, REFERRED_ON, None)
    assert again.id != ann.id
    assert again.enrollment_id == ann.enrollment_id
    assert db.scalars(select(Waiting.id).where(Waiting.left_at.is_(None))).all() == [again.id]


def test_another_rule_is_chosen_with_a_word_and_logged_once(db: Db, cast: Cast) -> None:
    for _ in range(2):
        choose_rule(db, theresa(cast), cast.cohort, WaitingRule.REFERRAL, "Agreed in the team.")
    event = db.scalars(select(WaitingEvent)).one()
    assert cast.cohort.waiting_rule is WaitingRule.REFERRAL
    assert (event.kind, event.rule, event.waiting_id) == (K.RULE, WaitingRule.REFERRAL, None)
    assert read_sealed(db.keys, event, "words") == "Agreed in the team."


def test_nobody_is_enrolled_past_those_who_wait(db: Db, cast: Cast) -> None:
    resize(db, cast, 9)
    (ann,) = lists(db, cast, "Ann")
    waiting, stranger = db.get_one(Client, place_of(db, ann).client_id), cast.clients["olga"]
    with pytest.raises(Refused, match="Ann is on the waiting list"):
        enroll(db, theresa(cast), cast.cohort, waiting)
    with pytest.raises(Refused, match="People are waiting"):
        enroll(db, theresa(cast), cast.cohort, stranger)
    offer(db, cast, ann)
    # Her place is held, so that nobody is passed by any more.
    assert enroll(db, theresa(cast), cast.cohort, stranger).enrolled_at == BEFORE


def test_who_left_the_list_can_be_given_a_place_in_her_own_row(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    take_off_list(db, theresa(cast), ann, WaitingEnd.OTHER, None)
    client = db.get_one(Client, place_of(db, ann).client_id)
    at = BEFORE + timedelta(days=1)
    doer = replace(theresa(cast), at=at)
    place = enroll(db, doer, cast.cohort, client)
    assert (place.id, place.status) == (ann.enrollment_id, EnrollmentStatus.ENROLLED)
    assert place.enrolled_at == at
