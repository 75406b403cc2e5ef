"""Reading risk cases: what waits for somebody, and one case with what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.measures.administrations import answer_in_words
from clinic.domain.measures.stored_answers import fitting_codes
from clinic.domain.risk import RiskKind
from clinic.lookups.people.names import Names, names_in
from clinic.lookups.programs.content import instrument_of, name_of
from clinic.models.accounts import Account
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.programs import WorksheetRow
from clinic.models.risk import RiskAction, RiskCase
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.queries.scope import is_open_place

CLOSED_SHOWN = 50
_WHAT_OPENED_IT = (
    joinedload(RiskCase.worksheet_response)
    .load_only(WorksheetResponse.public_id, WorksheetResponse.readers, WorksheetResponse.shared_at)
    .joinedload(WorksheetResponse.assignment)
    .joinedload(Assignment.worksheet)
    .load_only(WorksheetRow.title, WorksheetRow.code),
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
    """None where the rights do not let the wording ship."""
    code: int
    words: str | None
    has_changed: bool
    """It was given another answer after the case was opened."""
    code_now: int | None
    """The answer that stands now, or None where it was taken back."""
    words_now: str | None
    is_sent: bool
    is_unkept: bool
    """It was heard from a page that could not be kept, or from paper that is to be keyed twice."""


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
    """The title of the practice that felt worse."""
    sheet: str | None
    """The title of the sheet in which a mark was made."""
    said: str | None
    """What the mark says, in the words of its field and option."""
    owner: str | None
    is_late: bool
    awaits_second_look: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """The reader's cases: open ones by when somebody must look, closed ones by when they ended."""

    open: tuple[CaseLine, ...]
    to_look_over: tuple[CaseLine, ...]
    """Closed, and waiting for a second person."""
    closed: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class DoneAction:
    """One thing that was done about a case."""

    at: datetime
    name: str
    way: str
    words: str | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with everything a person needs who takes it up."""

    line: CaseLine
    answer: RiskAnswerWords | None
    response_id: str | None
    """The sheet in which a mark was made, where its writer lets the facilitators read it."""
    wish: str | None
    wished_phone: str | None
    """What somebody wrote who asked for a call, and the number that was given."""
    cover: str | None
    seen_by: str | None
    actions: tuple[DoneAction, ...]
    closed_by: str | None
    action: str | None
    second_by: str | None
    second_words: str | None
    follows: str | None
    followed_by: str | None
    """Ids of the case before and of the one that a second look opened."""
    is_mine: bool
    is_closed_by_me: bool


def list_cases(db: Db, reader: Reader, now: datetime) -> CaseList:
    """List the risk cases of the reader's cohorts."""
    mine = _cases(reader)
    waiting = db.scalars(
        mine.where(RiskCase.closed_at.is_(None)).order_by(
            # What nobody has looked at yet comes first, the longest overdue on top.
            RiskCase.seen_at.is_not(None),
            RiskCase.due_at,
            RiskCase.id,
        )
    )
    to_look_over = db.scalars(
        mine.where(RiskCase.wants_second_look, RiskCase.second_at.is_(None)).order_by(
            RiskCase.closed_at, RiskCase.id
        )
    )
    ended = db.scalars(
        mine.where(
            RiskCase.closed_at.is_not(None),
            ~and_(RiskCase.wants_second_look, RiskCase.second_at.is_(None)),
        )
        .order_by(RiskCase.closed_at.desc(), RiskCase.id.desc())
        .limit(CLOSED_SHOWN)
    )
    return CaseList(*(_lines(db, cases.all(), now) for cases in (waiting, to_look_over, ended)))


def cases_about(
    db: Db, reader: Reader, now: datetime, *about: ColumnElement[bool]
) -> tuple[CaseLine, ...]:
    """List the reader's cases of which all that is given is true, open ones first, then newest."""
    found = db.scalars(
        _cases(reader)
        .where(*about)
        .order_by(RiskCase.closed_at.is_not(None), RiskCase.opened_at.desc(), RiskCase.id.desc())
        .limit(CLOSED_SHOWN)
    )
    return _lines(db, found.all(), now)


def open_cases_of_client(
    db: Db, reader: Reader, client: Client, now: datetime
) -> tuple[CaseLine, ...]:
    """List the open cases of a person, in the groups of the reader's."""
    about = (RiskCase.closed_at.is_(None), Enrollment.client_id == client.id)
    return cases_about(db, reader, now, *about)


def open_cases_of_cohort(
    db: Db, reader: Reader, cohort: Cohort, now: datetime
) -> tuple[CaseLine, ...]:
    """List the open cases of a group, where it is one of the reader's."""
    about = (RiskCase.closed_at.is_(None), Enrollment.cohort_id == cohort.id)
    return cases_about(db, reader, now, *about)


def open_count(db: Db, reader: Reader) -> int:
    """Count the cases of the reader's cohorts that nobody has closed."""
    found = select(func.count()).select_from(RiskCase).join(RiskCase.enrollment)
    mine = found.where(is_open_place(reader))
    return db.scalar(mine.where(RiskCase.closed_at.is_(None))) or 0


def get_case(db: Db, reader: Reader, public_id: str) -> RiskCase:
    """Give one case, to be seen or closed."""
    return db.scalars(
        select(RiskCase)
        .join(RiskCase.enrollment)
        .where(RiskCase.public_id == public_id, is_open_place(reader))
    ).one()


