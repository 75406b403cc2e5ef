"""How many wait for a cohort, until when they may join, and what is noted of one."""

from datetime import datetime

from sqlalchemy import func, select

from clinic.db import Db, lock
from clinic.domain.enrollments import EnrollmentStatus
from clinic.lookups.programs.content import find_program
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import read_sealed
from clinic.models.sessions import GroupSession
from clinic.models.waiting import Waiting


def joins_until(db: Db, cohort: Cohort) -> datetime | None:
    """Give the end of the last session at which somebody may join; its program was loaded."""
    plan = find_program(cohort.program)
    if plan is None:
        return None
    return db.scalar(
        select(GroupSession.ends_at).where(
            GroupSession.cohort_id == cohort.id,
            GroupSession.number == plan.late_join_until,
        )
    )


def note_of(db: Db, waiting: Waiting) -> str | None:
    """Unseal what is noted about somebody whom the reader has already been given."""
    return read_sealed(db.keys, waiting, "note")


def waiting_count(db: Db, cohort: Cohort) -> int:
    """Count who waits for a cohort that the reader has already been given."""
    waits = select(func.count()).where(
        Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.WAITLISTED
    )
    return db.scalar(waits) or 0


def lock_list(db: Db, waiting: Waiting) -> Cohort:
    """Lock the cohort for whose places somebody waits, then her place, then what is noted of it."""
    enrollment = db.get_one(Enrollment, waiting.enrollment_id)
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    for row in (cohort, enrollment, waiting):
        lock(db, row)
    return cohort
