"""Reading days off: those of the clinic for its administrators, and everybody's own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.days_off import DaysOff
from clinic.models.sessions import GroupSession

LONGEST_MEMORY = timedelta(days=30)
"""For how long days that were taken out can be put back."""


@dataclass(frozen=True, slots=True)
class DaysOffPage:
    """The days that are to come, and those that were taken out lately."""

    standing: tuple[DaysOff, ...]
    removed: tuple[DaysOff, ...]
    sessions: tuple[GroupSession, ...] = ()
    """The reader's own meetings that fall on her own leave."""


def closed_days_page(db: Db, reader: Reader, today: date, now: datetime) -> DaysOffPage:
    """Give an administrator the clinic's closed days from today on."""
    return _page(db, _closed_by(reader), today, now)


def leave_page(db: Db, reader: Reader, today: date, now: datetime) -> DaysOffPage:
    """Give the reader's own leave from today on, with the meetings that it meets."""
    page = _page(db, DaysOff.account_id == reader.account_id, today, now)
    if not page.standing:
        return page
    planned = db.scalars(
        select(GroupSession)
        .join(GroupSession.cohort)
        .join(Facilitator, Facilitator.cohort_id == Cohort.id)
        .where(
            Facilitator.account_id == reader.account_id,
            Facilitator.stands_at(GroupSession.starts_at),
            Cohort.status == CohortStatus.OPEN,
            GroupSession.status == SessionStatus.PLANNED,
            GroupSession.starts_at > now,
            GroupSession.starts_at < _end_of(max(row.last_on for row in page.standing)),
        )
        .options(contains_eager(GroupSession.cohort))
        .order_by(GroupSession.starts_at, GroupSession.id)
    )
    met = tuple(session for session in planned if _falls_on(session, page.standing))
    return DaysOffPage(page.standing, page.removed, met)


def get_closed_days(db: Db, reader: Reader, public_id: str) -> DaysOff:
    """Give an administrator one closure of the clinic."""
    return db.scalars(
        select(DaysOff).where(DaysOff.public_id == public_id, _closed_by(reader))
    ).one()


def get_leave(db: Db, reader: Reader, public_id: str) -> DaysOff:
    """Give one leave of the reader's own."""
    return db.scalars(
        select(DaysOff).where(
            DaysOff.public_id == public_id, DaysOff.account_id == reader.account_id
        )
    ).one()


def _closed_by(reader: Reader) -> ColumnElement[bool]:
    return and_(
        DaysOff.account_id.is_(None), true() if reader.role is Role.ADMINISTRATOR else false()
    )


def _page(db: Db, whose: ColumnElement[bool], today: date, now: datetime) -> DaysOffPage:
    rows = db.scalars(
        select(DaysOff)
        .where(whose, DaysOff.last_on >= today)
        .order_by(DaysOff.first_on, DaysOff.id)
    ).all()
    return DaysOffPage(
        tuple(row for row in rows if row.removed_at is None),
        tuple(row for row in rows if row.removed_at and row.removed_at > now - LONGEST_MEMORY),
    )


def _end_of(day: date) -> datetime:
    """Give an instant by which the day is over wherever a cohort's clock may be set."""
    return datetime.combine(day + timedelta(days=2), time(), ZoneInfo("UTC"))


def _falls_on(session: GroupSession, standing: tuple[DaysOff, ...]) -> bool:
    on = session.starts_at.astimezone(ZoneInfo(session.cohort.time_zone)).date()
    return any(row.first_on <= on <= row.last_on for row in standing)
