"""In which cohorts a place is free while somebody waits for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.enrollments import HOLDING, EnrollmentStatus
from clinic.domain.people.waiting import OfferState
from clinic.lookups.programs.content import find_program
from clinic.lookups.statements import kept, rows_of
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_letters
from clinic.models.sessions import GroupSession
from clinic.models.waiting import PlaceOffer, Waiting


@dataclass(frozen=True, slots=True)
class FreePlaces:
    """A cohort with places that can be offered to people who wait."""

    cohort_id: str
    cohort_name: str
    free: int
    waiting: int


def free_places(db: Db, ids: Sequence[int], now: datetime) -> tuple[FreePlaces, ...]:
    """Give the running cohorts `ids` in which it is somebody's turn, while people may join."""
    rows = rows_of(db, _counted(ids, now)).all()
    found = {
        cohort.id: FreePlaces(
            cohort.public_id, cohort.name, cohort.capacity - taken - held, waiting - held
        )
        for cohort, waiting, taken, held in rows
        if waiting > held and cohort.capacity > taken + held
    }
    if not found:
        return ()
    plans = {cohort.id: find_program(cohort.program) for cohort, *_ in rows}
    last = {key: plan.late_join_until for key, plan in plans.items() if plan}
    joining = db.execute(
        select(GroupSession.cohort_id, GroupSession.number, GroupSession.ends_at).where(
            GroupSession.cohort_id.in_(found)
        )
    )
    over = {key for key, number, ends_at in joining if number == last.get(key) and ends_at < now}
    return tuple(one for key, one in found.items() if key not in over)


@kept
def _counted(ids: Sequence[int], now: datetime) -> Select[Cohort, int, int, int]:
    return (
        select(
            Cohort,
            _places(EnrollmentStatus.WAITLISTED),
            _places(*HOLDING),
            _held(now),
        )
        .where(Cohort.id.in_(ids))
        .options(joinedload(Cohort.program))
        .order_by(by_letters(Cohort.name), Cohort.id)
    )


def _places(*statuses: EnrollmentStatus) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(Enrollment.cohort_id == Cohort.id, Enrollment.status.in_(statuses))
        .scalar_subquery()
    )


def _held(now: datetime) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(PlaceOffer)
        .join(PlaceOffer.waiting)
        .join(Waiting.enrollment)
        .where(
            Enrollment.cohort_id == Cohort.id,
            PlaceOffer.state == OfferState.OPEN,
            PlaceOffer.until > now,
        )
        .correlate(Cohort)
        .scalar_subquery()
    )
