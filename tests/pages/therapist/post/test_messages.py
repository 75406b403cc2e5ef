"""Staff see every message with its times, and what did not arrive waits for them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.post.mail import Fault
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.models.messages import Message
from clinic.operations.post.deliveries import claim_next, mark_failed
from clinic.queries.post.messages import post_of
from tests.cast import NOW, Cast
from tests.client import Person
from tests.queued import queued
from tests.selects import counted

As = Callable[[str], Person]
SYSTEM = Actor(None, NOW)


def tell(db: Db, cast: Cast, name: str, occasion: str = "moved") -> Message:
    return queued(db, SYSTEM, cast.enrollments[name], about=occasion)


@pytest.fixture
def refused(db: Db, cast: Cast) -> Message:
    message = tell(db, cast, "mia")
    letter = claim_next(db, SYSTEM, "example.org")
    assert letter is not None
    mark_failed(db, SYSTEM, letter, Fault.ADDRESS)
    return message


def test_what_did_not_arrive_is_on_the_dashboard_and_on_top(as_: As, refused: Message) -> None:
    assert (
        "1 message did not reach its person" in as_("theresa").get("therapist.dashboard.show").text
    )
    page = as_("theresa").get("therapist.messages.index")
    assert page.has_heading("These wait for you")
    assert "Mia R." in page.text
    assert "refuses this person’s address" in page.text
    assert "Mia R." not in as_("sam").get("therapist.messages.index").text


def test_it_can_be_tried_again(as_: As, db: Db, refused: Message) -> None:
    as_("theresa").post("therapist.messages.retry", message_id=refused.public_id)
    db.refresh(refused)
    assert (refused.state, refused.attempts) == (MessageState.QUEUED, 0)
    again = as_("theresa").post("therapist.messages.retry", message_id=refused.public_id)
    assert again.status == 303


def test_who_told_a_person_without_an_address_is_written_down(as_: As, db: Db, cast: Cast) -> None:
    message = tell(db, cast, "noor")
    page = as_("theresa").get("therapist.messages.index")
    assert "tell another way" in page.text
    as_("theresa").post("therapist.messages.tell", message_id=message.public_id)
    db.refresh(message)
    assert message.state is MessageState.TOLD
    assert message.told_by_id == cast.accounts["theresa"].id
    assert not as_("theresa").get("therapist.messages.index").has_heading("These wait for you")


def test_an_administrator_sees_the_way_of_a_message_and_not_whose_it_is(
    as_: As, refused: Message
) -> None:
    page = as_("ada").get("admin.messages.index")
    assert "not delivered" in page.text
    for word in ("Mia", "Rossi", "Tuesday", "dates"):
        assert word not in page.text.partition("Reminders")[2].partition("Times are")[0]
    as_("ada").post("admin.messages.retry", message_id=refused.public_id)
    assert "to come" in as_("ada").get("admin.messages.index").text


def test_twenty_messages_cost_as_many_questions_as_one(db: Db, cast: Cast) -> None:
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)
    tell(db, cast, "mia")
    with counted(db) as one:
        post_of(db, reader, 1)
    for number in range(20):
        tell(db, cast, "max", f"occasion {number}")
    with counted(db) as many:
        post_of(db, reader, 1)
    assert len(one) == len(many)


def test_an_invitation_by_mail_shows_its_link_to_nobody(as_: As, db: Db, cast: Cast) -> None:
    place = cast.enrollments["mia"].public_id
    answer = as_("theresa").post("therapist.links.create", {"by": "mail"}, enrollment_id=place)
    assert answer.status == 303
    db.commit()
    sent = {message.kind: message.client_id for message in db.scalars(select(Message))}
    # She has a passphrase already: what goes out is a link for a new one, and word of it.
    kinds = (MessageKind.RESET_LINK, MessageKind.ACCOUNT_CHANGED)
    assert sent == dict.fromkeys(kinds, cast.clients["mia"].id)
    letter = claim_next(db, SYSTEM, "example.org")
    assert letter is not None
    assert as_("nobody").open(letter.path).has_heading("Welcome back, Mia Rossi")


def test_who_has_no_address_cannot_be_invited_by_mail(as_: As, db: Db, cast: Cast) -> None:
    place = cast.enrollments["noor"].public_id
    as_("theresa").post("therapist.links.create", {"by": "mail"}, enrollment_id=place)
    db.commit()
    assert db.scalars(select(Message)).all() == []
