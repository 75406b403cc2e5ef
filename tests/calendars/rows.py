"""Rows as a calendar may meet them, made without the deeds that lead there."""

from typing import Any

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.models.accounts import Account
from clinic.models.base import Base
from clinic.models.cohorts import Cohort, Facilitator
from tests.cast import Cast


@operation
def set_values(db: Db, actor: Actor, row: Base, /, **values: Any) -> None:
    """Let a row be as it is said."""
    for name, value in values.items():
        setattr(row, name, value)


@operation
def lead(db: Db, actor: Actor, cohort: Cohort, account: Account) -> None:
    """Let a therapist lead a cohort too."""
    db.add(Facilitator(cohort_id=cohort.id, account_id=account.id, since=actor.at))


@operation
def leave(db: Db, actor: Actor, cohort: Cohort, account: Account) -> None:
    """Let a therapist lead a cohort no more."""
    place = select(Facilitator).where(
        Facilitator.cohort_id == cohort.id, Facilitator.account_id == account.id
    )
    db.scalars(place).one().ended_at = actor.at


@operation
def add_cohorts(db: Db, actor: Actor, cast: Cast, count: int) -> None:
    """Let there be more cohorts like Theresa's, with Theresa and Mia in each."""
    for _ in range(count):
        cohort = _copy(db, cast.cohort)
        for session in cast.sessions.values():
            _copy(db, session, cohort_id=cohort.id)
        lead(db, actor, cohort, cast.accounts["theresa"])
        _copy(db, cast.enrollments["mia"], cohort_id=cohort.id)


def _copy(db: Db, row: Any, **values: Any) -> Any:
    kept = {
        column.key: getattr(row, column.key)
        for column in row.__mapper__.columns
        if column.key not in ("id", "public_id", "version")
    }
    made = type(row)(**{**kept, **values})
    db.add(made)
    db.flush()
    return made
