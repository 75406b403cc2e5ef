"""Which reports went out, and which of them tell a score that says otherwise now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, and_, exists, select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.outcomes.reports import ReportKind
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import ScoreRow
from clinic.models.reports import ReportIssue, ReportScore
from clinic.models.sealed import read_sealed
from clinic.queries.people.chart_notes import chart_notes_of
from clinic.queries.people.enrollments import get_enrollment
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One report that went out."""

    public_id: str
    kind: ReportKind
    printed_at: datetime
    printed_by: str
    for_whom: str | None
    pdf_hash: str
    is_outdated: bool
    """Whether it tells a score that was mended since."""


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """A place that a report can be written about, and the reports of it that went out."""

    enrollment: Enrollment
    has_chart_notes: bool
    issues: tuple[IssueLine, ...]


def report_desk(db: Db, reader: Reader, enrollment_id: str) -> ReportDesk:
    """Give what has to be known to write a report about one of the reader's people."""
    enrollment = get_enrollment(db, reader, enrollment_id)
    notes = chart_notes_of(db, reader, enrollment)
    return ReportDesk(enrollment, bool(notes), issues_of(db, reader, enrollment))


def issues_of(db: Db, reader: Reader, of: Enrollment | Cohort) -> tuple[IssueLine, ...]:
    """List the reports about one of the reader's people or cohorts, the newest first."""
    column = ReportIssue.enrollment_id if isinstance(of, Enrollment) else ReportIssue.cohort_id
    cohort_id = of.cohort_id if isinstance(of, Enrollment) else of.id
    mine = select(Cohort.id).where(Cohort.id == cohort_id, Cohort.id.in_(cohort_ids(reader)))
    found = db.execute(
        select(ReportIssue, Account.name, _is_outdated().label("outdated"))
        .join(ReportIssue.printed_by)
        .where(column == of.id, mine.exists())
        .order_by(ReportIssue.printed_at.desc(), ReportIssue.id.desc())
    )
    return tuple(
        IssueLine(
            row.public_id,
            row.kind,
            row.printed_at,
            name,
            read_sealed(db.keys, row, "for_whom"),
            row.pdf_hash,
            outdated,
        )
        for row, name, outdated in found
    )


def _is_outdated() -> Exists:
    return (
        exists()
        .where(ReportScore.report_id == ReportIssue.id)
        .where(
            ~exists()
            .where(
                and_(
                    ScoreRow.administration_id == ReportScore.administration_id,
                    ScoreRow.scale == ReportScore.scale,
                    ScoreRow.value.is_not_distinct_from(ReportScore.value),
                )
            )
            .correlate(ReportScore)
        )
        .correlate(ReportIssue)
    )
