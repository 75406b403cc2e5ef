"""A client's own places in cohorts, and when each group meets next."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Exists, Select, exists, or_, select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import NOT_YET
from clinic.lookups.groups.places import Place, place_of
from clinic.lookups.statements import kept, rows_of
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.schedules import ScheduleChange
from clinic.queries.scope import own_enrollment_ids


def own_places(db: Db, reader: Reader, now: datetime) -> list[Place]:
    """List the reader's places, those that are under way first."""
    places = [
        replace(place_of(enrollment, now), has_other_make_up=make_up, has_other_weeks=weeks)
        for enrollment, make_up, weeks in rows_of(db, _own(reader))
    ]
    return sorted(places, key=lambda place: place.is_over)


@kept
def _own(reader: Reader) -> Select[Enrollment, bool, bool]:
    return (
        select(Enrollment, _other_make_up(), _other_weeks())
        .join(Enrollment.cohort)
        .join(Enrollment.client)
        .where(Enrollment.id.in_(own_enrollment_ids(reader)), Enrollment.status.not_in(NOT_YET))
        .options(contains_eager(Enrollment.client), contains_eager(Enrollment.cohort))
        .order_by(Enrollment.enrolled_at, Enrollment.id)
    )


def _other_make_up() -> Exists:
    """Ask with the places whether a make-up of each was moved, so that no page asks in vain."""
    return (
        exists()
        .where(
            MakeUpSeat.enrollment_id == Enrollment.id,
            MakeUpSeat.make_up_id == MakeUp.id,
            or_(MakeUp.known_starts_at.is_not(None), MakeUp.is_cancelled),
        )
        .correlate(Enrollment)
    )


def _other_weeks() -> Exists:
    """Ask the same of the meetings of the group."""
    return (
        exists()
        .where(
            ScheduleChange.cohort_id == Enrollment.cohort_id,
            ScheduleChange.undone_at.is_(None),
            ScheduleChange.made_at >= Enrollment.enrolled_at,
        )
        .correlate(Enrollment)
    )
