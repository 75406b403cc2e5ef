"""How many places of a cohort are free; asked inside operations that have locked the cohort."""

from datetime import datetime

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.enrollments import HOLDING
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.waiting import PlaceOffer, held_offers, on_list, waiter_of


def check_free(db: Db, cohort: Cohort, now: datetime, own: PlaceOffer | None = None) -> None:
    """Refuse where no place is free, those apart that are held for somebody by an offer.

    `own` is the offer whose place is to be taken now.
    """
    taken, held = _taken(db, cohort), _held(db, cohort, now, own)
    if taken + held < cohort.capacity:
        return
    if held:
        raise Refused(
            N_(
                "Every place is taken or held: %(held)s of %(capacity)s for people who have been "
                "offered one."
            ),
            {"capacity": cohort.capacity, "held": held},
        )
    raise Refused(
        N_("The cohort is full: %(capacity)s of %(capacity)s places are taken."),
        {"capacity": cohort.capacity},
    )


def check_enough(db: Db, cohort: Cohort, capacity: int, now: datetime) -> None:
    """Refuse fewer places than people hold or have been offered."""
    taken, held = _taken(db, cohort), _held(db, cohort, now, None)
    if taken > capacity:
        raise Refused(
            N_("%(count)s people hold a place already, so there cannot be fewer places."),
            {"count": taken},
            "capacity",
        )
    if taken + held > capacity:
        raise Refused(
            N_("%(count)s places are taken or offered already, so there cannot be fewer."),
            {"count": taken + held},
            "capacity",
        )


def check_nobody_waits(db: Db, cohort: Cohort, now: datetime) -> None:
    """Refuse to pass by the people who wait: the rule of the list was announced to them."""
    waiters = [waiter_of(*row) for row in db.execute(on_list(cohort.id, now))]
    if any(not one.has_offer for one in waiters):
        raise Refused(
            N_(
                "People are waiting for a place in this cohort. Put this person on the waiting "
                "list too, and offer the place there; out of turn it needs a reason."
            )
        )


def _taken(db: Db, cohort: Cohort) -> int:
    taken = select(func.count()).where(
        Enrollment.cohort_id == cohort.id, Enrollment.status.in_(HOLDING)
    )
    return db.scalar(taken) or 0


def _held(db: Db, cohort: Cohort, now: datetime, own: PlaceOffer | None) -> int:
    held = db.scalars(held_offers(cohort.id, now)).all()
    return sum(own is None or offer.id != own.id for offer in held)
