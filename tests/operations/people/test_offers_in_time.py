"""How an offer reaches the person, and what happens when nobody answers it in time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.people.waiting import OfferState, WaitingEventKind
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.lookups.people.place_offers import is_offer_due
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.models.sealed import read_sealed
from clinic.models.waiting import PlaceOffer, Waiting, WaitingEvent, on_list, waiter_of
from clinic.operations.people.enrollments import enroll
from clinic.operations.people.place_offers import (
    accept_offer,
    end_due_offers,
    offer_place,
    withdraw_offer,
)
from tests.cast import BEFORE, Cast
from tests.waiting import LAST_DAY, UNTIL, give_account, lists, offer, resize, theresa

S = OfferState
HOUR = timedelta(hours=1)


def test_the_worker_notes_the_end_of_an_offer_once(db: Db, cast: Cast) -> None:
    ann, ben = lists(db, cast, "Ann", "Ben")
    made = offer(db, cast, ann)
    before, after = Actor(None, UNTIL - HOUR), Actor(None, UNTIL + HOUR)
    assert not is_offer_due(db, before.at)
    assert end_due_offers(db, before) == []
    assert is_offer_due(db, after.at)
    assert end_due_offers(db, after) == [made]
    assert end_due_offers(db, after) == []
    assert (made.state, made.settled_at) == (S.EXPIRED, UNTIL)
    event = db.scalars(select(WaitingEvent).order_by(WaitingEvent.id.desc())).first()
    assert event
    assert (event.kind, event.account_id, event.at) == (WaitingEventKind.EXPIRED, None, after.at)
    order = [waiter_of(*row) for row in db.execute(on_list(cast.cohort.id, after.at))]
    assert {one.key: one.passed_at for one in order} == {ann.id: UNTIL, ben.id: None}


def test_the_message_goes_once_says_nothing_and_is_taken_back_with_the_offer(
    db: Db, cast: Cast
) -> None:
    (ann,) = lists(db, cast, "Ann")
    give_account(db, theresa(cast), ann)
    made = offer(db, cast, ann)
    message = db.scalars(select(Message).where(Message.kind == MessageKind.PLACE_OFFERED)).one()
    assert (message.state, message.due_at) == (MessageState.QUEUED, BEFORE)
    assert read_sealed(db.keys, message, "path") == f"/portal/offers/{made.public_id}"
    withdraw_offer(db, theresa(cast), made)
    assert (message.state, made.state) == (MessageState.WITHDRAWN, S.WITHDRAWN)


def test_who_has_no_page_to_open_is_to_be_told_by_hand(db: Db, cast: Cast) -> None:
    offer(db, cast, lists(db, cast, "Ann")[0])
    message = db.scalars(select(Message).where(Message.kind == MessageKind.PLACE_OFFERED)).one()
    assert message.state is MessageState.BY_HAND
    assert message.fault
    assert "letter" in message.fault


def all_at_once(app: Flask, deeds: list[Callable[[Db], object]]) -> list[object]:
    """Run deeds in as many threads, each with its own session, and give results and refusals."""
    databases = app.extensions["hearth"].databases
    start = Barrier(len(deeds))

    def run(deed: Callable[[Db], object]) -> object:
        with databases() as session:
            start.wait(timeout=10)
            try:
                return deed(session)
            except Refused as refused:
                return refused

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


def test_two_therapists_cannot_give_the_last_place_twice(app: Flask, db: Db, cast: Cast) -> None:
    resize(db, cast, 4)
    people = [waiting.id for waiting in lists(db, cast, "Ann", "Ben", "Cia")]
    doers = [replace(theresa(cast), account_id=cast.accounts[n].id) for n in ("theresa", "tom")]

    def deed(number: int) -> Callable[[Db], object]:
        def run(session: Db) -> object:
            waiting = session.get_one(Waiting, people[number % 3])
            return offer_place(session, doers[number % 2], waiting, LAST_DAY, "Agreed")

        return run

    answers = all_at_once(app, [deed(number) for number in range(6)])
    assert sum(isinstance(answer, PlaceOffer) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 5
    db.commit()
    assert db.scalar(select(func.count()).select_from(PlaceOffer)) == 1


def test_everybody_says_yes_at_once_and_the_cohort_is_full_and_not_fuller(
    app: Flask, db: Db, cast: Cast
) -> None:
    resize(db, cast, 5)
    waiting = lists(db, cast, "Ann", "Ben", "Cia")
    made = [offer(db, cast, one).id for one in waiting[:2]]
    people = cast.cohort.id, cast.clients["olga"].id

    def yes(number: int) -> Callable[[Db], object]:
        return lambda session: accept_offer(
            session, theresa(cast), session.get_one(PlaceOffer, number)
        )

    def beside(session: Db) -> object:
        cohort, client = session.get_one(Cohort, people[0]), session.get_one(Client, people[1])
        return enroll(session, theresa(cast), cohort, client)

    answers = all_at_once(app, [yes(made[0]), yes(made[1]), yes(made[0]), beside])
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    db.commit()
    held = select(func.count()).where(
        Enrollment.cohort_id == people[0], Enrollment.status == EnrollmentStatus.ENROLLED
    )
    assert db.scalar(held) == 5
