"""Whose calendar a secret address shows, and the dates that a message carries."""

from datetime import datetime

from sqlalchemy import select

from clinic.calendars import CONTENT_TYPE, write_calendar
from clinic.db import Db
from clinic.domain.access import Action, Reader, allows
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.clinic.sign_in import hash_of_token
from clinic.domain.post.calendar_events import OwnCalendar, neutral
from clinic.domain.post.messages import Attachment, MessageKind
from clinic.lookups.clinic.settings import clinic_settings
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

FILE_NAME = "dates.ics"


def find_reader_of_feed(db: Db, token: str, now: datetime) -> Reader | None:
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
    return Reader(found.id, found.role, now, Action.CALENDAR_OWN)


_WITH_DATES = frozenset({MessageKind.INVITATION, MessageKind.SCHEDULE_CHANGED})


def dates_file(
    db: Db, now: datetime, kind: MessageKind, enrollment: Enrollment | None
) -> Attachment | None:
    """Give the file of dates to come that a message carries; `None` where it carries none.

    It is written when the message is queued and kept with it, so that a second delivery is the
    same to the last letter. A cancelled meeting stands in it as cancelled: that is the news.
    """
    if enrollment is None or kind not in _WITH_DATES:
        return None
    found = meetings_of_places(now).where(
        Enrollment.id == enrollment.id, GroupSession.ends_at > now
    )
    made_up = make_ups_of_places().where(Enrollment.id == enrollment.id, MakeUp.ends_at > now)
    name = clinic_settings(db).discreet_name or ClinicSettings().discreet_name
    entries = (
        *(entry_of(session, name) for session in db.scalars(found)),
        *(entry_of_make_up(row, name) for row in db.scalars(made_up)),
    )
    if not entries:
        return None
    calendar = OwnCalendar(neutral(name), "", entries)
    return Attachment(FILE_NAME, CONTENT_TYPE, write_calendar(calendar, now))
