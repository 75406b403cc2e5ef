"""Who leads a cohort, reads along or stands in, from when to when, and who could be added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import SessionStatus
from clinic.domain.groups.parts import Stretch
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_letters
from clinic.models.risk import RiskCase
from clinic.models.sessions import GroupSession, StandIn
from clinic.queries.groups.cohorts import get_cohort


@dataclass(frozen=True, slots=True)
class StaffPart:
    """A spell of somebody's part in a cohort; it is over once `ended_at` has come."""

    account: Account
    leads: bool
    since: datetime
    ended_at: datetime | None
    open_cases: int
    is_reader: bool
    is_last: bool
    """The only one who leads, so that it cannot end."""
    is_ahead: bool
    """It is to begin later."""


@dataclass(frozen=True, slots=True)
class CohortPeople:
    """Everybody who works, worked or is to work in a cohort, and the colleagues who do not."""

    cohort: Cohort
    standing: tuple[StaffPart, ...]
    """What stands or is to begin."""
    ended: tuple[StaffPart, ...]
    others: tuple[Account, ...]
    stand_ins: tuple[StandIn, ...]
    """Those who stand in, or did, with their meetings; one that was taken back says when."""
    meetings: tuple[GroupSession, ...]
    """At which somebody can still stand in."""
    now: datetime

    def heirs_of(self, part: StaffPart) -> list[Account]:
        """List who may take over the open cases of somebody who goes."""
        parts = (p for p in self.standing if p.account is not part.account and not p.is_ahead)
        return [each.account for each in parts if each.account.is_active]

    @property
    def therapists(self) -> tuple[Account, ...]:
        """List who could stand in for an evening."""
        return tuple(each for each in self.others if each.role is Role.THERAPIST)


def cohort_people(db: Db, reader: Reader, cohort_id: str) -> CohortPeople:
    """Give who works in one of the reader's cohorts."""
    cohort = get_cohort(db, reader, cohort_id)
    parts = _parts(db, reader, cohort)
    ended = [p for p in parts if p.ended_at is not None and p.ended_at <= reader.at]
    standing = [part for part in parts if part not in ended]
    here = [part.account.id for part in standing]
    others = db.scalars(
        select(Account)
        .where(
            Account.role.in_([Role.THERAPIST, Role.SUPERVISOR]),
            Account.is_active,
            Account.id.not_in(here),
        )
        .order_by(by_letters(Account.name), Account.id)
    )
    return CohortPeople(
        cohort,
        tuple(standing),
        tuple(sorted(ended, key=lambda part: part.since)),
        tuple(others),
        tuple(_stand_ins(db, cohort)),
        tuple(_meetings(db, cohort, reader.at)),
        reader.at,
    )


def get_stand_in(db: Db, reader: Reader, cohort_id: str, public_id: str) -> StandIn:
    """Give somebody's evening in one of the reader's cohorts."""
    cohort = get_cohort(db, reader, cohort_id)
    return db.scalars(
        select(StandIn)
        .join(StandIn.group_session)
        .where(StandIn.public_id == public_id, GroupSession.cohort_id == cohort.id)
        .options(contains_eager(StandIn.group_session), joinedload(StandIn.account))
    ).one()


def _stand_ins(db: Db, cohort: Cohort) -> Iterable[StandIn]:
    return db.scalars(
        select(StandIn)
        .join(StandIn.group_session)
        .where(GroupSession.cohort_id == cohort.id)
        .options(contains_eager(StandIn.group_session), joinedload(StandIn.account))
        .order_by(GroupSession.starts_at, StandIn.id)
    )


def _meetings(db: Db, cohort: Cohort, now: datetime) -> Iterable[GroupSession]:
    return db.scalars(
        select(GroupSession)
        .where(
            GroupSession.cohort_id == cohort.id,
            GroupSession.status != SessionStatus.CANCELLED,
            GroupSession.ends_at > now,
        )
        .order_by(GroupSession.starts_at)
    )


def _parts(db: Db, reader: Reader, cohort: Cohort) -> list[StaffPart]:
    found = [
        (kind is Facilitator, *row)
        for kind in (Facilitator, Supervision)
        for row in db.execute(
            select(Account, kind.since, kind.ended_at)
            .join(kind, kind.account_id == Account.id)
            .where(kind.cohort_id == cohort.id)
            .order_by(kind.id)
        )
    ]
    cases = _cases(db, cohort)
    leading = [
        account
        for leads, account, since, end in found
        if leads and Stretch(since, end).includes(reader.at) and account.is_active
    ]
    return [
        StaffPart(
            account,
            leads,
            since,
            ended_at,
            cases.get(account.id, 0),
            account.id == reader.account_id,
            leads and since <= reader.at and not any(other is not account for other in leading),
            since > reader.at,
        )
        for leads, account, since, ended_at in found
    ]


def _cases(db: Db, cohort: Cohort) -> dict[int, int]:
    rows = db.execute(
        select(RiskCase.owner_id, func.count())
        .join(RiskCase.enrollment)
        .where(
            Enrollment.cohort_id == cohort.id,
            RiskCase.closed_at.is_(None),
            RiskCase.owner_id.is_not(None),
        )
        .group_by(RiskCase.owner_id)
    )
    return {owner: count for owner, count in rows if owner is not None}
