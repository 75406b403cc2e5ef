"""Who stands in for the reader's risk cases, and who could."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, union
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import CohortStatus
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.names import by_letters
from clinic.models.risk import CoverPeriod


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may stand in, and in which of the reader's groups."""

    account_id: str
    name: str
    cohorts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverPage:
    """The reader's absences to come, and the colleagues she may choose from."""

    periods: tuple[CoverPeriod, ...]
    colleagues: tuple[Colleague, ...]
    alone_in: tuple[str, ...]
    """Groups in which nobody else works."""


def cover_page(db: Db, reader: Reader, today: date) -> CoverPage:
    """Give who stands in for the reader from today on, and who could."""
    periods = db.scalars(
        select(CoverPeriod)
        .where(
            CoverPeriod.account_id == reader.account_id,
            CoverPeriod.ended_at.is_(None),
            CoverPeriod.last_on >= today,
        )
        .options(joinedload(CoverPeriod.cover))
        .order_by(CoverPeriod.first_on, CoverPeriod.id)
    )
    led = db.execute(
        select(Cohort.id, Cohort.name)
        .where(Cohort.id.in_(_led(reader)), Cohort.status == CohortStatus.OPEN)
        .order_by(by_letters(Cohort.name), Cohort.id)
    )
    names: dict[int, str] = dict(led.all())
    found: dict[tuple[str, str], list[str]] = {}
    shared: set[int] = set()
    for account, name, cohort_id in db.execute(_colleagues(reader)):
        if cohort_id in names:
            found.setdefault((account, name), []).append(names[cohort_id])
            shared.add(cohort_id)
    return CoverPage(
        tuple(periods),
        tuple(Colleague(*who, tuple(groups)) for who, groups in found.items()),
        tuple(name for cohort_id, name in names.items() if cohort_id not in shared),
    )


def get_period(db: Db, reader: Reader, public_id: str) -> CoverPeriod:
    """Give one of the reader's own arrangements."""
    return db.scalars(
        select(CoverPeriod).where(
            CoverPeriod.public_id == public_id, CoverPeriod.account_id == reader.account_id
        )
    ).one()


def get_colleague(db: Db, reader: Reader, public_id: str) -> Account:
    """Give somebody who works in one of the reader's groups."""
    mine = union(*_places(reader)).subquery()
    return db.scalars(
        select(Account).where(Account.public_id == public_id, Account.id.in_(select(mine.c[0])))
    ).one()


def _colleagues(reader: Reader) -> Select[str, str, int]:
    everybody = union(*_places(reader)).subquery()
    return (
        select(Account.public_id, Account.name, everybody.c[1])
        .join(everybody, everybody.c[0] == Account.id)
        .where(Account.is_active, Account.id != reader.account_id)
        .order_by(by_letters(Account.name), Account.id)
    )


def _places(reader: Reader) -> list[Select[int, int]]:
    return [
        select(place.account_id, place.cohort_id).where(
            place.stands_at(reader.at), place.cohort_id.in_(_led(reader))
        )
        for place in (Facilitator, Supervision)
    ]


def _led(reader: Reader) -> Select[int]:
    return select(Facilitator.cohort_id).where(
        Facilitator.account_id == reader.account_id, Facilitator.stands_at(reader.at)
    )
