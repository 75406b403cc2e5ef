"""The sheets that never close, such as a safety plan: one's own, and one that staff may read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.homework.worksheets import Answer, Worksheet
from clinic.lookups.homework.own_words import own_answers
from clinic.lookups.homework.responses import shared_answers
from clinic.lookups.programs.content import worksheet_of
from clinic.lookups.programs.sheets import find_plan_of, is_given, may_stay_open, stays_open
from clinic.lookups.statements import kept, rows_of
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.worksheets import WorksheetResponse, readable_by_staff
from clinic.queries.homework.own_words import own_privacy
from clinic.queries.scope import is_open_place, own_enrollment_ids


@dataclass(frozen=True, slots=True)
class SafetyPlan:
    """One such sheet as it stands, with what was written in it."""

    assignment_id: str
    response_id: str | None
    sheet: Worksheet
    answers: dict[str, Answer]
    saved_at: datetime | None
    zone: str

    @property
    def is_written(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class OwnPlans:
    """The reader's own plan, the one that she wrote in last, and the others she was given."""

    newest: SafetyPlan
    others: tuple[SafetyPlan, ...]


def own_plans(db: Db, reader: Reader, now: datetime) -> OwnPlans | None:
    """Give the reader's own plans, whatever became of her group and her place in it."""
    rows = rows_of(db, _own_rows(reader, now)).all()
    privacy = own_privacy(db, reader)
    plans = [
        _plan(assignment, response, own_answers(db, response, privacy), zone)
        for assignment, response, zone in rows
        if stays_open(assignment.worksheet)
    ]
    if not plans:
        return None
    newest, *others = sorted(plans, key=lambda plan: not plan.is_written)
    return OwnPlans(newest, tuple(others))


@kept
def _own_rows(reader: Reader, now: datetime) -> Select[Assignment, WorksheetResponse, str]:
    return (
        _plans()
        .outerjoin(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .where(
            Assignment.enrollment_id.in_(own_enrollment_ids(reader)),
            is_given(),
            Assignment.opens_at <= now,
        )
        .order_by(WorksheetResponse.saved_at.desc().nulls_last(), Assignment.id.desc())
    )


def offered_plan(db: Db, reader: Reader) -> str | None:
    """Name the plan that the reader's group hands out, for whoever has none; `None` without one."""
    enrollment = plan_place(db, reader)
    sheet = find_plan_of(db, enrollment.cohort_id) if enrollment else None
    return sheet.title if sheet else None


def plan_place(db: Db, reader: Reader) -> Enrollment | None:
    """Give the reader's place in the group she is in; of several, the one she came into last."""
    rows = db.scalars(
        select(Enrollment)
        .where(Enrollment.id.in_(own_enrollment_ids(reader)))
        .order_by(Enrollment.enrolled_at.desc(), Enrollment.id.desc())
    )
    return next((row for row in rows if row.status.holds_a_place), None)


def shared_plan_of(db: Db, reader: Reader, client_id: int) -> SafetyPlan | None:
    """Give the plan that one of the reader's people wrote in last, as far as staff may read it."""
    rows = db.execute(
        _plans()
        .join(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .where(
            Enrollment.client_id == client_id,
            is_open_place(reader),
            readable_by_staff(),
        )
        .order_by(WorksheetResponse.saved_at.desc(), Assignment.id.desc())
    ).all()
    plans = (
        _plan(assignment, response, shared_answers(db, response), zone)
        for assignment, response, zone in rows
        if stays_open(assignment.worksheet)
    )
    return next((plan for plan in plans if plan.is_written), None)


def _plans() -> Select[Assignment, WorksheetResponse, str]:
    return (
        select(Assignment, WorksheetResponse, Cohort.time_zone)
        .select_from(Assignment)
        .join(Assignment.worksheet)
        .join(Assignment.enrollment)
        .join(Enrollment.cohort)
        .where(may_stay_open())
        .options(contains_eager(Assignment.worksheet))
    )


def _plan(
    assignment: Assignment,
    response: WorksheetResponse | None,
    answers: dict[str, Answer],
    zone: str,
) -> SafetyPlan:
    assert assignment.worksheet is not None  # noqa: S101 - asked for above
    return SafetyPlan(
        assignment_id=assignment.public_id,
        response_id=response.public_id if response else None,
        sheet=worksheet_of(assignment.worksheet),
        answers=answers,
        saved_at=response.saved_at if response else None,
        zone=zone,
    )
