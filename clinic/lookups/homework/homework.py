"""Whether a person may still write something down, asked by every deed of home practice."""

from datetime import datetime, timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.homework.homework import check_begun, check_place, check_window, is_in_time
from clinic.domain.people.departures import may_still_answer
from clinic.domain.text import N_
from clinic.lookups.homework.windows import may_be_finished_until
from clinic.lookups.programs.sheets import stays_open
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.programs import WorksheetRow
from clinic.models.worksheets import WorksheetResponse


def check_open(
    db: Db,
    actor: Actor,
    row: Assignment | Administration,
    medium: Medium,
) -> None:
    """Refuse what comes too early or too late; paper may be typed in whenever it comes in.

    A sheet that never closes is open to its writer whatever became of her place. What was begun in
    time may be finished until the meeting ends; a form that was opened in time counts as begun.
    """
    if medium is Medium.PAPER:
        return
    if isinstance(row, Assignment) and _stays_open(db, row):
        check_begun(row.opens_at, actor.at)
        return
    if isinstance(row, Assignment):
        check_given(row)
    enrollment = db.get_one(Enrollment, row.enrollment_id)
    occasion = row.occasion if isinstance(row, Administration) else ""
    if not may_still_answer(enrollment.exit_until, occasion, actor.at):
        check_place(enrollment.status_at(actor.at), db.get_one(Cohort, enrollment.cohort_id).status)
    closes_at = row.closes_at
    if closes_at <= actor.at:
        begun_at = _begun_at(db, row) or begun_when(actor, row)
        if is_in_time(begun_at, closes_at):
            closes_at = may_be_finished_until(db, enrollment.cohort_id, closes_at)
    check_window(row.opens_at, closes_at, actor.at)


def check_given(assignment: Assignment) -> None:
    """Refuse what is sent from a page that was open when it was taken out of the homework."""
    if not assignment.is_active:
        raise Refused(
            N_(
                "This was removed from your homework in the meantime, so it is not kept. What you "
                "typed is still on this page, so you can copy it."
            )
        )


def begun_when(actor: Actor, row: Assignment | Administration) -> datetime:
    """Say when something was begun that is written down now, in a form that was opened in time."""
    if actor.opened == row.public_id:
        # The words may have come late, over a bad line; the form was there in time.
        return min(actor.at, row.closes_at - timedelta(seconds=1))
    return actor.at


def _begun_at(db: Db, row: Assignment | Administration) -> datetime | None:
    if isinstance(row, Administration):
        return row.started_at
    return db.scalar(
        select(WorksheetResponse.started_at).where(WorksheetResponse.assignment_id == row.id)
    )


def _stays_open(db: Db, assignment: Assignment) -> bool:
    if assignment.worksheet_id is None:
        return False
    return stays_open(db.get_one(WorksheetRow, assignment.worksheet_id))
