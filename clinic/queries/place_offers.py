"""Reading offered places: one to answer, and whose turn it is when one is to be offered."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.text import short_name
from clinic.domain.waiting import OfferState, needs_reason, next_in_line, usual_last_day
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.programs import Program as ProgramRow
from clinic.models.waiting import PlaceOffer, Waiting, on_list, waiter_of
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class Turn:
    """One person to whom a place may be offered, and whether the rule explains it."""

    waiting: Waiting
    name: str
    needs_reason: bool
    next_name: str | None
    # whose turn it is, where it is not hers
    usual_last_day: date


def get_place_offer(db: Db, reader: Reader, public_id: str) -> PlaceOffer:
    """Give one offer of a cohort of the reader's, with all that an answer needs."""
    waiting = joinedload(PlaceOffer.waiting).joinedload(Waiting.enrollment)
    return db.scalars(
        select(PlaceOffer)
        .join(PlaceOffer.waiting)
        .join(Waiting.enrollment)
        .where(
            PlaceOffer.public_id == public_id,
            Enrollment.cohort_id.in_(cohort_ids(reader)),
        )
        .options(
            waiting.joinedload(Enrollment.client),
            waiting.joinedload(Enrollment.cohort)
            .joinedload(Cohort.program)
            .selectinload(ProgramRow.worksheets),
        )
    ).one()


def turn_of(db: Db, waiting: Waiting, now: datetime) -> Turn:
    """Say whether it is the turn of somebody whom the reader has already been given."""
    cohort = waiting.enrollment.cohort
    rows = db.execute(on_list(cohort.id, now)).all()
    waiters = [waiter_of(*row) for row in rows]
    following = next_in_line(cohort.waiting_rule, waiters)
    is_other = following is not None and following.key != waiting.id
    return Turn(
        waiting=waiting,
        name=_name(waiting.enrollment.client),
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


def _name(client: Client) -> str:
    return short_name(client.preferred_name, client.family_name)


def _name_of(db: Db, waiting_id: int) -> str:
    found = select(Client).join(Enrollment, Enrollment.client_id == Client.id)
    whose = found.join(Waiting, Waiting.enrollment_id == Enrollment.id)
    return _name(db.scalars(whose.where(Waiting.id == waiting_id)).one())
