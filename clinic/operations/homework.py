"""Whether a person may still write something down, asked by every deed of home practice."""

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.homework import check_place, check_window
from clinic.domain.leaving import may_still_answer
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration


def check_open(db: Db, actor: Actor, row: Assignment | Administration, medium: Medium) -> None:
    """Refuse what comes too early or too late; paper may be typed in whenever it comes in."""
    if medium is Medium.PAPER:
        return
    enrollment = db.get_one(Enrollment, row.enrollment_id)
    occasion = row.occasion if isinstance(row, Administration) else ""
    if not may_still_answer(enrollment.exit_until, occasion, actor.at):
        check_place(enrollment.status_at(actor.at), db.get_one(Cohort, enrollment.cohort_id).status)
    check_window(row.opens_at, row.closes_at, actor.at)
