"""Reading breaks: those of some places, the one under way, and what to take up after one."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.models.enrollments import Enrollment
from clinic.queries.scope import own_enrollment_ids


def get_own_enrollment(db: Db, reader: Reader, public_id: str) -> Enrollment:
    """Give one place of the reader's own, with its cohort."""
    return db.scalars(
        select(Enrollment)
        .where(Enrollment.public_id == public_id, Enrollment.id.in_(own_enrollment_ids(reader)))
        .options(joinedload(Enrollment.cohort), joinedload(Enrollment.client))
    ).one()
