"""Reading which sheets somebody who joined late finds in the pack of her first meeting."""

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from clinic.db import Db
from clinic.domain.enrollments import SessionStatus
from clinic.domain.programs.programs import SessionKind
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.programs import WorksheetRow
from clinic.models.sessions import GroupSession


def sheets_before_joining(db: Db, session: GroupSession) -> dict[int, list[str]]:
    """Give the code of one sheet for each meeting before somebody joined, by the id of her place.

    They lie in the pack of the first meeting after she joined, and in no other.
    """
    missed, between = aliased(GroupSession), aliased(GroupSession)
    was_there_before = exists().where(
        between.cohort_id == session.cohort_id,
        between.ends_at > Enrollment.enrolled_at,
        between.starts_at < session.starts_at,
        between.status != SessionStatus.CANCELLED,
    )
    rows = db.execute(
        select(Enrollment.id, missed.id, WorksheetRow.code)
        .select_from(Assignment)
        .join(Enrollment, Assignment.enrollment_id == Enrollment.id)
        .join(missed, Assignment.group_session_id == missed.id)
        .join(WorksheetRow, Assignment.worksheet_id == WorksheetRow.id)
        .where(
            Enrollment.cohort_id == session.cohort_id,
            Assignment.is_active,
            missed.kind == SessionKind.REGULAR,
            missed.ends_at <= Enrollment.enrolled_at,
            session.ends_at > Enrollment.enrolled_at,
            ~was_there_before,
        )
        .order_by(missed.starts_at, Assignment.id)
    )
    first: dict[tuple[int, int], str] = {}
    for place, meeting, code in rows:
        first.setdefault((place, meeting), code)
    found: dict[int, list[str]] = {}
    for (place, _meeting), code in first.items():
        found.setdefault(place, []).append(code)
    return found
