"""Putting messages into the outbox and taking them out again, inside the deed that causes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import OVER, EnrollmentStatus
from clinic.domain.post.messages import Attachment, MessageKind, MessageState
from clinic.domain.text import N_
from clinic.lookups.post.calendars import dates_file
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.messages import Message
from clinic.models.preferences import MessagePreferences
from clinic.models.sealed import write_sealed
from clinic.models.sessions import GroupSession

_NO_ADDRESS = N_("There is no e-mail address. Please tell the person in another way.")
_NO_PAGE = N_("The person cannot sign in here. Please call, or send the letter.")
QUIET_STATES = (EnrollmentStatus.PAUSED, *OVER)
_DECLINED = N_("The person wants no such messages. Please tell her in another way.")
_PAUSED = N_("Nothing is sent during a pause. Please tell the person in another way.")


@operation
def queue(
    db: Db,
    actor: Actor,
    *,
    kind: MessageKind,
    occasion: str,
    due_at: datetime,
    path: str,
    account: Account | None = None,
    client: Client | None = None,
    enrollment: Enrollment | None = None,
    group_session: GroupSession | None = None,
    make_up: MakeUp | None = None,
    attachment: Attachment | None = None,
    delay: timedelta = timedelta(0),
    to_address: str | None = None,
) -> Message | None:
    """Queue a message, once for each recipient and occasion, in the caller's own transaction.

    `path` leads to a page that shows nothing before sign-in; `delay` leaves time to undo the deed.
    The same occasion again changes nothing, unless its message was withdrawn: then it is queued
    anew. A person without an address gets a row that asks staff to tell her where the kind must
    arrive, and otherwise none: `None` is given. With `to_address` it goes there, come what may.
    """
    to = _recipient(db, account, client, enrollment)
    by_hand = _why_by_hand(db, kind, to.client, enrollment, actor.at, to_address)
    if by_hand and not kind.must_arrive:
        return None
    message = _find(db, occasion, to) or _add(db, actor, kind, occasion, to, due_at)
    if message.state is not MessageState.WITHDRAWN:
        return message
    message.kind = kind
    message.to_address = to_address
    message.enrollment_id = enrollment.id if enrollment else None
    message.group_session_id = group_session.id if group_session else None
    message.make_up_id = make_up.id if make_up else None
    _begin(message, due_at, delay, by_hand)
    _attach(message, attachment or dates_file(db, actor.at, kind, enrollment))
    write_sealed(db.keys, message, "path", path)
    return message


@operation
def withdraw(
    db: Db,
    actor: Actor,
    *,
    occasion: str | None = None,
    client: Client | None = None,
    enrollment: Enrollment | None = None,
    group_session: GroupSession | None = None,
    kinds: frozenset[MessageKind] | None = None,
    reason: str | None = None,
) -> list[Message]:
    """Take back what is queued and not being sent yet, and give what was taken back.

    What is named narrows the choice; at least one of occasion, client, enrollment and group session
    has to be named. `occasion` may end in a star.
    """
    chosen: list[ColumnElement[bool]] = []
    if occasion is not None:
        chosen.append(_is_occasion(occasion))
    if client is not None:
        chosen.append(Message.client_id == client.id)
    if enrollment is not None:
        chosen.append(Message.enrollment_id == enrollment.id)
    if group_session is not None:
        chosen.append(Message.group_session_id == group_session.id)
    if not chosen:
        raise ValueError("say which messages are to be withdrawn")
    if kinds is not None:
        chosen.append(Message.kind.in_(kinds))
    return _take_back(db, chosen, reason)


@operation
def withdraw_links(
    db: Db, actor: Actor, account: Account, kinds: frozenset[MessageKind], reason: str
) -> list[Message]:
    """Take back the links to one account that are queued and not being sent yet."""
    of_account = select(Client.id).where(Client.account_id == account.id)
    whose = or_(Message.account_id == account.id, Message.client_id.in_(of_account))
    return _take_back(db, [whose, Message.kind.in_(kinds)], reason)


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
        _let_go(db, message)
    return messages


def _let_go(db: Db, message: Message) -> None:
    """Let what was to travel with a message travel by itself."""
    for passenger in db.scalars(select(Message).where(Message.carrier_id == message.id)):
        passenger.carrier_id = None


@dataclass(frozen=True, slots=True)
class _Recipient:
    """A member of staff by her account, or a client."""

    account: Account | None
    client: Client | None


def _recipient(
    db: Db, account: Account | None, client: Client | None, enrollment: Enrollment | None
) -> _Recipient:
    if account is not None and account.role is Role.CLIENT:
        client = db.scalars(select(Client).where(Client.account_id == account.id)).one()
        account = None
    if account is None and client is None and enrollment is not None:
        client = db.get_one(Client, enrollment.client_id)
    if (account is None) == (client is None):
        raise ValueError("a message needs one recipient: an account, a client or an enrollment")
    return _Recipient(account, client)


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


def _find(db: Db, occasion: str, to: _Recipient) -> Message | None:
    found = select(Message).where(
        Message.occasion == occasion,
        Message.account_id == (to.account.id if to.account else None),
        Message.client_id == (to.client.id if to.client else None),
    )
    return db.scalar(found.with_for_update(of=Message))


def _add(
    db: Db, actor: Actor, kind: MessageKind, occasion: str, to: _Recipient, due_at: datetime
) -> Message:
    message = Message(
        kind=kind,
        occasion=occasion,
        account_id=to.account.id if to.account else None,
        client_id=to.client.id if to.client else None,
        state=MessageState.WITHDRAWN,
        queued_at=actor.at,
        due_at=due_at,
        next_try_at=due_at,
    )
    try:
        with db.begin_nested():
            db.add(message)
    except IntegrityError:
        # Two deeds at once had the same occasion, and the other was first.
        if (found := _find(db, occasion, to)) is None:
            raise
        return found
    return message


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


def _is_occasion(occasion: str) -> ColumnElement[bool]:
    if occasion.endswith("*"):
        return Message.occasion.startswith(occasion[:-1], autoescape=True)
    return Message.occasion == occasion
