"""Breaks: those of some places, the one under way, and what to take up after one."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.enrollments import SessionStatus
from clinic.domain.groups.joining import Met, gap_before
from clinic.domain.homework.homework import ThingKind
from clinic.domain.people.pauses import Break, HeldWork, catch_up
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.statements import kept, ones_of, rows_of
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.pauses import Pause
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import read_sealed
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse


@dataclass(frozen=True, slots=True)
class PauseNote:
    """What staff and the person herself read about a break."""

    begins_at: datetime
    until: datetime | None
    """When the first day back begins."""
    is_under_way: bool
    is_by_client: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class CatchUpItem:
    """One small thing to take up after a break."""

    kind: ThingKind
    public_id: str
    title: str
    """As staff read it; a client is told of a questionnaire in other words."""
    session_number: int
    is_open: bool


def breaks_of(db: Db, enrollment_ids: Collection[int]) -> dict[int, tuple[Break, ...]]:
    """Give the breaks of places that the caller has already joined, in the order of time.

    The meetings before somebody joined late are one too: she was not there to miss them.
    """
    found = ones_of(db, _pauses(enrollment_ids))
    breaks: dict[int, list[Break]] = defaultdict(list)
    for enrollment_id, gap in _gaps(db, enrollment_ids):
        breaks[enrollment_id].append(gap)
    for row in found:
        breaks[row.enrollment_id].append(row.span)
    return {enrollment_id: tuple(spans) for enrollment_id, spans in breaks.items()}


def last_pause(db: Db, enrollment: Enrollment, now: datetime) -> PauseNote | None:
    """Give the newest break of a place that the caller may read, with its reason.

    The person must have been loaded with the place.
    """
    newest = select(Pause).where(Pause.enrollment_id == enrollment.id)
    row = db.scalars(newest.order_by(Pause.begins_at.desc(), Pause.id.desc()).limit(1)).first()
    if row is None:
        return None
    return PauseNote(
        begins_at=row.begins_at,
        until=row.span.ends_at,
        is_under_way=enrollment.is_paused_at(now) and row.ended_at is None,
        is_by_client=row.begun_by_id is not None
        and row.begun_by_id == enrollment.client.account_id,
        reason=read_sealed(db.keys, row, "reason"),
    )


def current_pause(db: Db, enrollment: Enrollment, now: datetime) -> PauseNote | None:
    """Give the break of a place that is under way, if one is."""
    note = last_pause(db, enrollment, now)
    return note if note is not None and note.is_under_way else None


def catch_up_of(
    db: Db, breaks: Mapping[int, tuple[Break, ...]], now: datetime
) -> dict[int, list[CatchUpItem]]:
    """Give what is worth taking up to each place that is in its first week after a break."""
    fresh = {
        enrollment_id: one
        for enrollment_id, spans in breaks.items()
        for one in spans
        if one.is_just_over(now)
    }
    if not fresh:
        return {}
    waiting: dict[int, dict[str, tuple[HeldWork, CatchUpItem]]] = defaultdict(dict)
    rows: list[Assignment | Administration] = [*_assignments(db, fresh), *_measures(db, fresh)]
    for row in rows:
        item = _item(row, now)
        met_at = row.group_session.starts_at
        found = HeldWork(item.public_id, item.kind, met_at, row.opens_at, row.closes_at)
        waiting[row.enrollment_id][item.public_id] = (found, item)
    plans = {}
    for enrollment_id, one in fresh.items():
        own = waiting[enrollment_id]
        chosen = catch_up([found for found, _ in own.values()], one, now)
        plans[enrollment_id] = [own[it.key][1] for it in chosen]
    return plans


def missed_by_agreement(
    db: Db, cohort_ids: Collection[int], since: datetime, now: datetime
) -> list[int]:
    """Give the questionnaires of some cohorts, closed since then, that were missed by agreement."""
    rows = rows_of(db, _closed_in_pauses(cohort_ids, since, now))
    return sorted({key for key, closes_at, row in rows if row.span.excuses(closes_at)})


@kept
def _pauses(enrollment_ids: Collection[int]) -> Select[Pause]:
    return select(Pause).where(Pause.enrollment_id.in_(enrollment_ids)).order_by(Pause.begins_at)


@kept
def _closed_in_pauses(
    cohort_ids: Collection[int], since: datetime, now: datetime
) -> Select[int, datetime, Pause]:
    return (
        select(Administration.id, Administration.closes_at, Pause)
        .join(Enrollment, Administration.enrollment_id == Enrollment.id)
        .join(Pause, Pause.enrollment_id == Enrollment.id)
        .where(
            Enrollment.cohort_id.in_(cohort_ids),
            Administration.finished_at.is_(None),
            Administration.closes_at > since,
            Administration.closes_at <= now,
            Pause.begins_at < Administration.closes_at,
        )
    )


def _gaps(db: Db, enrollment_ids: Collection[int]) -> Iterator[tuple[int, Break]]:
    rows = rows_of(db, _meetings(enrollment_ids))
    meetings: dict[tuple[int, datetime], list[Met]] = defaultdict(list)
    for enrollment_id, joined_at, starts_at, ends_at in rows:
        meetings[enrollment_id, joined_at].append(Met(starts_at, ends_at))
    for (enrollment_id, joined_at), of_cohort in meetings.items():
        if (gap := gap_before(of_cohort, joined_at)) is not None:
            yield enrollment_id, gap


@kept
def _meetings(enrollment_ids: Collection[int]) -> Select[int, datetime, datetime, datetime]:
    return (
        select(Enrollment.id, Enrollment.enrolled_at, GroupSession.starts_at, GroupSession.ends_at)
        .join(GroupSession, GroupSession.cohort_id == Enrollment.cohort_id)
        .where(
            Enrollment.id.in_(enrollment_ids),
            GroupSession.kind == SessionKind.REGULAR,
            GroupSession.status != SessionStatus.CANCELLED,
        )
    )


def _assignments(db: Db, fresh: Collection[int]) -> Iterator[Assignment]:
    times = (
        select(func.count())
        .where(PracticeEntry.assignment_id == Assignment.id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    rows = db.scalars(
        select(Assignment)
        .outerjoin(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .where(
            Assignment.enrollment_id.in_(fresh),
            Assignment.is_active,
            WorksheetResponse.finished_at.is_(None),
            times < Assignment.times_per_week,
        )
        .options(
            joinedload(Assignment.group_session),
            joinedload(Assignment.exercise),
            joinedload(Assignment.worksheet),
        )
    )
    yield from rows


def _measures(db: Db, fresh: Collection[int]) -> Iterator[Administration]:
    rows = db.scalars(
        select(Administration)
        .where(
            Administration.enrollment_id.in_(fresh),
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
        )
        .options(joinedload(Administration.group_session), joinedload(Administration.instrument))
    )
    yield from rows


def _item(row: Assignment | Administration, now: datetime) -> CatchUpItem:
    if isinstance(row, Administration):
        kind, title = ThingKind.MEASURE, row.instrument.title
    elif row.worksheet is not None:
        kind, title = ThingKind.WORKSHEET, row.worksheet.title
    else:
        kind, title = ThingKind.EXERCISE, row.exercise.title if row.exercise else ""
    is_open = row.opens_at <= now < row.closes_at
    return CatchUpItem(kind, row.public_id, title, row.group_session.number, is_open)


def is_end_due(db: Db, now: datetime) -> bool:
    """Say whether the days of any break have gone by, without beginning a deed."""
    return (
        db.scalar(select(Enrollment.id).where(Enrollment.paused_until <= now).limit(1)) is not None
    )
