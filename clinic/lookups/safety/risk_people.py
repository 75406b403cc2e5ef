"""Who looks after a risk case of a cohort, who stands in, and until when."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.risk import Absence, cover_for, to_be_told
from clinic.domain.safety.reading_hours import look_by
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.safety.reading_hours import reading_hours
from clinic.models.accounts import Account
from clinic.models.cohorts import Facilitator, Supervision
from clinic.models.risk import CoverPeriod


@dataclass(frozen=True, slots=True)
class Care:
    """Who looks after a case, who stands in, and whose mailbox it knocks at."""

    owner_id: int | None
    cover_id: int | None
    told: tuple[int, ...]


def look_by_of(db: Db, at: datetime) -> datetime:
    """Say by when somebody looks at what comes in at an instant; clients are told the same."""
    settings = clinic_settings(db)
    return look_by(reading_hours(db, settings, at), at, settings.risk_look_hours)


def staff_of(db: Db, cohort_id: int, at: datetime) -> list[int]:
    """List who looks after a cohort's cases then: those who lead it, then those who supervise."""
    found: list[int] = []
    for place in (Facilitator, Supervision):
        rows = (
            select(place.account_id)
            .join(Account, place.account_id == Account.id)
            .where(place.cohort_id == cohort_id, place.stands_at(at), Account.is_active)
            .order_by(place.id)
        )
        found += db.scalars(rows)
    return list(dict.fromkeys(found))


def care_for(db: Db, cohort_id: int, at: datetime, owner_id: int | None = None) -> Care:
    """Say who looks after a case of the cohort at an instant; without an owner, the lead does."""
    staff = staff_of(db, cohort_id, at)
    if owner_id not in staff:
        owner_id = staff[0] if staff else None
    day = at.astimezone(ZoneInfo(clinic_settings(db).time_zone)).date()
    absences = absences_of(db, owner_id)
    cover_id = cover_for(owner_id, absences, staff, day)
    is_away = any(absence.includes(day) for absence in absences)
    return Care(owner_id, cover_id, tuple(to_be_told(owner_id, cover_id, staff, is_away)))


def absences_of(db: Db, account_id: int | None) -> list[Absence]:
    """List when somebody is away and who stands in."""
    periods = db.scalars(
        select(CoverPeriod)
        .where(CoverPeriod.account_id == account_id, CoverPeriod.ended_at.is_(None))
        .order_by(CoverPeriod.id)
    )
    return [Absence(row.account_id, row.cover_id, row.first_on, row.last_on) for row in periods]
