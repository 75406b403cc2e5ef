"""A client's own weeks: every meeting with the homework and the questions that depend on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import EnrollmentStatus, SessionStatus
from clinic.domain.homework.homework import HomeworkState, ThingKind, state_of
from clinic.domain.people.pauses import Break, is_excused, times_due
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.groups.moves import Moved, moved_make_ups, moved_meetings
from clinic.lookups.groups.places import Place
from clinic.lookups.homework.windows import Ends
from clinic.lookups.measures.portal_measures import measure_on_screen
from clinic.lookups.people.pauses import breaks_of
from clinic.lookups.programs.sheets import stays_open
from clinic.models.assignments import Assignment
from clinic.models.calendars import stayed_for_make_up
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse
from clinic.queries.groups.places import own_places


@dataclass(frozen=True, slots=True)
class WeekItem:
    """One thing of a week and where it stands."""

    kind: ThingKind
    public_id: str
    title: str
    state: HomeworkState
    opens_at: datetime
    closes_at: datetime | None
    """None for a sheet that never closes."""
    done: int = 0
    times: int = 0
    questions: int = 0
    recall: str = ""


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """When and where the reader makes up a meeting; without a room it is where the group meets."""

    starts_at: datetime
    ends_at: datetime
    room: str


@dataclass(frozen=True, slots=True)
class Week:
    """What follows from one meeting."""

    number: int
    kind: SessionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    is_past: bool
    is_current: bool
    """The last meeting that has begun."""
    is_under_way: bool
    items: list[WeekItem]
    moved: Moved | None
    """From the time she knew, as long as she might still come at that."""
    made_up: tuple[OwnMeeting, ...] = ()

    @property
    def has_open(self) -> bool:
        """Whether something of it could be done now."""
        return any(item.state is HomeworkState.OPEN for item in self.items)


@dataclass(frozen=True, slots=True)
class WeeksOfPlace:
    """All the weeks of one of the reader's places."""

    place: Place
    weeks: list[Week]
    moved_make_ups: tuple[Moved, ...] = ()

    @property
    def moved(self) -> list[Moved]:
        """Every meeting of it that was moved or cancelled, in the order of the weeks."""
        of_group = [week.moved for week in self.weeks if week.moved is not None]
        return [*of_group, *self.moved_make_ups]


_Found: TypeAlias = defaultdict[tuple[int, int], list[WeekItem]]
"""Items by the ids of enrollment and meeting."""

_MakeUps: TypeAlias = defaultdict[tuple[int, int], list[OwnMeeting]]
"""Make-up sessions by the ids of enrollment and missed meeting."""

_Breaks: TypeAlias = Mapping[int, tuple[Break, ...]]
"""By the id of the enrollment."""


def weeks_page(db: Db, reader: Reader, now: datetime) -> list[WeeksOfPlace]:
    """Give the weeks of every place of the reader's own."""
    places = own_places(db, reader, now)
    by_enrollment = {place.enrollment_id: place for place in places}
    found: _Found = defaultdict(list)
    breaks = breaks_of(db, by_enrollment)
    ends = Ends(db, {place.cohort_id for place in places}, now)
    _add_assignments(db, by_enrollment, breaks, ends, now, found)
    _add_measures(db, by_enrollment, breaks, ends, now, found)
    made_up = _make_ups(db, by_enrollment)
    moved = {one.session_id: one for one in moved_meetings(db, places, now)}
    own_moves = moved_make_ups(db, places, now).values()
    sessions = db.scalars(
        select(GroupSession)
        .where(GroupSession.cohort_id.in_([place.cohort_id for place in places]))
        .order_by(GroupSession.number)
    ).all()
    return [
        WeeksOfPlace(
            place,
            _weeks(
                place,
                [s for s in sessions if s.cohort_id == place.cohort_id],
                now,
                found,
                made_up,
                moved,
            ),
            tuple(one for one in own_moves if one.place is place),
        )
        for place in places
    ]


def _make_ups(db: Db, places: Mapping[int, Place]) -> _MakeUps:
    found: _MakeUps = defaultdict(list)
    rows = db.execute(
        select(
            Enrollment.id, MakeUp.group_session_id, MakeUp.starts_at, MakeUp.ends_at, MakeUp.place
        )
        .join(MakeUpSeat, MakeUpSeat.enrollment_id == Enrollment.id)
        .join(MakeUpSeat.make_up)
        .where(Enrollment.id.in_(places), MakeUp.is_cancelled.is_(False), stayed_for_make_up())
        .order_by(MakeUp.starts_at)
    )
    for place, session, starts_at, ends_at, room in rows:
        found[place, session].append(OwnMeeting(starts_at, ends_at, room))
    return found


