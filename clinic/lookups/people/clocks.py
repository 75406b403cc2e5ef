"""The one clock that a person's days and nights are read by, whichever group a thing is about."""

from sqlalchemy import ColumnElement, and_, case, select

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus, EnrollmentStatus
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment

_GOING_ON = and_(
    Cohort.status == CohortStatus.OPEN,
    Enrollment.status.in_([status for status in EnrollmentStatus if status.holds_a_place]),
)


def day_zone(db: Db, of: ColumnElement[bool]) -> str:
    """Give the clock of one person: hers, else that of the group she joined last, else ours.

    A group that goes on for her comes before one that is over. Whoever is in two groups on two
    clocks has one day and one night all the same, so that "one a day" is one.
    """
    own = db.scalar(select(Client.time_zone).where(of))
    group = (
        select(Cohort.time_zone)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .join(Client, Enrollment.client_id == Client.id)
        .where(of)
        .order_by(
            case((_GOING_ON, 0), else_=1), Enrollment.enrolled_at.desc(), Enrollment.id.desc()
        )
        .limit(1)
    )
    return own or db.scalar(group) or clinic_settings(db).time_zone
