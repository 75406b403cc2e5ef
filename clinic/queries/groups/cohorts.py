"""Reading cohorts: the list, one to change, and what a new one may be opened with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import HOLDING, CohortStatus
from clinic.lookups.groups.cohorts import NextSession, next_sessions
from clinic.lookups.programs.content import find_program
from clinic.lookups.statements import kept, ones_of
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_letters
from clinic.models.programs import ProgramRow
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One line of the list of cohorts."""

    public_id: str
    name: str
    program_title: str
    time_zone: str
    is_open: bool
    capacity: int
    taken: int
    next_session: NextSession | None


@dataclass(frozen=True, slots=True)
class CohortList:
    """The cohorts that a reader leads or supervises."""

    running: tuple[CohortLine, ...]
    closed: tuple[CohortLine, ...]


@dataclass(frozen=True, slots=True)
class OpeningChoices:
    """With which program and whom a cohort may be opened."""

    programs: tuple[ProgramRow, ...]
    therapists: tuple[Account, ...]
    supervisors: tuple[Account, ...]
    newest_zone: str
    """That of the newest cohort of the reader; empty where there is none."""


def list_cohorts(db: Db, reader: Reader, now: datetime) -> CohortList:
    """List the reader's cohorts, the next to meet first, then the closed ones."""
    following = next_sessions(db, cohort_ids(reader), now)
    taken = (
        select(func.count())
        .where(Enrollment.cohort_id == Cohort.id, Enrollment.status.in_(HOLDING))
        .scalar_subquery()
    )
    rows = db.execute(
        select(Cohort, ProgramRow.title, taken)
        .join(ProgramRow, Cohort.program_id == ProgramRow.id)
        .where(Cohort.id.in_(cohort_ids(reader)))
        .order_by(Cohort.first_on.desc(), Cohort.id)
    )
    lines = [
        CohortLine(
            public_id=cohort.public_id,
            name=cohort.name,
            program_title=title,
            time_zone=cohort.time_zone,
            is_open=cohort.status is CohortStatus.OPEN,
            capacity=cohort.capacity,
            taken=count,
            next_session=following.get(cohort.id),
        )
        for cohort, title, count in rows
    ]
    return CohortList(
        running=tuple(sorted((line for line in lines if line.is_open), key=_by_next)),
        closed=tuple(line for line in lines if not line.is_open),
    )


def get_cohort(db: Db, reader: Reader, public_id: str) -> Cohort:
    """Give one cohort with its program and facilitators."""
    return ones_of(db, _cohort(reader, public_id)).one()


@kept
def _cohort(reader: Reader, public_id: str) -> Select[Cohort]:
    return (
        select(Cohort)
        .where(Cohort.public_id == public_id, Cohort.id.in_(cohort_ids(reader)))
        .options(
            joinedload(Cohort.program),
            selectinload(Cohort.facilitators).joinedload(Facilitator.account),
        )
    )


def opening_choices(db: Db, reader: Reader) -> OpeningChoices:
    """Give a therapist the programs on offer and the colleagues who may lead or read along."""
    mine = select(Account.role == Role.THERAPIST).where(Account.id == reader.account_id)
    programs = select(ProgramRow).where(ProgramRow.is_offered, mine.scalar_subquery())
    staff = select(Account).where(
        Account.role.in_([Role.THERAPIST, Role.SUPERVISOR]),
        Account.is_active,
        mine.scalar_subquery(),
    )
    people = list(db.scalars(staff.order_by(by_letters(Account.name), Account.id)))
    newest = select(Cohort.time_zone).where(Cohort.id.in_(cohort_ids(reader)))
    return OpeningChoices(
        # One that cannot be read is named on the page of programs, and nobody begins with it.
        programs=tuple(
            row
            for row in db.scalars(programs.order_by(by_letters(ProgramRow.title), ProgramRow.id))
            if find_program(row)
        ),
        therapists=tuple(person for person in people if person.role is Role.THERAPIST),
        supervisors=tuple(person for person in people if person.role is Role.SUPERVISOR),
        newest_zone=db.scalar(newest.order_by(Cohort.id.desc()).limit(1)) or "",
    )


def _by_next(line: CohortLine) -> tuple[bool, float]:
    if line.next_session is None:
        return True, 0.0
    return False, line.next_session.starts_at.timestamp()
