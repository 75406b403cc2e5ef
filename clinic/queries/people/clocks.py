"""Reading the clock that somebody lives by."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.queries.clinic.settings import clinic_settings
from clinic.queries.scope import own_enrollment_ids


def own_zone(db: Db, reader: Reader) -> str:
    """Give the zone that the reader's own hours are told in: hers, her group's, or the clinic's."""
    found: str | None = None
    if reader.role is Role.CLIENT:
        found = db.scalar(
            select(Client.time_zone).where(Client.account_id == reader.account_id)
        ) or db.scalar(
            select(Cohort.time_zone)
            .join(Enrollment, Enrollment.cohort_id == Cohort.id)
            .where(Enrollment.id.in_(own_enrollment_ids(reader)))
            .order_by(Enrollment.enrolled_at.desc(), Enrollment.id.desc())
            .limit(1)
        )
    return found or clinic_settings(db).time_zone
