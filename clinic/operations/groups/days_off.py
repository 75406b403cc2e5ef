"""The days on which a group does not meet: entering, taking out, and reading them for a plan."""

from datetime import date

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.groups.days_off import check_days_off
from clinic.domain.text import N_
from clinic.models.days_off import DaysOff


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
