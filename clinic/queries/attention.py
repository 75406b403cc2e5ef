"""Reading who needs a look: risk cases, measures due, rooms that are not marked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, func, not_, or_, select

from clinic.db import Db
from clinic.domain.access import Action, Reader
from clinic.domain.enrollments import SessionStatus
from clinic.domain.groups.completion import Reach
from clinic.domain.risk import RiskKind
from clinic.lookups.groups.completion import standings
from clinic.lookups.groups.free_places import FreePlaces, free_places
from clinic.lookups.people.consents import TakenBack, taken_back
from clinic.lookups.people.names import names_in
from clinic.lookups.people.pauses import missed_by_agreement
from clinic.lookups.people.readiness import Unready, unready
from clinic.lookups.programs.content import name_of
from clinic.lookups.statements import kept, rows_of
from clinic.models.accounts import Account
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment, taking_part
from clinic.models.measures import Administration
from clinic.models.names import by_letters, by_name
from clinic.models.pauses import away_at
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ExerciseRow, InstrumentRow
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.models.sessions import GroupSession
from clinic.queries.people.amendments import AmendmentWaiting, waiting_amendments
from clinic.queries.post.messages import waiting_count
from clinic.queries.scope import cohort_ids

OVERDUE_SHOWN = timedelta(days=14)
"""A measure whose window closed longer ago can no longer be asked for."""

_WEEK = timedelta(days=7)
# after so long the next week's asking has taken the place of one that was missed


@dataclass(frozen=True, slots=True)
class OpenRisk:
    """A case that nobody has closed yet; a practice that felt worse opens one too."""

    public_id: str
    name: str
    kind: RiskKind
    instrument: str | None
    practice: str | None
    said: str | None
    """What a mark in a sheet or in a first talk says, by its labels."""
    is_taken_back: bool
    item: int | None
    answer: int | None
    due_at: datetime
    is_overdue: bool
    is_seen: bool
    owner: str | None
    time_zone: str

    @property
    def is_unread_too_long(self) -> bool:
        """Whether nobody has looked by the time somebody should have."""
        return self.is_overdue and not self.is_seen


@dataclass(frozen=True, slots=True)
class MeasuresDue:
    """How many people of a cohort have one questionnaire still open."""

    cohort_id: str
    cohort_name: str
    instrument: str
    instrument_key: str
    occasion: str
    people: int
    closes_at: datetime
    is_overdue: bool
    time_zone: str


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A meeting that is over and whose room is not marked to the end."""

    session_id: str
    cohort_name: str
    number: int
    title: str
    starts_at: datetime
    people: int
    time_zone: str


@dataclass(frozen=True, slots=True)
class LastChance:
    """People of a cohort who may miss no more sessions if they are to complete the program."""

    cohort_id: str
    cohort_name: str
    names: tuple[str, ...]
    needed: int
    of: int


@dataclass(frozen=True, slots=True)
class Attention:
    """Everything that waits for somebody, the most pressing first."""

    risks: tuple[OpenRisk, ...]
    measures: tuple[MeasuresDue, ...]
    unmarked: tuple[Unmarked, ...]
    last_chances: tuple[LastChance, ...] = ()
    places: tuple[FreePlaces, ...] = ()
    unready: Unready = Unready()
    """Groups in which something is missing with somebody, before they begin or still."""
    taken_back: tuple[TakenBack, ...] = ()
    """Agreements, by people who still have their place."""
    amendments: tuple[AmendmentWaiting, ...] = ()
    """Corrections that were asked for."""
    messages: int = 0
    """That could not be delivered, or are to be told by other means."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (
            self.risks
            or self.measures
            or self.unmarked
            or self.last_chances
            or self.places
            or self.unready.soon
            or self.unready.still
            or self.taken_back
            or self.amendments
            or self.messages
        )


def attention_list(db: Db, reader: Reader, ids: Sequence[int], now: datetime) -> Attention:
    """Give what waits in the running cohorts `ids`, and every open risk case of the reader's."""
    return Attention(
        risks=_risks(db, reader, now),
        measures=_measures(db, ids, now),
        unmarked=_unmarked(db, ids, now),
        last_chances=_last_chances(db, ids, now),
        places=free_places(db, ids, now),
        unready=unready(db, ids, now),
        taken_back=taken_back(db, ids),
        amendments=waiting_amendments(db, reader.wanting(Action.AMENDMENT_ANSWER)),
        messages=waiting_count(db, reader),
    )


def _risks(db: Db, reader: Reader, now: datetime) -> tuple[OpenRisk, ...]:
    rows = rows_of(db, _open_risks(reader)).all()
    names = names_in(db, {row[1].cohort_id for row in rows})
    return tuple(
        OpenRisk(
            public_id=case.public_id,
            name=names[place.id],
            kind=case.kind,
            instrument=name_of(instrument) if instrument else None,
            practice=practice,
            said=read_sealed(db.keys, case, "said"),
            is_taken_back=case.taken_back_at is not None,
            item=case.item,
            answer=case.answer,
            due_at=case.due_at,
            is_overdue=case.due_at <= now,
            is_seen=case.seen_at is not None,
            owner=owner,
            time_zone=zone,
        )
        for case, place, zone, instrument, practice, owner in rows
    )


