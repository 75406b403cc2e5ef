"""Whether a person may still write something down, asked by every deed of home practice."""

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.homework import check_begun, check_place, check_window
from clinic.domain.leaving import may_still_answer
from clinic.lookups.sheets import stays_open
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.programs import Worksheet


def check_open(db: Db, actor: Actor, row: Assignment | Administration, medium: Medium) -> None:
    """Refuse what comes too early or too late; paper may be typed in whenever it comes in.

    A sheet that never closes is open to its writer whatever became of her place.
    """
    if medium is Medium.PAPER:
        return
    if isinstance(row, Assignment) and _stays_open(db, row):
        check_begun(row.opens_at, actor.at)
        return
    enrollment = db.get_one(Enrollment, row.enrollment_id)
    occasion = row.occasion if isinstance(row, Administration) else ""
    if not may_still_answer(enrollment.exit_until, occasion, actor.at):
        check_place(enrollment.status_at(actor.at), db.get_one(Cohort, enrollment.cohort_id).status)
    check_window(row.opens_at, row.closes_at, actor.at)


def _stays_open(db: Db, assignment: Assignment) -> bool:
    if assignment.worksheet_id is None:
        return False
    return stays_open(db.get_one(Worksheet, assignment.worksheet_id))
