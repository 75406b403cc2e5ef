"""What somebody still looks after in a cohort."""

from collections.abc import Sequence

from sqlalchemy import select

from clinic.db import Db
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase


def open_cases_of(db: Db, cohort: Cohort, person: Account) -> Sequence[RiskCase]:
    """List the open risk cases of a cohort that somebody looks after."""
    return db.scalars(
        select(RiskCase)
        .join(RiskCase.enrollment)
        .where(
            Enrollment.cohort_id == cohort.id,
            RiskCase.owner_id == person.id,
            RiskCase.closed_at.is_(None),
        )
        .order_by(RiskCase.id)
    ).all()
