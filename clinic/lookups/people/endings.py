"""How long what is kept of each person has lain, and what keeps it from ending."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.enrollments import NOT_YET, CohortStatus, EnrollmentStatus
from clinic.domain.homework.worksheets import Readers
from clinic.domain.people.endings import (
    EndKind,
    PersonStanding,
    PlaceStanding,
    RetentionClocks,
)
from clinic.models import Base
from clinic.models.accounts import LoginSession
from clinic.models.assignments import Assignment
from clinic.models.belongings import BELONGINGS
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.column_fates import FATES
from clinic.models.endings import Ending, Hold, is_open
from clinic.models.enrollments import Enrollment
from clinic.models.practice import PracticeEntry
from clinic.models.readings import ChartNote
from clinic.models.risk import RiskAction, RiskCase
from clinic.models.screenings import Screening
from clinic.models.sessions import GroupSession
from clinic.models.settings import Setting
from clinic.models.waiting import Waiting
from clinic.models.worksheets import WorksheetResponse

WHOLE = tuple(kind for kind in EndKind if kind.is_whole)
Standings = dict[int, PersonStanding]
_Times = Select[*tuple[Any, ...]]


def retention_clocks(db: Db) -> RetentionClocks:
    """Give how long the clinic keeps each kind."""
    names = {field.name for field in fields(RetentionClocks)}
    stored = db.execute(select(Setting.name, Setting.value).where(Setting.name.in_(names)))
    return RetentionClocks(**{name: int(value) for name, value in stored})


def standings_of(db: Db, ids: Collection[int] | None = None) -> Standings:
    """Give how each person stands; with `ids` these people alone. Whose record has ended is out."""
    people = select(Client.id, Client.created_at).where(~has_ended())
    times: dict[int, list[datetime]] = {key: [at] for key, at in db.execute(_of(ids, people))}
    for chosen in _contacts():
        for key, at in db.execute(_of(ids, chosen)):
            if key in times and at is not None:
                times[key].append(at)
    places = _places(db, ids)
    private = _with_private(db, ids)
    oldest = _oldest(db, ids)
    return {
        key: PersonStanding(
            contacts=tuple(found),
            places=tuple(places[key]),
            has_private=key in private,
            oldest=oldest[key],
        )
        for key, found in times.items()
    }


def _of(ids: Collection[int] | None, chosen: _Times) -> _Times:
    """Ask for some people alone; a person's id is what such a question gives first."""
    return chosen if ids is None else chosen.where(chosen.selected_columns[0].in_(ids))


def has_ended() -> Any:
    """Ask in SQL whether nothing is kept of a client any more but numbers."""
    return exists().where(
        Ending.client_id == Client.id, Ending.kind.in_(WHOLE), Ending.done_at.is_not(None)
    )


def is_over(db: Db, place: Enrollment) -> bool:
    """Say whether a place is over: she left, finished, or the group is closed."""
    cohort = db.get_one(Cohort, place.cohort_id)
    return place.status.is_over or cohort.status is CohortStatus.CLOSED


def held_ids(db: Db) -> frozenset[int]:
    """Give the ids of people of whom nothing may end."""
    return frozenset(db.scalars(_held()))


def _held() -> Select[int]:
    holds = select(Enrollment.client_id).join(Hold, Hold.enrollment_id == Enrollment.id)
    return holds.where(Hold.lifted_at.is_(None))


def has_open_case(db: Db, client_id: int) -> bool:
    """Say whether a risk case waits in any of her places."""
    cases = select(RiskCase.id).join(RiskCase.enrollment)
    waiting = cases.where(Enrollment.client_id == client_id, RiskCase.closed_at.is_(None))
    return db.scalar(waiting.limit(1)) is not None


def due_endings(db: Db, now: datetime) -> Sequence[Ending]:
    """List what is to be done by now and not on hold, the oldest first."""
    due = (is_open(), Ending.due_at <= now, Ending.client_id.not_in(_held()))
    found = select(Ending).where(*due).options(joinedload(Ending.client))
    return db.scalars(found.order_by(Ending.due_at, Ending.id)).all()


