"""Whose turn it is when a place is to be offered, and the offer that somebody holds."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.people.waiting import OfferState, needs_reason, next_in_line, usual_last_day
from clinic.lookups.people.names import name_in
from clinic.models.enrollments import Enrollment
from clinic.models.waiting import PlaceOffer, Waiting, on_list, waiter_of


@dataclass(frozen=True, slots=True)
class Turn:
    """One person to whom a place may be offered, and whether the rule explains it."""

    waiting: Waiting
    name: str
    needs_reason: bool
    next_name: str | None
    """Whose turn it is, where it is not hers."""
    usual_last_day: date


def turn_of(db: Db, waiting: Waiting, now: datetime) -> Turn:
    """Say whether it is the turn of somebody whom the reader has already been given."""
    cohort = waiting.enrollment.cohort
    rows = db.execute(on_list(cohort.id, now)).all()
    waiters = [waiter_of(*row) for row in rows]
    following = next_in_line(cohort.waiting_rule, waiters)
    is_other = following is not None and following.key != waiting.id
    return Turn(
        waiting=waiting,
        name=name_in(db, waiting.enrollment),
        needs_reason=needs_reason(cohort.waiting_rule, waiters, waiting.id),
        next_name=_name_of(db, following.key) if following and is_other else None,
        usual_last_day=usual_last_day(
            now.astimezone(ZoneInfo(cohort.time_zone)).date(), cohort.first_on
        ),
    )


def open_offer_of(db: Db, waiting: Waiting, now: datetime) -> PlaceOffer | None:
    """Give the offer that somebody holds, whom the reader has already been given."""
    found = select(PlaceOffer).where(
        PlaceOffer.waiting_id == waiting.id,
        PlaceOffer.state == OfferState.OPEN,
        PlaceOffer.until > now,
    )
    return db.scalar(found)


def _name_of(db: Db, waiting_id: int) -> str:
    whose = select(Enrollment).join(Waiting, Waiting.enrollment_id == Enrollment.id)
    return name_in(db, db.scalars(whose.where(Waiting.id == waiting_id)).one())


def is_offer_due(db: Db, now: datetime) -> bool:
    """Say whether the last day of any offer is over, without beginning a deed."""
    due = select(PlaceOffer.id).where(PlaceOffer.state == OfferState.OPEN, PlaceOffer.until <= now)
    return db.scalar(due.limit(1)) is not None
