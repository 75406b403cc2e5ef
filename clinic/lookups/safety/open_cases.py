"""Which cases stand for what was said, of rows that the caller has already been given."""

from collections.abc import Collection
from typing import TypeAlias, assert_never

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.risk import RiskKind
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskCase
from clinic.models.worksheets import WorksheetResponse

ToldIn: TypeAlias = Administration | WorksheetResponse | PracticeEntry | Enrollment
"""What was filled in; the place itself for its first talks, which count as one, and for a wish."""


def enrollment_of(db: Db, told: ToldIn) -> Enrollment:
    """Give the place of whoever said something there."""
    match told:
        case Enrollment():
            return told
        case Administration():
            return db.get_one(Enrollment, told.enrollment_id)
        case WorksheetResponse() | PracticeEntry():
            given = db.get_one(Assignment, told.assignment_id)
            return db.get_one(Enrollment, given.enrollment_id)
        case _:
            assert_never(told)


def cases_of(told: ToldIn) -> Select[RiskCase]:
    """Select the cases that were opened for what was said there."""
    found = select(RiskCase).order_by(RiskCase.id)
    match told:
        case Administration():
            return found.where(RiskCase.administration_id == told.id)
        case WorksheetResponse():
            return found.where(RiskCase.worksheet_response_id == told.id)
        case PracticeEntry():
            return found.where(RiskCase.practice_entry_id == told.id)
        case Enrollment():
            first_talks = RiskCase.kind == RiskKind.SCREENING
            return found.where(RiskCase.enrollment_id == told.id, first_talks)
        case _:
            assert_never(told)


def has_case(db: Db, told: ToldIn, marks: Collection[str]) -> bool:
    """Whether an open case stands for any of these marks, so that a retraction needs a reason."""
    return any(
        case.mark in marks and case.closed_at is None and case.taken_back_at is None
        for case in db.scalars(cases_of(told))
    )


def open_case_of_sheet(db: Db, response: WorksheetResponse) -> RiskCase | None:
    """Find the newest open case that a mark in a sheet opened; the sheet was authorized before."""
    return db.scalars(
        select(RiskCase)
        .where(
            RiskCase.worksheet_response_id == response.id,
            RiskCase.closed_at.is_(None),
            RiskCase.taken_back_at.is_(None),
        )
        .order_by(RiskCase.id.desc())
        .limit(1)
    ).one_or_none()


def open_case_of_measure(db: Db, administration: Administration) -> RiskCase | None:
    """Find the case that an answer opened, of an administration that was already given."""
    return db.scalar(
        select(RiskCase)
        .where(RiskCase.administration_id == administration.id, RiskCase.closed_at.is_(None))
        .order_by(RiskCase.id)
        .limit(1)
    )
