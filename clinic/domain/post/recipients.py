"""Whom a message goes to, and what it says there."""

from dataclasses import dataclass

from clinic.domain.post.messages import MessageKind


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody by her account, as a person or at her place in a group, by the ids of the rows.

    Several of them together are one recipient: the owner of an account, written to about a place.
    """

    account_id: int | None = None
    client_id: int | None = None
    enrollment_id: int | None = None
    address: str | None = None
    """Where it goes come what may; none is the address that the recipient has by then."""


@dataclass(frozen=True, slots=True)
class Gist:
    """What a message says: the words of its kind, the page it leads to, the meeting it names."""

    kind: MessageKind
    path: str
    """Of a page that shows nothing before sign-in, or of a secret link."""
    group_session_id: int | None = None
    make_up_id: int | None = None
    """The make-up of that meeting whose time is named instead."""
