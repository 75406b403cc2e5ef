"""Putting messages into the outbox and taking them out again, inside the deed that causes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import OVER, EnrollmentStatus
from clinic.domain.post.messages import Attachment, MessageKind, MessageState
from clinic.domain.post.occasions import Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.text import N_
from clinic.lookups.post.calendars import dates_file
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message, on_occasion
from clinic.models.preferences import MessagePreferences
from clinic.models.sealed import write_sealed

_NO_ADDRESS = N_("There is no e-mail address. Please tell the person another way.")
_NO_PAGE = N_("The person cannot sign in here. Please call, or send the letter.")
QUIET_STATES = (EnrollmentStatus.PAUSED, *OVER)
_DECLINED = N_("The person does not want these messages. Please tell the person another way.")
_PAUSED = N_("Nothing is sent during a pause. Please tell the person another way.")


@operation
def queue(
    db: Db,
    actor: Actor,
    occasion: Occasion,
    to: Recipient,
    gist: Gist,
    due_at: datetime,
    delay: timedelta = timedelta(0),
) -> Message | None:
    """Queue a message, once for each recipient and occasion, in the caller's own transaction.

    `delay` leaves time to undo the deed. The same occasion again changes nothing, unless its
    message was withdrawn: then it is queued again. A person without an address gets a row that asks
    staff to tell her where the kind must arrive, and otherwise none: `None` is given.
    """
    if gist.kind not in occasion.cause.kinds:
        raise ValueError(f"{occasion} is no occasion for a message of the kind {gist.kind}")
    account, client, enrollment = _rows_of(db, to)
    by_hand = _why_by_hand(db, gist.kind, client, enrollment, actor.at, to.address)
    if by_hand and not gist.kind.must_arrive:
        return None
    holder = _Holder(account.id if account else None, client.id if client else None)
    found = _find(db, occasion, holder)
    message = found or _new(actor, occasion, holder)
    if message.state is not MessageState.WITHDRAWN:
        return message
    message.kind = gist.kind
    message.to_address = to.address
    message.enrollment_id = to.enrollment_id
    message.group_session_id = gist.group_session_id
    message.make_up_id = gist.make_up_id
    _begin(message, due_at, delay, by_hand)
    _attach(message, dates_file(db, actor.at, gist.kind, enrollment))
    write_sealed(db.keys, message, "path", gist.path)
    if found is None and not _is_added(db, message, occasion, holder):
        return queue(db, actor, occasion, to, gist, due_at, delay)
    return message


@operation
def withdraw(
    db: Db,
    actor: Actor,
    on: Occasion | None = None,
    to: Recipient | None = None,
    kinds: frozenset[MessageKind] | None = None,
    reason: str | None = None,
) -> list[Message]:
    """Take back what is queued and not being sent yet, and give what was taken back.

    What is named narrows the choice; an occasion or a recipient has to be. An occasion without a
    part means all of its row.
    """
    chosen = [*([on_occasion(on)] if on else ()), *(_sent_to(to) if to else ())]
    if not chosen:
        raise ValueError("say which messages are to be withdrawn")
    if kinds is not None:
        chosen.append(Message.kind.in_(kinds))
    return _take_back(db, chosen, reason)


def _sent_to(to: Recipient) -> Iterator[ColumnElement[bool]]:
    if to.account_id is not None:
        of_account = select(Client.id).where(Client.account_id == to.account_id)
        yield or_(Message.account_id == to.account_id, Message.client_id.in_(of_account))
    if to.client_id is not None:
        yield Message.client_id == to.client_id
    if to.enrollment_id is not None:
        yield Message.enrollment_id == to.enrollment_id
    if to.address is not None:
        yield Message.to_address == to.address


def _take_back(db: Db, chosen: list[ColumnElement[bool]], reason: str | None) -> list[Message]:
    found = select(Message).where(
        *chosen, Message.state.in_((MessageState.QUEUED, MessageState.BY_HAND))
    )
    messages = list(db.scalars(found.order_by(Message.id).with_for_update(of=Message)))
    for message in messages:
        message.state = MessageState.WITHDRAWN
        message.fault = reason
        message.carrier_id = None
        message.path = None
        _part_from_carrier(db, message)
    return messages


def _part_from_carrier(db: Db, message: Message) -> None:
    """Let what was to travel with a message travel by itself."""
    for passenger in db.scalars(select(Message).where(Message.carrier_id == message.id)):
        passenger.carrier_id = None


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whose row a message is: a member of staff's by her account, or a client's."""

    account_id: int | None
    client_id: int | None


def _rows_of(db: Db, to: Recipient) -> tuple[Account | None, Client | None, Enrollment | None]:
    """Give the member of staff, or the client, and the place that a message is about."""
    account = db.get_one(Account, to.account_id) if to.account_id else None
    client = db.get_one(Client, to.client_id) if to.client_id else None
    enrollment = db.get_one(Enrollment, to.enrollment_id) if to.enrollment_id else None
    if account is not None and account.role is Role.CLIENT:
        client = db.scalars(select(Client).where(Client.account_id == account.id)).one()
        account = None
    if account is None and client is None and enrollment is not None:
        client = db.get_one(Client, enrollment.client_id)
    if (account is None) == (client is None):
        raise ValueError("a message needs one recipient: an account, a client or an enrollment")
    return account, client, enrollment


def _why_by_hand(
    db: Db,
    kind: MessageKind,
    client: Client | None,
    enrollment: Enrollment | None,
    now: datetime,
    to_address: str | None,
) -> str | None:
    if client is None:
        return None
    is_held = enrollment is not None and enrollment.status_at(now) in QUIET_STATES
    if is_held and kind.is_held_by_pause:
        return _PAUSED
    if kind.may_be_declined:
        chosen = select(MessagePreferences).where(MessagePreferences.client_id == client.id)
        row = db.scalar(chosen)
        if row is not None and kind in row.value.declined:
            return _DECLINED
    if kind.needs_a_page and client.account_id is None:
        return _NO_PAGE
    return None if to_address or client.email else _NO_ADDRESS


def _find(db: Db, occasion: Occasion, holder: _Holder) -> Message | None:
    found = select(Message).where(
        Message.occasion == str(occasion),
        Message.account_id == holder.account_id,
        Message.client_id == holder.client_id,
    )
    return db.scalar(found.with_for_update(of=Message))


def _new(actor: Actor, occasion: Occasion, holder: _Holder) -> Message:
    return Message(
        occasion=str(occasion),
        account_id=holder.account_id,
        client_id=holder.client_id,
        state=MessageState.WITHDRAWN,
        queued_at=actor.at,
    )


def _is_added(db: Db, message: Message, occasion: Occasion, holder: _Holder) -> bool:
    """Add a message once all of it is said; not where two deeds at once had the same occasion.

    The other was first then, and its message is there to be found.
    """
    try:
        with db.begin_nested():
            db.add(message)
    except IntegrityError:
        if _find(db, occasion, holder) is None:
            raise
        return False
    return True


def _begin(message: Message, due_at: datetime, delay: timedelta, by_hand: str | None) -> None:
    message.due_at = due_at
    message.next_try_at = due_at + delay
    message.state = MessageState.BY_HAND if by_hand else MessageState.QUEUED
    message.fault = by_hand
    message.carrier_id = None


def _attach(message: Message, attachment: Attachment | None) -> None:
    message.attachment_name = attachment.name if attachment else None
    message.attachment_type = attachment.content_type if attachment else None
    message.attachment = attachment.content if attachment else None
