"""The days on which a group would not meet."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlalchemy import or_, select

from clinic.db import Db
from clinic.domain.groups.days_off import Blocked, OffKind, OffReason, days_of, gather
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.accounts import Account
from clinic.models.days_off import DaysOff
from clinic.public_holidays import public_holidays

BEFORE = timedelta(days=120)
AHEAD = timedelta(days=3 * 366)
"""How far around a first day a plan may have to look: the preparation, and a year of closed days
after the longest of programs."""


def blocked_days(db: Db, around: date, people: Collection[int]) -> Blocked:
    """Give the days on which a group of these people would not meet, each with its reasons."""
    first_on, last_on = around - BEFORE, around + AHEAD
    return gather(
        (*_holidays(db, first_on, last_on), *_closed_and_away(db, first_on, last_on, people))
    )


def _holidays(db: Db, first_on: date, last_on: date) -> Iterator[tuple[date, OffReason]]:
    place = clinic_settings(db)
    kinds = place.holiday_kinds.split()
    holidays = public_holidays(place.country, place.region, first_on, last_on, kinds)
    for on, name in holidays.items():
        yield on, OffReason(OffKind.HOLIDAY, name)


def _closed_and_away(
    db: Db, first_on: date, last_on: date, people: Collection[int]
) -> Iterator[tuple[date, OffReason]]:
    rows = db.execute(
        select(DaysOff, Account.name)
        .outerjoin(Account, DaysOff.account_id == Account.id)
        .where(
            DaysOff.removed_at.is_(None),
            DaysOff.last_on >= first_on,
            DaysOff.first_on <= last_on,
            or_(DaysOff.account_id.is_(None), DaysOff.account_id.in_(people)),
        )
        .order_by(DaysOff.first_on, DaysOff.id)
    )
    for row, who in rows:
        reason = OffReason(OffKind.LEAVE, who) if who else OffReason(OffKind.CLOSED, row.name)
        for on in days_of(max(row.first_on, first_on), min(row.last_on, last_on)):
            yield on, reason
