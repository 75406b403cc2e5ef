"""The days on which a group does not meet: entering, taking out, and reading them for a plan."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlalchemy import or_, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.groups.days_off import Blocked, OffKind, Reason, check_days_off, days_of, gather
from clinic.domain.text import N_
from clinic.models.accounts import Account
from clinic.models.days_off import DaysOff
from clinic.models.settings import Setting
from clinic.public_holidays import public_holidays

BEFORE = timedelta(days=120)
AHEAD = timedelta(days=3 * 366)
"""How far around a first day a plan may have to look: the preparation, and a year of closed days
after the longest of programs."""


@operation
def close_clinic(
    db: Db, actor: Actor, first_on: date, last_on: date, name: str, today: date
) -> DaysOff:
    """Say that the clinic is closed, so that no new series is laid on these days."""
    check_days_off(first_on, last_on, today)
    row = DaysOff(first_on=first_on, last_on=last_on, name=name, made_at=actor.at)
    db.add(row)
    return row


@operation
def take_leave(db: Db, actor: Actor, first_on: date, last_on: date, today: date) -> DaysOff:
    """Say that the actor is away, so that no new series of hers is laid on these days."""
    if actor.account_id is None:
        raise Refused(N_("Only a person can be away."))
    check_days_off(first_on, last_on, today)
    row = DaysOff(account_id=actor.account_id, first_on=first_on, last_on=last_on, made_at=actor.at)
    db.add(row)
    return row


@operation
def remove_days_off(db: Db, actor: Actor, row: DaysOff) -> DaysOff:
    """Take days out; the row stays, so that they can be put back."""
    lock(db, row)
    row.removed_at = row.removed_at or actor.at
    return row


@operation
def restore_days_off(db: Db, actor: Actor, row: DaysOff) -> DaysOff:
    """Put back days that were taken out."""
    lock(db, row)
    row.removed_at = None
    return row


def blocked_days(db: Db, around: date, people: Collection[int]) -> Blocked:
    """Give the days on which a group of these people would not meet, each with its reasons."""
    first_on, last_on = around - BEFORE, around + AHEAD
    return gather(
        (*_holidays(db, first_on, last_on), *_closed_and_away(db, first_on, last_on, people))
    )


def _holidays(db: Db, first_on: date, last_on: date) -> Iterator[tuple[date, Reason]]:
    rows = db.execute(
        select(Setting.name, Setting.value).where(
            Setting.name.in_(("country", "region", "holiday_kinds"))
        )
    )
    place: dict[str, str] = dict(rows.all())
    country, region = place.get("country", ""), place.get("region", "")
    kinds = place.get("holiday_kinds", "").split()
    for on, name in public_holidays(country, region, first_on, last_on, kinds).items():
        yield on, Reason(OffKind.HOLIDAY, name)


def _closed_and_away(
    db: Db, first_on: date, last_on: date, people: Collection[int]
) -> Iterator[tuple[date, Reason]]:
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
        reason = Reason(OffKind.LEAVE, who) if who else Reason(OffKind.CLOSED, row.name)
        for on in days_of(max(row.first_on, first_on), min(row.last_on, last_on)):
            yield on, reason
