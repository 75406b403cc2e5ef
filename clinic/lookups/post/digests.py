"""Holding a message back for the quiet hours, and putting all of a day into one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.domain.post.occasions import Cause, read_occasion
from clinic.domain.post.reminders import Preferences, after_quiet, day_around, next_morning
from clinic.lookups.people.clocks import day_zone
from clinic.models.clients import Client
from clinic.models.messages import Message, caused_by
from clinic.models.preferences import MessagePreferences

_URGENT = [kind for kind in MessageKind if kind.is_urgent]


def not_before(db: Db, message: Message, now: datetime) -> datetime | None:
    """Give until when a message has to wait: quiet hours, or one of today is sent already.

    What is urgent waits for nothing. What somebody asked to hear at an hour comes at that hour,
    and a message that was tried before keeps its turn.
    """
    if message.client_id is None or message.kind.is_urgent or _was_asked_for(message):
        return None
    chosen, zone = _chosen(db, message), _zone(db, message)
    allowed = after_quiet(now, zone, chosen)
    if allowed > now:
        return allowed
    if not chosen.is_one_a_day or message.attempts:
        return None
    begins, ends = day_around(now, zone)
    sent = select(func.count()).where(
        Message.client_id == message.client_id,
        Message.id != message.id,
        Message.kind.not_in(_URGENT),
        ~caused_by([Cause.LATER]),
        Message.attempted_at >= begins,
        Message.attempted_at < ends,
        Message.state.in_((MessageState.SENT, MessageState.SENDING, MessageState.QUEUED)),
    )
    return next_morning(now, zone, chosen) if db.scalar(sent) else None


def companions(db: Db, message: Message, now: datetime) -> list[Message]:
    """Give what travels with a message: what did so before, or all else of its day."""
    carried = select(Message).where(
        Message.carrier_id == message.id,
        Message.state.in_((MessageState.QUEUED, MessageState.SENDING)),
    )
    if message.attempts:
        return list(db.scalars(carried.order_by(Message.id).with_for_update(of=Message)))
    is_alone = message.client_id is None or message.kind.is_urgent or _was_asked_for(message)
    if is_alone or message.attachment is not None or not _chosen(db, message).is_one_a_day:
        return []
    _, ends = day_around(now, _zone(db, message))
    found = select(Message).where(
        Message.client_id == message.client_id,
        Message.id != message.id,
        Message.enrollment_id == message.enrollment_id,
        Message.state == MessageState.QUEUED,
        Message.attempts == 0,
        Message.next_try_at < ends,
        Message.carrier_id.is_(None),
        Message.kind.not_in(_URGENT),
        Message.attachment.is_(None),
        ~caused_by([Cause.LATER]),
    )
    rows = list(db.scalars(found.order_by(Message.id).with_for_update(of=Message)))
    for row in rows:
        row.carrier_id = message.id
    return rows


def _was_asked_for(message: Message) -> bool:
    occasion = read_occasion(message.occasion)
    return occasion is not None and occasion.cause is Cause.LATER


def _chosen(db: Db, message: Message) -> Preferences:
    found = select(MessagePreferences).where(MessagePreferences.client_id == message.client_id)
    row = db.scalar(found)
    return row.value if row else Preferences()


def _zone(db: Db, message: Message) -> ZoneInfo:
    """Give the clock that a day and a night are read by: one a person, in however many groups."""
    return ZoneInfo(day_zone(db, Client.id == message.client_id))