@kept
def _open_risks(reader: Reader) -> Select[*tuple[Any, ...]]:
    # Closed cohorts too: a case ends by a name and a deed, and not with the group.
    return (
        select(
            RiskCase, Enrollment, Cohort.time_zone, InstrumentRow, ExerciseRow.title, Account.name
        )
        .join(Enrollment, RiskCase.enrollment_id == Enrollment.id)
        .join(Client, Enrollment.client_id == Client.id)
        .join(Cohort, Enrollment.cohort_id == Cohort.id)
        .outerjoin(Administration, RiskCase.administration_id == Administration.id)
        .outerjoin(InstrumentRow, Administration.instrument_id == InstrumentRow.id)
        .outerjoin(PracticeEntry, RiskCase.practice_entry_id == PracticeEntry.id)
        .outerjoin(Assignment, PracticeEntry.assignment_id == Assignment.id)
        .outerjoin(ExerciseRow, Assignment.exercise_id == ExerciseRow.id)
        .outerjoin(Account, RiskCase.owner_id == Account.id)
        .where(RiskCase.closed_at.is_(None), Cohort.id.in_(cohort_ids(reader)))
        # Unread ones climb: first those, by how long they are overdue.
        .order_by(RiskCase.seen_at.is_not(None), RiskCase.due_at, RiskCase.id)
    )


def _measures(db: Db, ids: Sequence[int], now: datetime) -> tuple[MeasuresDue, ...]:
    since = now - OVERDUE_SHOWN
    agreed = missed_by_agreement(db, ids, since, now)
    rows = rows_of(db, _open_measures(ids, now, since, now - _WEEK, agreed))
    return tuple(
        MeasuresDue(
            cohort_id=cohort.public_id,
            cohort_name=cohort.name,
            instrument=name_of(instrument),
            instrument_key=instrument.key,
            occasion=occasion,
            people=people,
            closes_at=closes,
            is_overdue=closes <= now,
            time_zone=cohort.time_zone,
        )
        for cohort, instrument, occasion, people, closes in rows
    )


@kept
def _open_measures(
    ids: Sequence[int],
    now: datetime,
    since: datetime,
    last_week: datetime,
    agreed: Sequence[int],
) -> Select[Cohort, InstrumentRow, str, int, datetime]:
    closes_at = func.max(Administration.closes_at)
    return (
        select(Cohort, InstrumentRow, Administration.occasion, func.count(), closes_at)
        .select_from(Administration)
        .join(Enrollment, Administration.enrollment_id == Enrollment.id)
        .join(Cohort, Enrollment.cohort_id == Cohort.id)
        .join(InstrumentRow, Administration.instrument_id == InstrumentRow.id)
        .where(
            Enrollment.cohort_id.in_(ids),
            # During a pause nothing is asked and nothing is overdue.
            taking_part(now),
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
            Administration.opens_at <= now,
            Administration.closes_at > since,
            or_(
                Administration.closes_at > last_week,
                Administration.occasion.not_like("week-%"),
            ),
            Administration.id.not_in(agreed),
        )
        .group_by(Cohort.id, InstrumentRow.id, Administration.occasion)
        .order_by(closes_at, Cohort.id, InstrumentRow.id)
    )


def _unmarked(db: Db, ids: Sequence[int], now: datetime) -> tuple[Unmarked, ...]:
    return tuple(
        Unmarked(
            session_id=row.public_id,
            cohort_name=cohort.name,
            number=row.number,
            title=row.title,
            starts_at=row.starts_at,
            people=count,
            time_zone=cohort.time_zone,
        )
        for row, cohort, count in rows_of(db, _unmarked_meetings(ids, now))
    )


@kept
def _unmarked_meetings(ids: Sequence[int], now: datetime) -> Select[GroupSession, Cohort, int]:
    expected = and_(
        Enrollment.cohort_id == GroupSession.cohort_id,
        taking_part(now),
        not_(away_at(GroupSession.starts_at)),
        # Who came later was not expected there.
        Enrollment.enrolled_at < GroupSession.ends_at,
    )
    marked = and_(
        Attendance.enrollment_id == Enrollment.id, Attendance.group_session_id == GroupSession.id
    )
    return (
        select(GroupSession, Cohort, func.count(Enrollment.id))
        .join(GroupSession.cohort)
        .join(Enrollment, expected)
        .outerjoin(Attendance, marked)
        .where(
            GroupSession.cohort_id.in_(ids),
            GroupSession.ends_at <= now,
            GroupSession.status != SessionStatus.CANCELLED,
            Attendance.id.is_(None),
        )
        .group_by(GroupSession.id, Cohort.id)
        .order_by(GroupSession.starts_at.desc(), GroupSession.id)
    )


def _last_chances(db: Db, ids: Sequence[int], now: datetime) -> tuple[LastChance, ...]:
    found = {
        place: one
        for place, one in standings(db, ids, now).items()
        if one.reach is Reach.LAST_CHANCE
    }
    if not found:
        return ()
    rows = rows_of(db, _in_order(found)).all()
    names = names_in(db, {cohort.id for cohort, _ in rows})
    return tuple(
        LastChance(
            cohort_id=cohort.public_id,
            cohort_name=cohort.name,
            names=tuple(names[place] for _, place in people),
            needed=found[people[0][1]].needed,
            of=found[people[0][1]].of,
        )
        for cohort, people in ((key, list(of)) for key, of in groupby(rows, lambda row: row[0]))
    )


@kept
def _in_order(places: Collection[int]) -> Select[Cohort, int]:
    return (
        select(Cohort, Enrollment.id)
        .select_from(Enrollment)
        .join(Enrollment.cohort)
        .join(Enrollment.client)
        .where(Enrollment.id.in_(places))
        .order_by(by_letters(Cohort.name), Cohort.id, *by_name())
    )
