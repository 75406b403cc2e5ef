"""Moving and marking group sessions; what hangs on a session moves with it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.calendar import Anchor, Offset
from clinic.domain.cohorts import check_move, span
from clinic.domain.enrollments import SessionStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.text import N_
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.measures import Administration
from clinic.models.sessions import GroupSession
from clinic.operations.sheet_codes import follow_windows


@operation
def move_session(
    db: Db,
    actor: Actor,
    group_session: GroupSession,
    starts_at: datetime,
    ends_at: datetime,
    version: int,
) -> GroupSession:
    """Give a session a new time, and every window that hangs on it new instants.

    What is past or already answered stays as it is.
    """
    lock(db, db.get_one(Cohort, group_session.cohort_id))
    lock(db, group_session)
    if group_session.version != version:
        raise Stale(N_("Somebody else changed this session since you opened the page."))
    if group_session.status is not SessionStatus.PLANNED or group_session.ends_at <= actor.at:
        raise Refused(N_("A session that has been held stays where it was."))
    found = select(GroupSession).where(GroupSession.cohort_id == group_session.cohort_id)
    sessions = list(db.scalars(found.order_by(GroupSession.number)))
    place = sessions.index(group_session)
    before = sessions[place - 1] if place else None
    after = sessions[place + 1] if place + 1 < len(sessions) else None
    check_move(
        starts_at,
        ends_at,
        before.ends_at if before else None,
        after.starts_at if after else None,
        actor.at,
    )
    group_session.starts_at = starts_at
    group_session.ends_at = ends_at
    group_session.sequence += 1
    group_session.changed_at = actor.at
    _resolve_windows(db, group_session, after.starts_at if after else None, actor.at)
    if before is not None:
        _resolve_windows(db, before, starts_at, actor.at)
    return group_session


def _resolve_windows(
    db: Db, session: GroupSession, next_starts_at: datetime | None, now: datetime
) -> None:
    assignments = select(Assignment).where(
        Assignment.group_session_id == session.id, Assignment.closes_at > now
    )
    administrations = select(Administration).where(
        Administration.group_session_id == session.id,
        Administration.closes_at > now,
        Administration.finished_at.is_(None),
    )
    for row in (*db.scalars(assignments), *db.scalars(administrations)):
        anchors = (row.opens_anchor, row.closes_anchor)
        if next_starts_at is None and Anchor.NEXT_START in anchors:
            continue
        window = span(
            Offset(row.opens_anchor, row.opens_minutes),
            Offset(row.closes_anchor, row.closes_minutes),
            session.starts_at,
            session.ends_at,
            next_starts_at,
        )
        if row.opens_at > now:
            row.opens_at = window.opens_at
        # A window that people already see never closes before it opened.
        row.closes_at = max(window.closes_at, row.opens_at + timedelta(hours=1))
    follow_windows(db, session, now)
