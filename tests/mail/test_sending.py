"""A worker against a real mail server, also one that is down, slow, choosy or drops the line."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.cli.worker import send_due
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.post.mail import Fault, read_route
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.mail.transports import SmtpTransport
from clinic.models.messages import Message
from clinic.operations.post.deliveries import claim_next, mark_failed, mark_sent, try_again
from clinic.settings import Settings
from tests.cast import NOW, Cast
from tests.mail.conftest import Tell
from tests.mail.post_office import PostOffice, free_port

FROM = "hello@riverside.example"
DOMAIN = "riverside.example"


class Round:
    """Send what is due, as the worker does it, through the post office."""

    def __init__(self, db: Db, settings: Settings, office: PostOffice) -> None:
        self.db = db
        self.settings = replace(settings, mail_from=FROM)
        self.url = office.url
        self.seconds = self.whole = 5.0

    def __call__(self) -> int:
        transport = SmtpTransport(read_route(self.url), self.seconds, self.whole)
        return send_due(self.db, self.settings, transport)

    def again(self, message: Message) -> int:
        """Let the time pass that a failed message waits, and send once more."""
        self.db.refresh(message)
        with self.db.transaction():
            message.next_try_at = NOW
        return self()


@pytest.fixture
def sending(db: Db, settings: Settings, office: PostOffice) -> Round:
    return Round(db, settings, office)


def test_what_is_due_is_sent_and_what_is_not_waits(
    db: Db, tell: Tell, sending: Round, office: PostOffice
) -> None:
    message = tell()
    later = tell(occasion="later", due_at=NOW + timedelta(days=36500))
    assert sending() == 1
    db.refresh(message)
    assert (message.state, message.attempts, message.fault) == (MessageState.SENT, 1, None)
    assert message.sent_at is not None
    assert message.attempted_at is not None
    assert message.attempted_at <= message.sent_at
    assert message.address == "mia@example.org"
    (taken,) = office.taken
    assert (taken.to, taken.message_id) == ("mia@example.org", message.message_id)
    assert taken.message_id.endswith(f"@{DOMAIN}")
    db.refresh(later)
    assert (later.state, later.attempts) == (MessageState.QUEUED, 0)
    assert sending() == 0


def test_a_server_that_is_down_is_tried_again_after_a_while(
    db: Db, tell: Tell, sending: Round, office: PostOffice
) -> None:
    message = tell()
    there, sending.url = sending.url, f"smtp://127.0.0.1:{free_port()}"
    assert sending() == 0
    db.refresh(message)
    assert (message.state, message.fault) == (MessageState.QUEUED, Fault.NOT_REACHED)
    assert message.attempted_at is not None
    assert message.next_try_at - message.attempted_at >= timedelta(minutes=1)
    sending.url = there
    assert sending() == 0, "its time has not come"
    assert sending.again(message) == 1


@pytest.mark.parametrize(("step", "whole"), [(0.2, 5), (5, 0.2)])
def test_a_slow_server_holds_nobody_up_for_long(
    db: Db, tell: Tell, sending: Round, office: PostOffice, step: float, whole: float
) -> None:
    message = tell()
    sending.seconds, sending.whole, office.wait_seconds = step, whole, 0.8
    assert sending() == 0
    db.refresh(message)
    assert (message.state, message.fault) == (MessageState.QUEUED, Fault.SLOW)


def test_one_refused_recipient_is_final_and_the_others_get_theirs(
    db: Db, tell: Tell, sending: Round, office: PostOffice
) -> None:
    refused, taken = tell("mia"), tell("max")
    office.refused["mia@example.org"] = "550 5.1.1 mia@example.org is nobody here"
    assert sending() == 1
    db.refresh(refused)
    db.refresh(taken)
    assert (refused.state, taken.state) == (MessageState.DEAD, MessageState.SENT)
    assert refused.fault == Fault.ADDRESS
    assert "mia" not in (refused.fault or "")
    try_again(db, Actor(None, NOW), refused)
    office.refused.clear()
    assert sending() == 1


@pytest.mark.parametrize(
    ("answer", "fault", "state"),
    [
        ("451 4.7.1 greylisted", Fault.LATER, MessageState.QUEUED),
        ("554 5.6.0 not that", Fault.REFUSED, MessageState.DEAD),
    ],
)
def test_a_mail_that_is_not_taken_is_tried_again_or_given_up(
    db: Db, tell: Tell, sending: Round, office: PostOffice, answer: str, fault: Fault, state: str
) -> None:
    message = tell()
    office.answers = [answer]
    assert sending() == 0
    db.refresh(message)
    assert (message.fault, message.state) == (fault, state)
    assert office.taken == []


def test_a_line_that_is_dropped_after_the_mail_is_tried_again_under_the_same_id(
    db: Db, tell: Tell, sending: Round, office: PostOffice
) -> None:
    message = tell()
    office.drops = 1
    assert sending() == 0
    db.refresh(message)
    assert (message.state, message.fault) == (MessageState.QUEUED, Fault.DROPPED)
    assert sending.again(message) == 1
    first, second = office.taken
    assert first.message_id == second.message_id
    assert first.mail.as_string() == second.mail.as_string()


def test_after_many_tries_somebody_has_to_look(
    db: Db, tell: Tell, sending: Round, office: PostOffice
) -> None:
    message = tell()
    office.answers = ["451 later"] * 8
    for _ in range(8):
        sending.again(message)
    db.refresh(message)
    assert (message.state, message.attempts) == (MessageState.DEAD, 8)
    assert sending.again(message) == 0


def test_a_claim_that_ran_out_is_taken_up_and_the_late_first_answer_counts(
    db: Db, tell: Tell
) -> None:
    message = tell()
    first = claim_next(db, Actor(None, NOW), DOMAIN)
    assert first is not None
    assert claim_next(db, Actor(None, NOW), DOMAIN) is None
    later = Actor(None, NOW + timedelta(hours=1))
    second = claim_next(db, later, DOMAIN)
    assert second is not None
    assert second.message_id == first.message_id
    mark_failed(db, later, first, Fault.SLOW)
    db.refresh(message)
    assert message.state is MessageState.SENDING, "the first no longer holds it"
    mark_sent(db, later, first)
    mark_failed(db, later, second, Fault.SLOW)
    mark_sent(db, later, second)
    db.refresh(message)
    assert (message.state, message.sent_at) == (MessageState.SENT, later.at)


def test_the_link_of_an_invitation_is_forgotten_once_it_is_sent(
    db: Db, cast: Cast, tell: Tell, sending: Round, office: PostOffice
) -> None:
    message = tell(kind=MessageKind.INVITATION, path="/invitations/secret")
    sending()
    assert "/invitations/secret" in office.taken[0].mail.as_string()
    db.refresh(message)
    assert (message.state, message.path) == (MessageState.SENT, None)
