"""The outbox: every message to a person, from the deed that causes it to the server's answer."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, LargeBinary, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.post.messages import MessageKind, MessageState
from clinic.domain.post.occasions import Cause, Occasion
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.sealed import sealed_column
from clinic.models.sessions import GroupSession

_TOKEN_BYTES = 32


class Message(Public, Base):
    """One message to one person on one occasion, with all that is known of its way."""

    __tablename__ = "messages"
    __table_args__ = table_args(
        UniqueConstraint("account_id", "occasion"),
        UniqueConstraint("client_id", "occasion"),
        CheckConstraint("(account_id IS NULL) <> (client_id IS NULL)", name="one_recipient"),
        CheckConstraint("attempts >= 0", name="attempts_in_range"),
        CheckConstraint(
            "(state = 'sending') = (claimed_until IS NOT NULL)", name="sending_is_claimed"
        ),
        CheckConstraint("(state IN ('sent', 'told')) = (sent_at IS NOT NULL)", name="sent_at"),
    )

    kind: Mapped[MessageKind] = mapped_column(stored(MessageKind, "kind"))
    occasion: Mapped[str] = mapped_column(String(120))
    """What it is sent for, in words of the program; unique for each recipient."""
    account_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    """A member of staff."""
    client_id: Mapped[int | None] = belongs_to("clients.id", index=False)
    enrollment_id: Mapped[int | None] = belongs_to("enrollments.id")
    group_session_id: Mapped[int | None] = belongs_to("group_sessions.id")
    """The meeting whose time the text names, read when it is sent."""
    make_up_id: Mapped[int | None] = belongs_to("make_ups.id")
    """The make-up of that meeting whose time it names instead."""
    state: Mapped[MessageState] = mapped_column(stored(MessageState, "state"))
    path: Mapped[str | None] = sealed_column()
    """Sealed: where the link leads; a secret link is forgotten as soon as it is sent."""
    attachment_name: Mapped[str | None] = mapped_column(String(100))
    attachment_type: Mapped[str | None] = mapped_column(String(100))
    attachment: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    """Random; the first try adds the sender's domain, and every later try says the same."""
    stop_token: Mapped[str] = mapped_column(String(64), unique=True)
    """Stands in the link that ends messages of this kind without a sign-in."""
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When it was meant to be sent."""
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    attempted_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    """When the mail server took it, or when somebody told the person."""
    address: Mapped[str | None] = mapped_column(String(254))
    """Where the last try was sent to."""
    to_address: Mapped[str | None] = mapped_column(String(254))
    """Where it goes whatever the recipient's address is by then; NULL for that address."""
    fault: Mapped[str | None] = mapped_column(String(300))
    """Why the last try failed or no more is made, in plain words."""
    claim: Mapped[str | None] = mapped_column(String(40))
    claimed_until: Mapped[datetime | None]
    """Which worker is sending it, and until when nobody else may."""
    carrier_id: Mapped[int | None] = belongs_to("messages.id")
    """The message of the same day that this one travels with."""
    told_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)

    account: Mapped[Account | None] = relationship(foreign_keys=account_id, lazy="raise_on_sql")
    client: Mapped[Client | None] = relationship(lazy="raise_on_sql")
    enrollment: Mapped[Enrollment | None] = relationship(lazy="raise_on_sql")
    group_session: Mapped[GroupSession | None] = relationship(lazy="raise_on_sql")
    make_up: Mapped[MakeUp | None] = relationship(lazy="raise_on_sql")

    def __init__(self, **values: Any) -> None:
        values.setdefault("message_id", secrets.token_hex(16))
        values.setdefault("stop_token", secrets.token_urlsafe(_TOKEN_BYTES))
        values.setdefault("attempts", 0)
        super().__init__(**values)


def on_occasion(occasion: Occasion) -> ColumnElement[bool]:
    """Say in SQL that a message is sent on an occasion; without a part, on any of its row."""
    is_it = Message.occasion == str(occasion)
    if occasion.part:
        return is_it
    return or_(is_it, Message.occasion.startswith(occasion.stem, autoescape=True))


def caused_by(causes: Iterable[Cause]) -> ColumnElement[bool]:
    """Say in SQL that a message has one of these causes."""
    return or_(*(Message.occasion.startswith(cause.stem, autoescape=True) for cause in causes))
