"""Reading which records were opened in an emergency, by whom, why, and who has looked at it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import CohortStatus
from clinic.lookups.people.names import full_name
from clinic.models.cohorts import Cohort
from clinic.models.emergencies import Emergency
from clinic.models.names import by_letters
from clinic.models.sealed import read_sealed
from clinic.queries.scope import client_ids, cohort_ids

MOST = 100
"""As many of the newest stand on a page."""


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """One record that was opened, as far as the reader may know of it."""

    public_id: str
    by: str
    whose: str | None
    """The person or the group; `None` for administrators."""
    is_group: bool
    reason: str | None
    """`None` for administrators."""
    since: datetime
    ended_at: datetime | None
    is_open: bool
    reviewed_at: datetime | None
    reviewed_by: str | None
    review: str | None
    is_readers: bool
    """Opened by whoever asks, who does not look at it herself."""


@dataclass(frozen=True, slots=True)
class EmergenciesPage:
    """What a member of staff reads of it, and the groups that she could open."""

    lines: tuple[EmergencyLine, ...]
    groups: tuple[Cohort, ...]


def emergencies_page(db: Db, reader: Reader) -> EmergenciesPage:
    """Give the openings of the reader's people and groups, the newest first."""
    newest = _with_names(_found(reader)).order_by(Emergency.id.desc()).limit(MOST)
    rows = db.scalars(newest).all()
    return EmergenciesPage(
        tuple(_line(db, reader, row) for row in rows), tuple(_groups(db, reader))
    )


def unreviewed_count(db: Db, reader: Reader) -> int:
    """Count what the reader should look at and nobody has looked at."""
    if reader.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        return 0
    waiting = _found(reader).where(
        Emergency.reviewed_at.is_(None), Emergency.account_id != reader.account_id
    )
    return db.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def emergency_line(db: Db, reader: Reader, public_id: str) -> EmergencyLine:
    """Give what the reader may know of one of those that she hears of."""
    row = db.scalars(_with_names(_found(reader)).where(Emergency.public_id == public_id)).one()
    return _line(db, reader, row)


def get_emergency(db: Db, reader: Reader, public_id: str) -> Emergency:
    """Give one of those that the reader hears of."""
    return db.scalars(_found(reader).where(Emergency.public_id == public_id)).one()


def get_own_emergency(db: Db, reader: Reader, public_id: str) -> Emergency:
    """Give one that the reader opened."""
    return db.scalars(
        select(Emergency)
        .where(Emergency.public_id == public_id, Emergency.account_id == reader.account_id)
        .options(joinedload(Emergency.client), joinedload(Emergency.cohort))
    ).one()


def _found(reader: Reader) -> Select[Emergency]:
    return select(Emergency).where(_is_heard_of_by(reader))


def _with_names(found: Select[Emergency]) -> Select[Emergency]:
    return found.options(
        joinedload(Emergency.account),
        joinedload(Emergency.reviewed_by),
        joinedload(Emergency.client),
        joinedload(Emergency.cohort),
    )


def _is_heard_of_by(reader: Reader) -> ColumnElement[bool]:
    match reader.role:
        case Role.ADMINISTRATOR:
            return true()
        case Role.THERAPIST | Role.SUPERVISOR:
            return or_(
                Emergency.cohort_id.in_(cohort_ids(reader)),
                Emergency.client_id.in_(client_ids(reader)),
            )
        case Role.CLIENT:
            return false()
        case role:
            assert_never(role)


def _line(db: Db, reader: Reader, row: Emergency) -> EmergencyLine:
    is_staff = reader.role is not Role.ADMINISTRATOR
    names = (full_name(row.client) if row.client else None, row.cohort.name if row.cohort else None)
    return EmergencyLine(
        public_id=row.public_id,
        by=row.account.name,
        whose=next(filter(None, names), None) if is_staff else None,
        is_group=row.cohort_id is not None,
        reason=read_sealed(db.keys, row, "reason") if is_staff else None,
        since=row.since,
        ended_at=row.ended_at,
        is_open=row.stands(reader.at),
        reviewed_at=row.reviewed_at,
        reviewed_by=row.reviewed_by.name if row.reviewed_by else None,
        review=read_sealed(db.keys, row, "review") if is_staff else None,
        is_readers=row.account_id == reader.account_id,
    )


def _groups(db: Db, reader: Reader) -> Iterable[Cohort]:
    """List the groups that run and are not the reader's."""
    if reader.role not in (Role.THERAPIST, Role.SUPERVISOR):
        return ()
    others = select(Cohort).where(
        Cohort.status == CohortStatus.OPEN, Cohort.id.not_in(cohort_ids(reader))
    )
    found: Sequence[Cohort] = db.scalars(others.order_by(by_letters(Cohort.name), Cohort.id)).all()
    return found
