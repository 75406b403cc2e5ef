"""Messages that a test puts into the outbox, on an occasion that fits their kind."""

from datetime import datetime, timedelta
from typing import Any

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.operations.post.outbox import queue

MOVED = MessageKind.SCHEDULE_CHANGED


def occasion_for(kind: MessageKind, about: str) -> Occasion:
    """Give an occasion for a message of a kind, with its part behind a colon."""
    cause = next(each for each in Cause if kind in each.kinds)
    about, _, part = about.partition(":")
    return Occasion(cause, about, part)


def ask(
    db: Db,
    actor: Actor,
    to: Enrollment | Recipient,
    kind: MessageKind = MOVED,
    about: str = "one",
    due_at: datetime | None = None,
    delay: timedelta = timedelta(0),
    path: str = "/portal/weeks",
) -> Message | None:
    """Ask for a message, which may come to nothing."""
    if isinstance(to, Enrollment):
        to = Recipient(enrollment_id=to.id)
    occasion = occasion_for(kind, about)
    return queue(db, actor, occasion, to, Gist(kind, path), due_at or actor.at, delay)


def queued(
    db: Db,
    actor: Actor,
    to: Enrollment | Recipient,
    kind: MessageKind = MOVED,
    about: str = "one",
    **more: Any,
) -> Message:
    """Queue a message that is to arrive."""
    message = ask(db, actor, to, kind, about, **more)
    assert message is not None
    return message
