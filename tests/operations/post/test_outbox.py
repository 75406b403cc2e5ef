"""Queuing a message in the deed that causes it, once, and taking it back while it is unsent."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.post.messages import Attachment, MessageKind, MessageState
from clinic.models.audit import AuditEntry
from clinic.models.messages import Message
from clinic.models.sealed import read_sealed
from clinic.operations.people.enrollments import change_status
from clinic.operations.post.outbox import queue, withdraw
from tests.cast import NOW, Cast

SYSTEM = Actor(None, NOW)
MOVED = MessageKind.SCHEDULE_CHANGED
REMINDER = MessageKind.HOMEWORK_REMINDER


def tell(db: Db, cast: Cast, name: str = "mia", occasion: str = "one", **more: object) -> Message:
    given: dict[str, object] = {
        "kind": MOVED,
        "enrollment": cast.enrollments[name],
        "due_at": NOW,
        "path": "/portal/weeks",
    }
    message = queue(db, SYSTEM, occasion=occasion, **(given | more))  # type: ignore[arg-type]
    assert message is not None
    return message


def messages(db: Db) -> list[Message]:
    db.commit()
    return list(db.scalars(select(Message).order_by(Message.id)))


def test_a_message_knows_its_way_before_anybody_sends_it(db: Db, cast: Cast) -> None:
    file = Attachment("dates.ics", "text/calendar", b"BEGIN:VCALENDAR")
    message = tell(db, cast, attachment=file, delay=timedelta(minutes=10))
    assert message.client_id == cast.clients["mia"].id
    assert (message.state, message.attempts, message.fault) == (MessageState.QUEUED, 0, None)
    assert message.due_at == NOW
    assert message.next_try_at == NOW + timedelta(minutes=10)
    assert (message.attachment_name, message.attachment) == ("dates.ics", file.content)
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
    by_account = tell(db, cast, enrollment=None, account=cast.accounts["mia"])
    assert by_account.id == by_place.id


def test_staff_are_written_to_by_their_account(db: Db, cast: Cast) -> None:
    message = tell(db, cast, kind=MessageKind.RISK_WAITING, account=cast.accounts["theresa"])
    assert (message.account_id, message.client_id) == (cast.accounts["theresa"].id, None)


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
    noor = cast.enrollments["noor"]
    asked = {"kind": REMINDER, "occasion": "one", "due_at": NOW, "path": "/"}
    assert queue(db, SYSTEM, enrollment=noor, **asked) is None  # type: ignore[arg-type]
    assert messages(db) == []


def test_during_a_pause_nothing_is_queued(db: Db, cast: Cast) -> None:
    mia = cast.enrollments["mia"]
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    change_status(db, theresa, mia, EnrollmentStatus.PAUSED, "travels")
    asked = {"occasion": "two", "due_at": NOW, "path": "/"}
    assert queue(db, SYSTEM, enrollment=mia, kind=REMINDER, **asked) is None  # type: ignore[arg-type]
    assert tell(db, cast).state is MessageState.BY_HAND


def test_a_message_without_a_recipient_is_a_mistake_of_ours(db: Db, cast: Cast) -> None:
    with pytest.raises(ValueError, match="one recipient"):
        tell(db, cast, enrollment=None)


def test_what_is_withdrawn_is_not_sent_and_may_be_queued_anew(db: Db, cast: Cast) -> None:
    first = tell(db, cast)
    assert withdraw(db, SYSTEM, occasion="one", reason="undone") == [first]
    assert (first.state, first.fault, first.path) == (MessageState.WITHDRAWN, "undone", None)
    later = NOW + timedelta(hours=2)
    again = tell(db, cast, due_at=later)
    assert (again.id, again.state, again.due_at) == (first.id, MessageState.QUEUED, later)


def test_withdrawing_is_as_narrow_as_what_is_named(db: Db, cast: Cast) -> None:
    for name in ("mia", "max"):
        tell(db, cast, name, "moved:1")
        tell(db, cast, name, "moved:2", group_session=cast.sessions[4])
        tell(db, cast, name, "other", kind=REMINDER)
    mia = cast.enrollments["mia"]
    kinds = frozenset({REMINDER})
    assert len(withdraw(db, SYSTEM, enrollment=mia, kinds=kinds)) == 1
    assert len(withdraw(db, SYSTEM, group_session=cast.sessions[4])) == 2
    assert len(withdraw(db, SYSTEM, client=cast.clients["mia"])) == 1
    assert len(withdraw(db, SYSTEM, occasion="moved:*")) == 1
    assert [row.occasion for row in messages(db) if row.state.is_open] == ["other"]
    with pytest.raises(ValueError, match="which messages"):
        withdraw(db, SYSTEM)
