"""Reading what first talks found about a place, and what was decided after each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.people.screenings import ScreeningOutcome, TalkPoint, from_text, points_of
from clinic.domain.risk import RiskKind
from clinic.lookups.programs.content import program_of
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.programs import ProgramRow
from clinic.models.risk import RiskCase
from clinic.models.screenings import Screening
from clinic.models.sealed import read_sealed
from clinic.queries.people.enrollments import get_enrollment
from clinic.queries.scope import is_open_place


@dataclass(frozen=True, slots=True)
class Look:
    """One look at whether the group suits a person."""

    points: tuple[TalkPoint, ...]
    words: str
    outcome: ScreeningOutcome | None
    at: datetime
    """When it was decided, or written to last."""
    by: str

    @property
    def answered(self) -> int:
        """Count the points about which something was found."""
        return sum(1 for point in self.points if point.answer is not None)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open risk case with the point of the first talk that opened it."""

    public_id: str
    said: str


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """A place with what its program asks, and every look so far, the newest first."""

    enrollment: Enrollment
    points: tuple[TalkPoint, ...]
    """As they are asked now, with what was found last."""
    looks: tuple[Look, ...]
    seen: str
    """What a form says it was opened on."""
    cases: tuple[OpenCase, ...] = ()
    """That a first talk opened."""

    @property
    def newest(self) -> Look | None:
        """Give the look that counts."""
        return self.looks[0] if self.looks else None


def get_screening(db: Db, reader: Reader, enrollment_id: str) -> ScreeningPage:
    """Give one of the reader's places with what was found about it."""
    enrollment = get_enrollment(db, reader, enrollment_id)
    rows = db.scalars(
        select(Screening)
        .join(Enrollment, Screening.enrollment_id == Enrollment.id)
        .where(Screening.enrollment_id == enrollment.id, is_open_place(reader))
        .options(joinedload(Screening.decided_by), joinedload(Screening.saved_by))
        .order_by(Screening.id.desc())
    ).all()
    looks = tuple(_look(db, row) for row in rows)
    program = program_of(
        db.scalars(
            select(ProgramRow)
            .join(Cohort, Cohort.program_id == ProgramRow.id)
            .where(Cohort.id == enrollment.cohort_id)
        ).one()
    )
    found = looks[0].points if looks else ()
    cases = db.scalars(
        select(RiskCase)
        .where(
            RiskCase.enrollment_id == enrollment.id,
            RiskCase.kind == RiskKind.SCREENING,
            RiskCase.closed_at.is_(None),
        )
        .order_by(RiskCase.id)
    )
    return ScreeningPage(
        enrollment=enrollment,
        points=points_of(program, found),
        looks=looks,
        seen=rows[0].mark if rows else "",
        cases=tuple(
            OpenCase(case.public_id, read_sealed(db.keys, case, "said") or "") for case in cases
        ),
    )


def _look(db: Db, row: Screening) -> Look:
    by = row.decided_by or row.saved_by
    return Look(
        points=from_text(read_sealed(db.keys, row, "points")),
        words=read_sealed(db.keys, row, "words") or "",
        outcome=row.outcome,
        at=row.decided_at or row.saved_at,
        by=by.name if by else "",
    )
