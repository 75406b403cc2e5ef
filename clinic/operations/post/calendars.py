"""Giving a calendar a secret address, taking it away, and the file of dates that goes by mail."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.sign_in import hash_of_token
from clinic.models.accounts import Account
from clinic.models.calendars import (
    CalendarFeed,
)

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class OpenedFeed:
    """A new address with its token, which is shown once and kept nowhere."""

    token: str


@operation
def open_feed(db: Db, actor: Actor, account: Account) -> OpenedFeed:
    """Give an account's calendar a fresh secret address; an older one ends."""
    revoke_feed(db, actor, account)
    # The older row has to be closed before the new one: only one may be open.
    db.flush()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.add(CalendarFeed(account_id=account.id, token_hash=hash_of_token(token), made_at=actor.at))
    return OpenedFeed(token)


@operation
def revoke_feed(db: Db, actor: Actor, account: Account) -> CalendarFeed | None:
    """Take the address of an account's calendar away; it is refused at the very next request."""
    lock(db, account)
    open_now = select(CalendarFeed).where(
        CalendarFeed.account_id == account.id, CalendarFeed.revoked_at.is_(None)
    )
    feed = db.scalar(open_now)
    if feed is not None:
        feed.revoked_at = actor.at
    return feed