def _weeks(
    place: Place,
    sessions: list[GroupSession],
    now: datetime,
    found: _Found,
    made_up: _MakeUps,
    moved: Mapping[int, Moved],
) -> list[Week]:
    meetings = [session for session in sessions if session.status is not SessionStatus.CANCELLED]
    begun = [session.id for session in meetings if session.starts_at <= now]
    under_way = {session.id for session in meetings if session.starts_at <= now < session.ends_at}
    return [
        Week(
            number=session.number,
            kind=session.kind,
            title=session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            is_cancelled=session.status is SessionStatus.CANCELLED,
            is_past=session.ends_at <= now,
            is_current=bool(begun) and session.id == begun[-1],
            is_under_way=session.id in under_way and not place.is_over,
            items=found[place.enrollment_id, session.id],
            moved=moved.get(session.id),
            made_up=tuple(made_up[place.enrollment_id, session.id]),
        )
        for session in sessions
        if _is_hers(place, session, found[place.enrollment_id, session.id], now)
    ]


def _is_hers(place: Place, session: GroupSession, items: Sequence[WeekItem], now: datetime) -> bool:
    """Say whether a week is shown: whoever left has none to come."""
    if place.status is not EnrollmentStatus.WITHDRAWN or session.starts_at <= now:
        return True
    return any(item.state in (HomeworkState.OPEN, HomeworkState.DONE) for item in items)


def _add_assignments(
    db: Db, places: Mapping[int, Place], breaks: _Breaks, ends: Ends, now: datetime, found: _Found
) -> None:
    times = (
        select(func.count())
        .where(PracticeEntry.assignment_id == Assignment.id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    rows = db.execute(
        select(Assignment, WorksheetResponse.started_at, WorksheetResponse.finished_at, times)
        .outerjoin(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .where(Assignment.enrollment_id.in_(places), Assignment.is_active)
        .options(joinedload(Assignment.exercise), joinedload(Assignment.worksheet))
        .order_by(Assignment.id)
    )
    for row, begun_at, finished_at, done in rows:
        own_breaks = breaks.get(row.enrollment_id, ())
        is_exercise = row.exercise is not None
        part = row.exercise or row.worksheet
        is_done = (
            done >= times_due(row.times_per_week, row.opens_at, row.closes_at, own_breaks)
            if is_exercise
            else finished_at is not None
        )
        place = places[row.enrollment_id]
        closes_at = ends.of(place.cohort_id, row.closes_at, begun_at)
        found[row.enrollment_id, row.group_session_id].append(
            WeekItem(
                kind=ThingKind.EXERCISE if is_exercise else ThingKind.WORKSHEET,
                public_id=row.public_id,
                title=part.title if part else "",
                state=_state(row, place, own_breaks, closes_at, now, is_done=is_done),
                opens_at=row.opens_at,
                closes_at=None if stays_open(row.worksheet) else closes_at,
                done=done,
                times=row.times_per_week if is_exercise else 0,
            )
        )


def _add_measures(
    db: Db, places: Mapping[int, Place], breaks: _Breaks, ends: Ends, now: datetime, found: _Found
) -> None:
    rows = db.scalars(
        select(Administration)
        .where(Administration.enrollment_id.in_(places))
        .options(joinedload(Administration.instrument))
        .order_by(Administration.opens_at, Administration.id)
    )
    for row in rows:
        instrument = measure_on_screen(row.instrument, now)
        if instrument is None:
            continue
        place = places[row.enrollment_id]
        closes_at = ends.of(place.cohort_id, row.closes_at, row.started_at)
        found[row.enrollment_id, row.group_session_id].append(
            WeekItem(
                kind=ThingKind.MEASURE,
                public_id=row.public_id,
                title="",
                state=_state(
                    row,
                    place,
                    breaks.get(row.enrollment_id, ()),
                    closes_at,
                    now,
                    is_done=row.finished_at is not None,
                ),
                opens_at=row.opens_at,
                closes_at=closes_at,
                questions=len(instrument.asked),
                recall=instrument.recall,
            )
        )


def _state(
    row: Assignment | Administration,
    place: Place,
    breaks: Sequence[Break],
    ends_at: datetime,
    now: datetime,
    *,
    is_done: bool,
) -> HomeworkState:
    if isinstance(row, Assignment) and stays_open(row.worksheet):
        return state_of(
            row.opens_at, datetime.max.replace(tzinfo=UTC), now, is_done=is_done, is_paused=False
        )
    closes_at = min(ends_at, now) if place.is_over else ends_at
    return state_of(
        row.opens_at,
        closes_at,
        now,
        is_done=is_done,
        is_paused=place.is_paused,
        is_excused=is_excused(row.closes_at, breaks),
    )
