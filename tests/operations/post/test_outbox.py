"""Queuing a message in the deed that causes it, once, and taking it back while it is unsent."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.models.audit import AuditEntry
from clinic.models.messages import Message
from clinic.models.sealed import read_sealed
from clinic.operations.people.enrollments import change_status
from clinic.operations.post.outbox import queue, withdraw
from tests.cast import NOW, Cast
from tests.queued import MOVED, ask, occasion_for, queued

SYSTEM = Actor(None, NOW)
REMINDER = MessageKind.HOMEWORK_REMINDER


def tell(db: Db, cast: Cast, name: str = "mia", about: str = "one", **more: Any) -> Message:
    return queued(db, SYSTEM, cast.enrollments[name], about=about, **more)


def messages(db: Db) -> list[Message]:
    db.commit()
    return list(db.scalars(select(Message).order_by(Message.id)))


def test_a_message_knows_its_way_before_anybody_sends_it(db: Db, cast: Cast) -> None:
    message = tell(db, cast, delay=timedelta(minutes=10))
    assert message.client_id == cast.clients["mia"].id
    assert (message.state, message.attempts, message.fault) == (MessageState.QUEUED, 0, None)
    assert message.due_at == NOW
    assert message.next_try_at == NOW + timedelta(minutes=10)
    assert (message.attachment_name, message.attachment_type) == ("dates.ics", "text/calendar")
    assert (message.attachment or b"").startswith(b"BEGIN:VCALENDAR")
    assert len(message.message_id) >= 32
    assert read_sealed(db.keys, message, "path") == "/portal/weeks"
    assert "portal" not in str(message.path)


def test_the_same_occasion_again_changes_nothing(db: Db, cast: Cast) -> None:
    first = tell(db, cast)
    again = tell(db, cast, due_at=NOW + timedelta(days=1))
    assert again.id == first.id
    assert again.due_at == NOW
    tell(db, cast, "max")
    assert len(messages(db)) == 2


def test_an_account_of_a_client_is_the_same_recipient_as_her_place(db: Db, cast: Cast) -> None:
    by_place = tell(db, cast)
    by_account = queued(db, SYSTEM, Recipient(account_id=cast.accounts["mia"].id))
    assert by_account.id == by_place.id


def test_staff_are_written_to_by_their_account(db: Db, cast: Cast) -> None:
    theresa = cast.accounts["theresa"]
    message = queued(db, SYSTEM, Recipient(account_id=theresa.id), MessageKind.RISK_WAITING)
    assert (message.account_id, message.client_id) == (theresa.id, None)


def test_a_deed_that_fails_leaves_no_message(db: Db, cast: Cast) -> None:
    @operation
    def fail(db: Db, actor: Actor) -> None:
        tell(db, cast)
        raise Refused("no")

    with pytest.raises(Refused):
        fail(db, SYSTEM)
    assert messages(db) == []


def test_a_message_is_told_in_the_audit_entry_of_its_deed(db: Db, cast: Cast) -> None:
    @operation
    def succeed(db: Db, actor: Actor) -> None:
        tell(db, cast)

    succeed(db, SYSTEM)
    newest = db.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest is not None
    assert newest.deed.endswith(".succeed")
    assert '"messages"' in newest.rows


def test_who_has_no_address_is_to_be_told_by_hand(db: Db, cast: Cast) -> None:
    message = tell(db, cast, "noor")
    assert message.state is MessageState.BY_HAND
    assert "another way" in (message.fault or "")


def test_a_reminder_to_somebody_without_an_address_is_not_made(db: Db, cast: Cast) -> None:
    assert ask(db, SYSTEM, cast.enrollments["noor"], REMINDER) is None
    assert messages(db) == []


def test_during_a_pause_nothing_is_queued(db: Db, cast: Cast) -> None:
    mia = cast.enrollments["mia"]
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    change_status(db, theresa, mia, EnrollmentStatus.PAUSED, "travels")
    assert ask(db, SYSTEM, mia, REMINDER, "two") is None
    assert tell(db, cast).state is MessageState.BY_HAND


def test_a_message_without_a_recipient_is_a_mistake_of_ours(db: Db, cast: Cast) -> None:
    with pytest.raises(ValueError, match="one recipient"):
        ask(db, SYSTEM, Recipient())


def test_what_is_withdrawn_is_not_sent_and_may_be_queued_again(db: Db, cast: Cast) -> None:
    first = tell(db, cast)
    assert withdraw(db, SYSTEM, on=occasion_for(MOVED, "one"), reason="undone") == [first]
    assert (first.state, first.fault, first.path) == (MessageState.WITHDRAWN, "undone", None)
    later = NOW + timedelta(hours=2)
    again = tell(db, cast, due_at=later)
    assert (again.id, again.state, again.due_at) == (first.id, MessageState.QUEUED, later)


def test_withdrawing_is_as_narrow_as_what_is_named(db: Db, cast: Cast) -> None:
    for name in ("mia", "max"):
        tell(db, cast, name, "moved")
        tell(db, cast, name, "moved:2")
        tell(db, cast, name, "moved2")
        tell(db, cast, name, "other", kind=REMINDER)
    mia = Recipient(enrollment_id=cast.enrollments["mia"].id)
    kinds = frozenset({REMINDER})
    assert len(withdraw(db, SYSTEM, to=mia, kinds=kinds)) == 1
    assert len(withdraw(db, SYSTEM, on=occasion_for(MOVED, "moved:2"), to=mia)) == 1
    assert len(withdraw(db, SYSTEM, on=occasion_for(MOVED, "moved"))) == 3
    assert len(withdraw(db, SYSTEM, to=Recipient(client_id=cast.clients["mia"].id))) == 1
    left = [row.occasion for row in messages(db) if row.state.is_open]
    assert left == ["schedule:moved2", "homework:other"]
    assert len(withdraw(db, SYSTEM, to=Recipient(account_id=cast.accounts["max"].id))) == 2
    with pytest.raises(ValueError, match="which messages"):
        withdraw(db, SYSTEM)


def test_an_occasion_leads_to_messages_of_its_kinds_alone(db: Db, cast: Cast) -> None:
    to = Recipient(enrollment_id=cast.enrollments["mia"].id)
    with pytest.raises(ValueError, match="risk:one is no occasion"):
        queue(db, SYSTEM, Occasion(Cause.RISK, "one"), to, Gist(MOVED, "/"), NOW)
