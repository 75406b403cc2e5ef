"""Changing schedules in tests: what a therapist sees first, and then does."""

from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.groups.schedules import ChangeKind, WantedChange
from clinic.lookups.groups.schedule_plans import plan_for
from clinic.models.cohorts import Cohort
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession
from clinic.operations.groups.schedules import change_schedule


def do(db: Db, actor: Actor, session: GroupSession, change: WantedChange) -> ScheduleChange:
    """Look at a change and do it."""
    cohort = db.get_one(Cohort, session.cohort_id)
    outcome = plan_for(db, cohort, change, actor.at).outcome
    return change_schedule(db, actor, cohort, change, outcome.fingerprint)


def move(db: Db, actor: Actor, session: GroupSession, by: timedelta) -> ScheduleChange:
    """Move one session by so much."""
    times = session.starts_at + by, session.ends_at + by
    return do(db, actor, session, WantedChange(ChangeKind.MOVE, session.id, *times))


def last_moved(db: Db, actor: Actor, cohort: Cohort) -> ScheduleChange:
    """Move the last session of a cohort by an hour."""
    sessions = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    last = db.scalars(sessions.order_by(GroupSession.number.desc()).limit(1)).one()
    return move(db, actor, last, timedelta(hours=1))
