"""Leaving a group before its end: the reason, and the closing questionnaires."""

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus, SessionStatus
from clinic.domain.groups.cohorts import span
from clinic.domain.people.departures import EXIT_OCCASION, LeavingReason, exit_window
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.sessions import GroupSession
from clinic.operations.people.enrollments import change_status

DEED_NOUN = "leaving"


@operation
def leave(
    db: Db,
    actor: Actor,
    enrollment: Enrollment,
    why: LeavingReason,
    words: str | None,
    *,
    asks_at_the_end: bool = True,
) -> Enrollment:
    """End a place with a reason, and ask once more what everybody is asked at the end.

    Said again, it changes the reason; what was asked then stays open as long as it was.
    """
    has_left = enrollment.status is EnrollmentStatus.WITHDRAWN
    change_status(db, actor, enrollment, EnrollmentStatus.WITHDRAWN, words)
    enrollment.leaving = why
    if asks_at_the_end and not has_left:
        _ask(db, actor, enrollment)
    return enrollment


def _ask(db: Db, actor: Actor, enrollment: Enrollment) -> None:
    last = db.scalars(
        select(GroupSession)
        .where(
            GroupSession.cohort_id == enrollment.cohort_id,
            GroupSession.status != SessionStatus.CANCELLED,
            GroupSession.ends_at <= actor.at,
            GroupSession.ends_at > enrollment.enrolled_at,
        )
        .order_by(GroupSession.ends_at.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        # Before a first meeting there is nothing at whose end anything could be asked.
        return
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    opens, closes = exit_window(last.ends_at, actor.at, cohort.time_zone)
    window = span(opens, closes, last.starts_at, last.ends_at, None)
    for row in db.scalars(
        select(Administration).where(
            Administration.enrollment_id == enrollment.id,
            Administration.occasion == EXIT_OCCASION,
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
        )
    ):
        row.group_session_id = last.id
        row.opens_anchor, row.opens_minutes = opens.anchor, opens.minutes
        row.closes_anchor, row.closes_minutes = closes.anchor, closes.minutes
        row.opens_at, row.closes_at = window.opens_at, window.closes_at
        enrollment.exit_until = window.closes_at
