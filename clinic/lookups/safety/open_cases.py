"""Which cases stand for what was said, of rows that the caller has already been given."""

from collections.abc import Collection
from typing import TypeAlias, assert_never

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.risk import RiskKind
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskCase
from clinic.models.worksheets import WorksheetResponse

ToldIn: TypeAlias = Administration | WorksheetResponse | PracticeEntry | None
"""What was filled in; nothing for the first talks of a place, which count as one."""


def cases_of(enrollment: Enrollment, told: ToldIn) -> Select[RiskCase]:
    """Select the cases that were opened for what was said there."""
    found = select(RiskCase).where(RiskCase.enrollment_id == enrollment.id).order_by(RiskCase.id)
    match told:
        case Administration():
            return found.where(RiskCase.administration_id == told.id)
        case WorksheetResponse():
            return found.where(RiskCase.worksheet_response_id == told.id)
        case PracticeEntry():
            return found.where(RiskCase.practice_entry_id == told.id)
        case None:
            return found.where(RiskCase.kind == RiskKind.SCREENING)
        case _:
            assert_never(told)


def has_case(db: Db, enrollment: Enrollment, told: ToldIn, marks: Collection[str]) -> bool:
    """Whether an open case stands for any of these marks, so that a retraction needs a reason."""
    return any(
        case.mark in marks and case.closed_at is None and case.taken_back_at is None
        for case in db.scalars(cases_of(enrollment, told))
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