def ended_records(db: Db) -> dict[str, datetime]:
    """Give the random ids of those of whom nothing but numbers is kept, and since when."""
    found = select(Client.public_id, func.min(Ending.done_at)).join(Ending.client)
    whole = found.where(Ending.kind.in_(WHOLE), Ending.done_at.is_not(None))
    return {key: at for key, at in db.execute(whole.group_by(Client.public_id)) if at}


def _contacts() -> tuple[_Times, ...]:
    place = Enrollment.client_id
    by_place = ((Screening, Screening.saved_at), (Waiting, Waiting.left_at))
    notes = select(place, func.max(ChartNote.made_at)).join(
        Enrollment, ChartNote.enrollment_id == Enrollment.id
    )
    acts = (
        select(place, func.max(RiskAction.at))
        .join(RiskCase, RiskAction.case_id == RiskCase.id)
        .join(Enrollment, RiskCase.enrollment_id == Enrollment.id)
    )
    seen = select(Client.id, func.max(LoginSession.seen_at)).join(
        LoginSession, LoginSession.account_id == Client.account_id
    )
    last = (
        select(place, func.max(GroupSession.ends_at))
        .join(GroupSession, GroupSession.cohort_id == Enrollment.cohort_id)
        .where(Enrollment.ended_at.is_(None), Enrollment.status.not_in(NOT_YET))
    )
    return (
        select(place, func.max(Enrollment.enrolled_at)).group_by(place),
        select(place, func.max(Enrollment.ended_at)).group_by(place),
        last.group_by(place),
        notes.group_by(place),
        acts.group_by(place),
        seen.group_by(Client.id),
        *(
            select(place, func.max(at))
            .join(Enrollment, kind.enrollment_id == Enrollment.id)
            .group_by(place)
            for kind, at in by_place
        ),
    )


def _places(db: Db, ids: Collection[int] | None) -> dict[int, list[PlaceStanding]]:
    found: dict[int, list[PlaceStanding]] = defaultdict(list)
    all_of = select(Enrollment.client_id, Enrollment.status, Cohort.status).join(Enrollment.cohort)
    for client_id, status, cohort in db.execute(_of(ids, all_of)):
        waits = status is EnrollmentStatus.WAITLISTED
        is_standing = cohort is CohortStatus.OPEN and (status.holds_a_place or waits)
        found[client_id].append(PlaceStanding(is_standing, status not in NOT_YET))
    return found


def _with_private(db: Db, ids: Collection[int] | None) -> frozenset[int]:
    """Name who has words of her own that staff may not read."""
    of_place = select(Enrollment.client_id).join(Assignment)
    notes = of_place.join(PracticeEntry, PracticeEntry.assignment_id == Assignment.id).where(
        PracticeEntry.private_note.is_not(None)
    )
    sheets = of_place.join(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
    own = sheets.where(
        WorksheetResponse.readers == Readers.MINE,
        WorksheetResponse.shared_at.is_(None),
        or_(WorksheetResponse.answers.is_not(None), WorksheetResponse.unread.is_not(None)),
    )
    return frozenset(key for chosen in (notes, own) for key in db.scalars(_of(ids, chosen)))


def _oldest(db: Db, ids: Collection[int] | None) -> dict[int, dict[EndKind, datetime]]:
    """Give the age of the oldest row of the kinds that go row by row."""
    found: dict[int, dict[EndKind, datetime]] = defaultdict(dict)
    for name, fate in FATES.items():
        if not fate.age:
            continue
        kind = EndKind.WAYS_IN if fate.ways_in else EndKind.POST
        table = Base.metadata.tables[name]
        by, age = table.c[BELONGINGS[name].by], table.c[fate.age]
        key = Client.account_id if by.name == "account_id" else Client.id
        rows = select(Client.id, func.min(age)).join(table, by == key).group_by(Client.id)
        for client_id, at in db.execute(_of(ids, rows)):
            if at is not None:
                found[client_id][kind] = min(at, found[client_id].get(kind, at))
    return found
