"""The newest change of a schedule, and sessions that new rules of a clock have moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, literal, select

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.domain.groups.schedules import ChangeKind, is_off_wall
from clinic.domain.post.messages import OUT
from clinic.domain.post.occasions import Cause, Occasion
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.messages import Message
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class NewestChange:
    """The newest change that stands: what it was, at which session, by whom and when."""

    public_id: str
    kind: ChangeKind
    session: GroupSession
    made_at: datetime
    made_by: str | None
    is_told: bool


def off_the_wall(
    sessions: Iterable[GroupSession], time_zone: str, now: datetime
) -> tuple[GroupSession, ...]:
    """Choose the sessions to come that new rules of their clock have put at another hour."""
    zone = ZoneInfo(time_zone)
    return tuple(
        row
        for row in sessions
        if row.status is SessionStatus.PLANNED and is_off_wall(row.wall, row.starts_at, zone, now)
    )


def count_off_the_wall(db: Db, now: datetime) -> int:
    """Count such sessions in all groups that run; which groups they are is not said."""
    rows = db.execute(
        select(GroupSession, Cohort.time_zone)
        .join(GroupSession.cohort)
        .where(
            Cohort.status == CohortStatus.OPEN,
            GroupSession.status == SessionStatus.PLANNED,
            GroupSession.starts_at > now,
        )
    )
    return sum(len(off_the_wall([row], zone, now)) for row, zone in rows)


def newest_change(db: Db, cohort: Cohort) -> NewestChange | None:
    """Find the newest standing change of a cohort that the reader has already been given."""
    occasion = literal(Occasion(Cause.SCHEDULE, cohort.public_id).stem) + ScheduleChange.public_id
    told = exists().where(Message.occasion == occasion, Message.state.in_(OUT))
    found = db.execute(
        select(ScheduleChange, GroupSession, Account.name, told)
        .join(GroupSession, ScheduleChange.group_session_id == GroupSession.id)
        .outerjoin(Account, ScheduleChange.made_by_id == Account.id)
        .where(ScheduleChange.cohort_id == cohort.id, ScheduleChange.undone_at.is_(None))
        .order_by(ScheduleChange.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    row, session, name, is_told = found
    return NewestChange(row.public_id, row.kind, session, row.made_at, name, is_told)


def cohort_of_change(db: Db, change: ScheduleChange) -> str:
    """Give the public id of the cohort whose schedule was changed."""
    return db.get_one(Cohort, change.cohort_id).public_id