def case_page(db: Db, reader: Reader, public_id: str, now: datetime) -> CasePage:
    """Give one case with what happened, whom to reach, and what has been done."""
    row = db.execute(_one_case(reader, public_id)).one()
    case: RiskCase = row[0]
    return CasePage(
        line=_lines(db, [case], now)[0],
        answer=_answer(case),
        response_id=_readable_id(case.worksheet_response),
        wish=read_sealed(db.keys, case, "words"),
        wished_phone=read_sealed(db.keys, case, "phone"),
        cover=row.cover,
        seen_by=row.seer,
        actions=_actions(db, case),
        closed_by=row.closer,
        action=read_sealed(db.keys, case, "action"),
        second_by=row.second,
        second_words=read_sealed(db.keys, case, "second_words"),
        follows=row.follows,
        followed_by=row.followed_by,
        is_mine=case.owner_id == reader.account_id,
        is_closed_by_me=case.closed_by_id == reader.account_id,
    )


def _cases(reader: Reader) -> Select[RiskCase]:
    return (
        select(RiskCase)
        .join(RiskCase.enrollment)
        .join(Enrollment.client)
        .join(Enrollment.cohort)
        .where(is_open_place(reader))
        .options(
            contains_eager(RiskCase.enrollment).options(
                contains_eager(Enrollment.client), contains_eager(Enrollment.cohort)
            ),
            joinedload(RiskCase.owner),
            *_WHAT_OPENED_IT,
        )
    )


def _one_case(reader: Reader, public_id: str) -> Select[RiskCase, str, str, str, str, str, str]:
    cover, seer, closer, second = (aliased(Account) for _ in range(4))
    before, after = aliased(RiskCase), aliased(RiskCase)
    return (
        select(
            RiskCase,
            cover.name.label("cover"),
            seer.name.label("seer"),
            closer.name.label("closer"),
            second.name.label("second"),
            before.public_id.label("follows"),
            after.public_id.label("followed_by"),
        )
        .join(RiskCase.enrollment)
        .outerjoin(cover, RiskCase.cover_id == cover.id)
        .outerjoin(seer, RiskCase.seen_by_id == seer.id)
        .outerjoin(closer, RiskCase.closed_by_id == closer.id)
        .outerjoin(second, RiskCase.second_by_id == second.id)
        .outerjoin(before, RiskCase.follows_id == before.id)
        .outerjoin(after, after.follows_id == RiskCase.id)
        .where(RiskCase.public_id == public_id, is_open_place(reader))
        .options(
            joinedload(RiskCase.enrollment).options(
                joinedload(Enrollment.client), joinedload(Enrollment.cohort)
            ),
            joinedload(RiskCase.owner),
            *_WHAT_OPENED_IT,
        )
    )


def _actions(db: Db, case: RiskCase) -> tuple[DoneAction, ...]:
    rows = db.execute(
        select(RiskAction, Account.name)
        .join(RiskAction.account)
        .where(RiskAction.case_id == case.id)
        .order_by(RiskAction.at, RiskAction.id)
    )
    return tuple(
        DoneAction(row.at, name, row.way, read_sealed(db.keys, row, "words")) for row, name in rows
    )


def _lines(db: Db, cases: Sequence[RiskCase], now: datetime) -> tuple[CaseLine, ...]:
    names = names_in(db, {case.enrollment.cohort_id for case in cases})
    return tuple(_line(db, names, case, now) for case in cases)


def _line(db: Db, names: Names, case: RiskCase, now: datetime) -> CaseLine:
    enrollment = case.enrollment
    administration = case.administration
    said = read_sealed(db.keys, case, "said")
    return CaseLine(
        case=case,
        client_id=enrollment.client.public_id,
        client_name=names.in_full(enrollment),
        phone=enrollment.client.phone,
        cohort_name=enrollment.cohort.name,
        time_zone=enrollment.cohort.time_zone,
        instrument=name_of(administration.instrument) if administration else None,
        practice=_practice_of(case, said),
        sheet=_sheet_of(case),
        said=said,
        owner=case.owner.name if case.owner else None,
        awaits_second_look=case.wants_second_look and case.second_at is None,
        is_late=case.seen_at is None and case.closed_at is None and case.due_at <= now,
    )


def _practice_of(case: RiskCase, said: str | None) -> str | None:
    entry = case.practice_entry
    if entry is None and case.kind in (RiskKind.FELT_WORSE, RiskKind.MEMORIES):
        return said  # of a line of the log that could not be kept
    return entry.assignment.exercise.title if entry and entry.assignment.exercise else None


def _readable_id(response: WorksheetResponse | None) -> str | None:
    return response.public_id if response and response.is_readable else None


def _sheet_of(case: RiskCase) -> str | None:
    response = case.worksheet_response
    sheet = response.assignment.worksheet if response else None
    return sheet.title if sheet else None


def _answer(case: RiskCase) -> RiskAnswerWords | None:
    administration = case.administration
    if administration is None or case.item is None or case.answer is None:
        return None
    instrument = instrument_of(administration.instrument)
    item = next(one for one in instrument.asked if one.number == case.item)
    standing = fitting_codes(instrument, administration.answers).get(case.item)
    is_unkept = standing is None and case.taken_back_at is None
    return RiskAnswerWords(
        administration.public_id,
        instrument.short_name,
        case.item,
        item.text,
        case.answer,
        answer_in_words(instrument, item, case.answer),
        standing != case.answer and not is_unkept,
        standing,
        None if standing is None else answer_in_words(instrument, item, standing),
        administration.finished_at is not None,
        is_unkept,
    )
