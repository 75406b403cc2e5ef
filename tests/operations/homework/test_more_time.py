"""The last day of an open offer is put off: logged, told once, and it ends by the new day."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.people.waiting import OfferState, WaitingEventKind
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.models.messages import Message
from clinic.models.waiting import PlaceOffer, WaitingEvent
from clinic.operations.people.place_offers import (
    decline_offer,
    end_due_offers,
    extend_offer,
    withdraw_offer,
)
from tests.cast import BEFORE, Cast
from tests.waiting import LAST_DAY, UNTIL, give_account, lists, offer, theresa

DAY = timedelta(days=1)
LATER = LAST_DAY + timedelta(days=2)


def put_off(
    db: Db, cast: Cast, made: PlaceOffer, last_day: date = LATER, at: datetime = BEFORE
) -> PlaceOffer:
    return extend_offer(db, theresa(cast, at), made, last_day, "On a journey.")


def messages(db: Db) -> list[Message]:
    found = select(Message).where(Message.kind == MessageKind.PLACE_OFFERED)
    return list(db.scalars(found.order_by(Message.id)))


def lines(db: Db) -> list[WaitingEvent]:
    found = select(WaitingEvent).where(WaitingEvent.kind == WaitingEventKind.EXTENDED)
    return list(db.scalars(found))


def test_it_is_logged_told_once_and_holds_until_the_new_day(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    give_account(db, theresa(cast), ann)
    made = put_off(db, cast, put_off(db, cast, offer(db, cast, ann)))
    assert (made.state, made.until) == (OfferState.OPEN, UNTIL + 2 * DAY)
    assert [(line.until, line.account_id) for line in lines(db)] == [
        (UNTIL + 2 * DAY, cast.accounts["theresa"].id)
    ]
    assert [m.state for m in messages(db)] == [MessageState.WITHDRAWN, MessageState.QUEUED]
    assert end_due_offers(db, Actor(None, UNTIL + DAY)) == []
    assert end_due_offers(db, Actor(None, UNTIL + 2 * DAY)) == [made]


def test_what_is_settled_takes_every_message_back(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    give_account(db, theresa(cast), ann)
    made = put_off(db, cast, offer(db, cast, ann))
    withdraw_offer(db, theresa(cast), made)
    assert {m.state for m in messages(db)} == {MessageState.WITHDRAWN}


@pytest.mark.parametrize(
    ("last_day", "sentence"),
    [
        (LAST_DAY - DAY, "was told a later day"),
        (LAST_DAY + 90 * DAY, "at most 60 days"),
        (LAST_DAY + 40 * DAY, "takes no one new after session"),
    ],
)
def test_a_day_that_cannot_be_is_a_sentence(
    db: Db, cast: Cast, last_day: date, sentence: str
) -> None:
    made = offer(db, cast, lists(db, cast, "Ann")[0])
    with pytest.raises(Refused, match=sentence):
        put_off(db, cast, made, last_day)
    assert (made.until, lines(db)) == (UNTIL, [])


def test_what_is_answered_or_over_is_not_put_off(db: Db, cast: Cast) -> None:
    ann, ben = lists(db, cast, "Ann", "Ben")
    made = offer(db, cast, ann)
    with pytest.raises(Refused, match="last day of this offer is over"):
        put_off(db, cast, made, at=UNTIL + DAY)
    decline_offer(db, theresa(cast), made, None)
    with pytest.raises(Refused, match="answered already"):
        put_off(db, cast, made)
    assert ben.left_at is None
