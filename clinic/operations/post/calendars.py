"""Giving a calendar a secret address, taking it away, and the file of dates that goes by mail."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from clinic.calendars import CONTENT_TYPE, write_calendar
from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.clinic.sign_in import hash_of_token
from clinic.domain.post.calendar_events import OwnCalendar, neutral
from clinic.domain.post.messages import Attachment, MessageKind
from clinic.models.accounts import Account
from clinic.models.calendars import (
    CalendarFeed,
    entry_of,
    entry_of_make_up,
    make_ups_of_places,
    meetings_of_places,
)
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.sessions import GroupSession
from clinic.models.settings import Setting

FILE_NAME = "dates.ics"
_TOKEN_BYTES = 32
_WITH_DATES = frozenset({MessageKind.INVITATION, MessageKind.SCHEDULE_CHANGED})


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


def dates_file(
    db: Db, actor: Actor, kind: MessageKind, enrollment: Enrollment | None
) -> Attachment | None:
    """Give the file of dates to come that a message carries; `None` where it carries none.

    It is written when the message is queued and kept with it, so that a second delivery is the
    same to the last letter. A cancelled meeting stands in it as cancelled: that is the news.
    """
    if enrollment is None or kind not in _WITH_DATES:
        return None
    found = meetings_of_places(actor.at).where(
        Enrollment.id == enrollment.id, GroupSession.ends_at > actor.at
    )
    made_up = make_ups_of_places().where(Enrollment.id == enrollment.id, MakeUp.ends_at > actor.at)
    name = _clinic_name(db)
    entries = (
        *(entry_of(session, cohort, name) for session, cohort in db.execute(found)),
        *(entry_of_make_up(row, cohort, name) for row, cohort in db.execute(made_up)),
    )
    if not entries:
        return None
    calendar = OwnCalendar(neutral(name), "", entries)
    return Attachment(FILE_NAME, CONTENT_TYPE, write_calendar(calendar, actor.at))


def _clinic_name(db: Db) -> str:
    stored = db.scalar(select(Setting.value).where(Setting.name == "discreet_name"))
    return stored or ClinicSettings().discreet_name
