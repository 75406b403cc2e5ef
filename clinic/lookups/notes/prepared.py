"""What is known about somebody's week and hour, for whoever writes the note to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.enrollments import AttendanceMark
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.measures import Administration, ScoreRow
from clinic.models.practice import PracticeEntry
from clinic.models.programs import InstrumentRow, WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse


@dataclass(slots=True)
class PreparedFacts:
    """What one person's mark, practice, sheets and scores say since the meeting before."""

    mark: AttendanceMark | None = None
    minutes_missed: int | None = None
    times_practiced: int = 0
    minutes_practiced: int = 0
    sheets: list[str] = field(default_factory=list)
    """Titles of the sheets that were finished."""
    scores: list[tuple[str, float]] = field(default_factory=list)
    """Titles of questionnaires, each with its total."""


def prepared_facts(db: Db, session: GroupSession) -> Mapping[int, PreparedFacts]:
    """Give the facts by the row id of each place of the cohort, in four questions."""
    places = db.scalars(select(Enrollment.id).where(Enrollment.cohort_id == session.cohort_id))
    facts = {place: PreparedFacts() for place in places}
    marks = select(Attendance).where(Attendance.group_session_id == session.id)
    for row in db.scalars(marks):
        facts[row.enrollment_id].mark = row.mark
        facts[row.enrollment_id].minutes_missed = row.minutes_missed
    since = select(func.max(GroupSession.ends_at)).where(
        GroupSession.cohort_id == session.cohort_id, GroupSession.ends_at < session.starts_at
    )
    _add_practice(db, session, since.scalar_subquery(), facts)
    _add_sheets(db, session, since.scalar_subquery(), facts)
    _add_scores(db, session, since.scalar_subquery(), facts)
    return facts


def _add_practice(
    db: Db, session: GroupSession, since: object, facts: Mapping[int, PreparedFacts]
) -> None:
    rows = db.execute(
        select(
            Assignment.enrollment_id,
            func.count(),
            func.coalesce(func.sum(PracticeEntry.minutes), 0),
        )
        .join(PracticeEntry, PracticeEntry.assignment_id == Assignment.id)
        .join(Enrollment, Assignment.enrollment_id == Enrollment.id)
        .where(
            Enrollment.cohort_id == session.cohort_id,
            PracticeEntry.made_at > since,
            PracticeEntry.made_at <= session.starts_at,
        )
        .group_by(Assignment.enrollment_id)
    )
    for place, times, minutes in rows:
        facts[place].times_practiced, facts[place].minutes_practiced = times, minutes


def _add_sheets(
    db: Db, session: GroupSession, since: object, facts: Mapping[int, PreparedFacts]
) -> None:
    rows = db.execute(
        select(Assignment.enrollment_id, WorksheetRow.title)
        .join(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .join(WorksheetRow, Assignment.worksheet_id == WorksheetRow.id)
        .join(Enrollment, Assignment.enrollment_id == Enrollment.id)
        .where(
            Enrollment.cohort_id == session.cohort_id,
            WorksheetResponse.finished_at > since,
            WorksheetResponse.finished_at <= session.ends_at,
        )
        .order_by(WorksheetResponse.finished_at, WorksheetResponse.id)
    )
    for place, title in rows:
        facts[place].sheets.append(title)


def _add_scores(
    db: Db, session: GroupSession, since: object, facts: Mapping[int, PreparedFacts]
) -> None:
    rows = db.execute(
        select(Administration.enrollment_id, InstrumentRow.title, ScoreRow.value)
        .join(ScoreRow, ScoreRow.administration_id == Administration.id)
        .join(InstrumentRow, Administration.instrument_id == InstrumentRow.id)
        .join(Enrollment, Administration.enrollment_id == Enrollment.id)
        .where(
            Enrollment.cohort_id == session.cohort_id,
            Administration.finished_at > since,
            Administration.finished_at <= session.ends_at,
            ScoreRow.scale == "total",
        )
        .order_by(Administration.finished_at, Administration.id)
    )
    for place, title, value in rows:
        if value is not None:
            facts[place].scores.append((title, value))
