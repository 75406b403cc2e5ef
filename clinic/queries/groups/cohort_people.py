"""Who leads a cohort and who reads along, from when to when, and who could be added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_letters
from clinic.models.risk import RiskCase
from clinic.queries.groups.cohorts import get_cohort


@dataclass(frozen=True, slots=True)
class StaffPart:
    """Somebody's part in a cohort; it stands while `ended_at` is none."""

    account: Account
    leads: bool
    since: datetime
    ended_at: datetime | None
    open_cases: int
    is_reader: bool
    is_last: bool
    """The only one who leads, so that it cannot end."""


@dataclass(frozen=True, slots=True)
class CohortPeople:
    """Everybody who works or worked in a cohort, and the colleagues who do not yet."""

    cohort: Cohort
    standing: tuple[StaffPart, ...]
    ended: tuple[StaffPart, ...]
    others: tuple[Account, ...]

    def heirs_of(self, part: StaffPart) -> list[Account]:
        """List who may take over the open cases of somebody who goes."""
        parts = (each for each in self.standing if each.account is not part.account)
        return [each.account for each in parts if each.account.is_active]


def cohort_people(db: Db, reader: Reader, cohort_id: str) -> CohortPeople:
    """Give who works in one of the reader's cohorts."""
    cohort = get_cohort(db, reader, cohort_id)
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
    leading = [a for leads, a, _since, end in found if leads and end is None and a.is_active]
    parts = [
        StaffPart(
            account,
            leads,
            since,
            ended_at,
            cases.get(account.id, 0),
            account.id == reader.account_id,
            leads and not any(other is not account for other in leading),
        )
        for leads, account, since, ended_at in found
    ]
    standing = tuple(part for part in parts if part.ended_at is None)
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
    ended = tuple(part for part in parts if part.ended_at is not None)
    return CohortPeople(cohort, standing, ended, tuple(others))


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
