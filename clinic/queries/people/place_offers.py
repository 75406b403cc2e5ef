"""Reading offered places: one to answer, and whose turn it is when one is to be offered."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import HOLDING, CohortStatus, SessionStatus
from clinic.domain.people.clocks import Clock
from clinic.domain.people.waiting import (
    ANNOUNCED,
    OfferState,
    last_day_of,
)
from clinic.lookups.statements import kept, rows_of
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment, clock_of
from clinic.models.sessions import GroupSession
from clinic.models.waiting import PlaceOffer, Waiting
from clinic.queries.scope import is_open_place, own_enrollment_ids

_ALIVE = (OfferState.OPEN, OfferState.ACCEPTED, OfferState.DECLINED)


@dataclass(frozen=True, slots=True)
class OwnWaiting:
    """What somebody who waits reads about it: nothing of the others, not even how many they are."""

    group: str
    clock: Clock
    room: str
    rule: str
    waits: bool
    """Still on the list."""
    offer_id: str | None
    state: OfferState | None
    is_answerable: bool
    """Until its last day is over, an answer can be given or taken back."""
    last_day: date | None
    meets_at: datetime | None


def get_place_offer(db: Db, reader: Reader, public_id: str) -> PlaceOffer:
    """Give one offer of a cohort of the reader's, with all that an answer needs."""
    waiting = joinedload(PlaceOffer.waiting).joinedload(Waiting.enrollment)
    return db.scalars(
        select(PlaceOffer)
        .join(PlaceOffer.waiting)
        .join(Waiting.enrollment)
        .where(
            PlaceOffer.public_id == public_id,
            is_open_place(reader),
        )
        .options(
            waiting.joinedload(Enrollment.client),
            waiting.joinedload(Enrollment.cohort).joinedload(Cohort.program),
        )
    ).one()


def own_waitings(db: Db, reader: Reader, now: datetime) -> list[OwnWaiting]:
    """Give for which groups the reader waits, or has just said yes to a place."""
    # The newest offer of each comes last and so stands.
    newest = {
        waiting.id: _own(waiting, offer, None, now)
        for waiting, offer in rows_of(db, _own_rows(reader, now))
    }
    return list(newest.values())


@kept
def _own_rows(reader: Reader, now: datetime) -> Select[Waiting, PlaceOffer]:
    answerable = and_(
        PlaceOffer.waiting_id == Waiting.id, PlaceOffer.until > now, PlaceOffer.state.in_(_ALIVE)
    )
    return (
        select(Waiting, PlaceOffer)
        .join(Waiting.enrollment)
        .join(Enrollment.cohort)
        .join(Enrollment.client)
        .outerjoin(PlaceOffer, answerable)
        .where(
            Enrollment.id.in_(own_enrollment_ids(reader)),
            Cohort.status == CohortStatus.OPEN,
            or_(
                Waiting.left_at.is_(None),
                and_(PlaceOffer.state == OfferState.ACCEPTED, Enrollment.status.in_(HOLDING)),
            ),
        )
        .options(
            contains_eager(Waiting.enrollment).options(
                contains_eager(Enrollment.cohort), contains_eager(Enrollment.client)
            )
        )
        .order_by(Waiting.listed_at, Waiting.id, PlaceOffer.made_at, PlaceOffer.id)
    )


def get_own_offer(db: Db, reader: Reader, public_id: str, now: datetime) -> OwnWaiting:
    """Give one offer to the reader herself, with the next meeting of the group."""
    offer = own_offer_row(db, reader, public_id)
    cohort = offer.waiting.enrollment.cohort
    meets_at = db.scalar(
        select(func.min(GroupSession.starts_at)).where(
            GroupSession.cohort_id == cohort.id,
            GroupSession.status == SessionStatus.PLANNED,
            GroupSession.starts_at > now,
        )
    )
    return _own(offer.waiting, offer, meets_at, now)


def own_offer_row(db: Db, reader: Reader, public_id: str) -> PlaceOffer:
    """Give one offer to the reader herself, with all that an answer needs."""
    place = joinedload(PlaceOffer.waiting).joinedload(Waiting.enrollment)
    return db.scalars(
        select(PlaceOffer)
        .join(PlaceOffer.waiting)
        .where(
            PlaceOffer.public_id == public_id,
            Waiting.enrollment_id.in_(own_enrollment_ids(reader)),
        )
        .options(
            place.joinedload(Enrollment.client),
            place.joinedload(Enrollment.cohort).joinedload(Cohort.program),
        )
    ).one()


def _own(
    waiting: Waiting, offer: PlaceOffer | None, meets_at: datetime | None, now: datetime
) -> OwnWaiting:
    cohort = waiting.enrollment.cohort
    return OwnWaiting(
        group=cohort.discreet_name,
        clock=clock_of(cohort, waiting.enrollment.client),
        room=cohort.place,
        rule=ANNOUNCED[cohort.waiting_rule],
        waits=waiting.left_at is None,
        offer_id=offer.public_id if offer else None,
        state=offer.state_at(now) if offer else None,
        is_answerable=offer is not None and now < offer.until,
        last_day=last_day_of(offer.until, cohort.time_zone) if offer else None,
        meets_at=meets_at,
    )
