"""Whose calendar a secret address shows."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Action, Reader, allows
from clinic.domain.clinic.sign_in import hash_of_token
from clinic.models.accounts import Account
from clinic.models.calendars import CalendarFeed


def find_reader_of_feed(db: Db, token: str) -> Reader | None:
    """Find whose calendar a secret address shows.

    Takes no reader: this is where the reader comes from.
    """
    found = db.execute(
        select(Account.id, Account.role)
        .join(CalendarFeed, CalendarFeed.account_id == Account.id)
        .where(
            CalendarFeed.token_hash == hash_of_token(token),
            CalendarFeed.revoked_at.is_(None),
            Account.is_active,
        )
    ).one_or_none()
    if found is None or not allows(found.role, Action.CALENDAR_OWN):
        return None
    return Reader(found.id, found.role)
