"""Reading risk cases: what waits for somebody, and one case with what happened."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.models.accounts import Account
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.queries.clients import full_name
from clinic.queries.content import instrument_of
from clinic.queries.measures import answer_in_words
from clinic.queries.scope import cohort_ids

CLOSED_SHOWN = 50
_WHAT_OPENED_IT = (
    joinedload(RiskCase.administration).joinedload(Administration.instrument),
    joinedload(RiskCase.practice_entry)
    .load_only(PracticeEntry.practiced_on)
    .joinedload(PracticeEntry.assignment)
    .joinedload(Assignment.exercise),
)


@dataclass(frozen=True, slots=True)
class RiskAnswerWords:
    """The question that opened a case, and the answer that was chosen."""

    administration_id: str
    instrument: str
    item: int
    text: str | None
    # None where the rights do not let the wording ship
    code: int
    words: str | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case with whom it is about and where it stands."""

    case: RiskCase
    client_id: str
    client_name: str
    phone: str | None
    cohort_name: str
    time_zone: str
    instrument: str | None
    practice: str | None
    # the title of the practice that felt worse
    is_late: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """The reader's cases: open ones by when somebody must look, closed ones by when they ended."""

    open: tuple[CaseLine, ...]
    closed: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with everything a person needs who takes it up."""

    line: CaseLine
    answer: RiskAnswerWords | None
    seen_by: str | None
    closed_by: str | None
    action: str | None


def list_cases(db: Db, reader: Reader, now: datetime) -> CaseList:
    """List the risk cases of the reader's cohorts."""
    mine = (
        select(RiskCase)
        .join(RiskCase.enrollment)
        .join(Enrollment.client)
        .join(Enrollment.cohort)
        .where(Enrollment.cohort_id.in_(cohort_ids(reader)))
        .options(
            contains_eager(RiskCase.enrollment).options(
                contains_eager(Enrollment.client), contains_eager(Enrollment.cohort)
            ),
            *_WHAT_OPENED_IT,
        )
    )
    waiting = db.scalars(
        mine.where(RiskCase.closed_at.is_(None)).order_by(RiskCase.due_at, RiskCase.id)
    )
    ended = db.scalars(
        mine.where(RiskCase.closed_at.is_not(None))
        .order_by(RiskCase.closed_at.desc(), RiskCase.id.desc())
        .limit(CLOSED_SHOWN)
    )
    return CaseList(
        tuple(_line(case, now) for case in waiting), tuple(_line(case, now) for case in ended)
    )


def get_case(db: Db, reader: Reader, public_id: str) -> RiskCase:
    """Give one case, to be seen or closed."""
    return db.scalars(
        select(RiskCase)
        .join(RiskCase.enrollment)
        .where(RiskCase.public_id == public_id, Enrollment.cohort_id.in_(cohort_ids(reader)))
    ).one()


def case_page(db: Db, reader: Reader, public_id: str, now: datetime) -> CasePage:
    """Give one case with what happened, whom to reach, and what has been done."""
    seer, closer = aliased(Account), aliased(Account)
    case, seen_by, closed_by = db.execute(
        select(RiskCase, seer.name, closer.name)
        .join(RiskCase.enrollment)
        .join(Client, Enrollment.client_id == Client.id)
        .join(Cohort, Enrollment.cohort_id == Cohort.id)
        .outerjoin(seer, RiskCase.seen_by_id == seer.id)
        .outerjoin(closer, RiskCase.closed_by_id == closer.id)
        .where(RiskCase.public_id == public_id, Enrollment.cohort_id.in_(cohort_ids(reader)))
        .options(
            joinedload(RiskCase.enrollment).options(
                joinedload(Enrollment.client), joinedload(Enrollment.cohort)
            ),
            *_WHAT_OPENED_IT,
        )
    ).one()
    return CasePage(
        _line(case, now),
        _answer(case),
        seen_by,
        closed_by,
        read_sealed(db.keys, case, "action"),
    )


def _line(case: RiskCase, now: datetime) -> CaseLine:
    enrollment = case.enrollment
    administration = case.administration
    return CaseLine(
        case=case,
        client_id=enrollment.client.public_id,
        client_name=full_name(enrollment.client),
        phone=enrollment.client.phone,
        cohort_name=enrollment.cohort.name,
        time_zone=enrollment.cohort.time_zone,
        instrument=instrument_of(administration.instrument).short_name if administration else None,
        practice=_practice_of(case),
        is_late=case.seen_at is None and case.closed_at is None and case.due_at <= now,
    )


def _practice_of(case: RiskCase) -> str | None:
    entry = case.practice_entry
    return entry.assignment.exercise.title if entry and entry.assignment.exercise else None


def _answer(case: RiskCase) -> RiskAnswerWords | None:
    administration = case.administration
    if administration is None or case.item is None or case.answer is None:
        return None
    instrument = instrument_of(administration.instrument)
    item = next(one for one in instrument.asked if one.number == case.item)
    return RiskAnswerWords(
        administration.public_id,
        instrument.short_name,
        case.item,
        item.text,
        case.answer,
        answer_in_words(instrument, item, case.answer),
    )
