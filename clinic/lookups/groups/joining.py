"""Whether a cohort still takes somebody new."""

from datetime import datetime

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.programs.content import program_of
from clinic.models.cohorts import Cohort
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession


def check_joining(db: Db, cohort: Cohort, now: datetime) -> None:
    """Refuse newcomers where the group is closed, or too far on its way for them."""
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."))
    program = program_of(db.get_one(ProgramRow, cohort.program_id))
    last = db.scalar(
        select(GroupSession.ends_at).where(
            GroupSession.cohort_id == cohort.id, GroupSession.number == program.late_join_until
        )
    )
    if last is not None and last < now:
        raise Refused(
            N_("This program takes no one new after session %(number)s."),
            {"number": program.late_join_until},
        )
