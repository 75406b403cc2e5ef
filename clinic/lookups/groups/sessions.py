"""The meetings of a cohort, and what the program plans for one."""

from collections.abc import Sequence

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.programs.programs import PlannedSession
from clinic.lookups.programs.content import find_program
from clinic.models.cohorts import Cohort
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession


def sessions_of(db: Db, cohort: Cohort) -> Sequence[GroupSession]:
    """List the meetings of a cohort that the reader has already been given, in their order."""
    return db.scalars(
        select(GroupSession)
        .where(GroupSession.cohort_id == cohort.id)
        .order_by(GroupSession.number)
    ).all()


def planned_session(program: ProgramRow, number: int) -> PlannedSession | None:
    """Find what the program plans for a session, by its number."""
    plan = find_program(program)
    return next((s for s in plan.sessions if s.number == number), None) if plan else None
