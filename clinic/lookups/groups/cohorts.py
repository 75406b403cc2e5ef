"""When cohorts meet next, and who reads along in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.groups.places import Place
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.names import by_letters
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class NextSession:
    """The meeting of a cohort that is under way or comes next."""

    public_id: str
    number: int
    kind: SessionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    is_under_way: bool


def supervisors_of(db: Db, cohort: Cohort, now: datetime) -> list[str]:
    """Name who reads along in a cohort that the reader has already been given."""
    return list(
        db.scalars(
            select(Account.name)
            .join(Supervision, Supervision.account_id == Account.id)
            .where(Supervision.cohort_id == cohort.id, Supervision.stands_at(now))
            .order_by(by_letters(Account.name))
        )
    )


def next_sessions(db: Db, cohorts: Select[int], now: datetime) -> Mapping[int, NextSession]:
    """Give the meeting under way or next of each cohort, by the cohort's row id."""
    rows: Sequence[GroupSession] = db.scalars(
        select(GroupSession)
        .join(Cohort, GroupSession.cohort_id == Cohort.id)
        .where(
            GroupSession.cohort_id.in_(cohorts),
            Cohort.status == CohortStatus.OPEN,
            GroupSession.ends_at > now,
            GroupSession.status != SessionStatus.CANCELLED,
        )
        .order_by(GroupSession.starts_at.desc())
    ).all()
    # The earliest comes last and so stands.
    return {
        row.cohort_id: NextSession(
            row.public_id,
            row.number,
            row.kind,
            row.title,
            row.starts_at,
            row.ends_at,
            row.starts_at <= now,
        )
        for row in rows
    }


def leaders_of(db: Db, place: Place, now: datetime) -> list[str]:
    """Name those who lead the group."""
    names = (
        select(Account.name)
        .join(Facilitator, Facilitator.account_id == Account.id)
        .where(Facilitator.cohort_id == place.cohort_id, Facilitator.stands_at(now))
        .order_by(Facilitator.id)
    )
    return list(db.scalars(names))
