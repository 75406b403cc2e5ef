"""Reading a cohort's schedule as plain values: for the look at a change and for the deed alike."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVarTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, func, select

from clinic.db import Db
from clinic.domain.anchors import Offset
from clinic.domain.enrollments import OVER, CohortStatus, SessionStatus
from clinic.domain.errors import Refused
from clinic.domain.groups.schedule_clashes import Busy, Caution, cautions_of
from clinic.domain.groups.schedule_rows import AnchoredKind, Meeting, ScheduleOutcome, Window
from clinic.domain.groups.schedules import Circumstances, WantedChange, plan_change
from clinic.domain.text import N_
from clinic.lookups.groups.days_off import blocked_days
from clinic.lookups.groups.make_up_clashes import away_then, own_make_ups_at
from clinic.models.accounts import Account
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.measures import Administration
from clinic.models.names import by_letters
from clinic.models.programs import ExerciseRow, InstrumentRow, WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What a change would do, and what somebody should know before she does it."""

    outcome: ScheduleOutcome
    cautions: tuple[Caution, ...]


def plan_for(db: Db, cohort: Cohort, change: WantedChange, now: datetime) -> PlannedChange:
    """Say what a change of a cohort's schedule does; inside an operation its rows are locked."""
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."))
    zone = ZoneInfo(cohort.time_zone)
    meetings = meetings_of(db, cohort)
    leading = _leading(db, cohort, now)
    windows = [*_homework(db, cohort), *_measures(db, cohort)]
    blocked = blocked_days(db, now.astimezone(zone).date(), leading)
    around = Circumstances(zone, now, frozenset(blocked))
    outcome = plan_change(meetings, windows, change, around)
    standing = [each.after for each in outcome.meetings if not each.after.is_cancelled]
    busy = _busy(db, cohort, leading, standing)
    return PlannedChange(outcome, cautions_of(standing, blocked, busy, cohort.place, zone))


def cautions_about(db: Db, session: GroupSession, now: datetime) -> tuple[Caution, ...]:
    """Say what speaks against the time of a session to come, read with its cohort."""
    cohort, meeting = session.cohort, _meeting(session)
    if meeting.is_cancelled or meeting.is_held or meeting.ends_at <= now:
        return ()
    zone = ZoneInfo(cohort.time_zone)
    leading = _leading(db, cohort, meeting.starts_at)
    blocked = blocked_days(db, meeting.starts_at.astimezone(zone).date(), leading)
    busy = _busy(db, cohort, leading, [meeting])
    return cautions_of([meeting], blocked, busy, cohort.place, zone)


def cautions_about_make_up(db: Db, row: MakeUp, now: datetime) -> tuple[Caution, ...]:
    """Say what speaks against the time of a make-up to come, read with its session and cohort."""
    if row.is_cancelled or row.ends_at <= now:
        return ()
    return cautions_against_move(db, row, row.starts_at, row.ends_at, row.place)


def cautions_against_move(
    db: Db, row: MakeUp, starts_at: datetime, ends_at: datetime, place: str
) -> tuple[Caution, ...]:
    """Say what speaks against another time of a make-up, for all who sit in it."""
    seats = select(MakeUpSeat.enrollment_id).where(MakeUpSeat.make_up_id == row.id)
    people = db.scalars(seats.order_by(MakeUpSeat.id)).all()
    return cautions_against(db, row.group_session, starts_at, ends_at, place, people, row)


def cautions_against(
    db: Db,
    missed: GroupSession,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    people: Collection[int],
    row: MakeUp | None = None,
) -> tuple[Caution, ...]:
    """Say what speaks against a time for making up a session, before anything is written.

    The session was read with its cohort; `people` are the row ids of their places, and `row` is
    the make-up that is to have this time, where there is one already.
    """
    cohort = missed.cohort
    meeting = Meeting(row.id if row else 0, 0, missed.kind, starts_at, ends_at)
    zone = ZoneInfo(cohort.time_zone)
    leading = _leading(db, cohort, starts_at)
    blocked = blocked_days(db, starts_at.astimezone(zone).date(), leading)
    busy = _busy(db, cohort, leading, [meeting])
    found = [
        *away_then(db, meeting, people),
        *cautions_of([meeting], blocked, busy, place or cohort.place, zone),
    ]
    own = (each for each in meetings_of(db, cohort) if not each.is_cancelled)
    if any(each.starts_at < ends_at and starts_at < each.ends_at for each in own):
        message = N_("The group itself meets at that time, so nobody can be at both.")
        found.insert(0, Caution(meeting, message))
    if own_make_ups_at(db, missed, meeting):
        found.append(Caution(meeting, N_("The group makes up another session at that time.")))
    return tuple(found)


def meetings_of(db: Db, cohort: Cohort) -> list[Meeting]:
    """Give the sessions of a cohort as a plan of change sees them."""
    return [_meeting(row) for row in db.scalars(_sessions(db, cohort))]


def _meeting(row: GroupSession) -> Meeting:
    return Meeting(
        row_id=row.id,
        number=row.number,
        kind=row.kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_cancelled=row.status is SessionStatus.CANCELLED,
        is_held=row.status is SessionStatus.HELD,
        wall=row.wall,
    )


def _sessions(db: Db, cohort: Cohort) -> Select[GroupSession]:
    found = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    return _fresh(db, found.order_by(GroupSession.number), GroupSession)


def _homework(db: Db, cohort: Cohort) -> list[Window]:
    is_finished = exists().where(
        WorksheetResponse.assignment_id == Assignment.id, WorksheetResponse.finished_at.is_not(None)
    )
    found = (
        select(Assignment, func.coalesce(ExerciseRow.title, WorksheetRow.title), is_finished)
        .join(Enrollment, Assignment.enrollment_id == Enrollment.id)
        .outerjoin(ExerciseRow, Assignment.exercise_id == ExerciseRow.id)
        .outerjoin(WorksheetRow, Assignment.worksheet_id == WorksheetRow.id)
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status.not_in(OVER))
        .order_by(Assignment.id)
    )
    rows = db.execute(_fresh(db, found, Assignment))
    return [
        replace(
            _window(AnchoredKind.HOMEWORK, row, title), is_answered=done, is_active=row.is_active
        )
        for row, title, done in rows
    ]


def _measures(db: Db, cohort: Cohort) -> list[Window]:
    found = (
        select(Administration, InstrumentRow.title)
        .join(Enrollment, Administration.enrollment_id == Enrollment.id)
        .join(InstrumentRow, Administration.instrument_id == InstrumentRow.id)
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status.not_in(OVER))
        .order_by(Administration.id)
    )
    rows = db.execute(_fresh(db, found, Administration))
    return [
        replace(
            _window(AnchoredKind.MEASURE, row, title),
            is_answered=row.finished_at is not None or row.refused_at is not None,
        )
        for row, title in rows
    ]


def _fresh(db: Db, found: Select[*Columns], kind: type[object]) -> Select[*Columns]:
    """Read the rows again where they are to be changed, and keep others from changing them."""
    if not db.is_writing:
        return found
    return found.with_for_update(of=kind).execution_options(populate_existing=True)


def _window(what: AnchoredKind, row: Assignment | Administration, title: str) -> Window:
    return Window(
        what=what,
        row_id=row.id,
        meeting_id=row.group_session_id,
        opens=Offset(row.opens_anchor, row.opens_minutes),
        closes=Offset(row.closes_anchor, row.closes_minutes),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        title=title,
    )


def _leading(db: Db, cohort: Cohort, at: datetime) -> dict[int, str]:
    rows = db.execute(
        select(Account.id, Account.name)
        .join(Facilitator, Facilitator.account_id == Account.id)
        .where(Facilitator.cohort_id == cohort.id, Facilitator.stands_at(at))
        .order_by(by_letters(Account.name))
    )
    return dict(rows.all())


def _busy(
    db: Db, cohort: Cohort, leading: Mapping[int, str], meetings: Sequence[Meeting]
) -> list[Busy]:
    """Find when the room and the facilitators are taken; of another group nothing else is told."""
    if not meetings:
        return []
    first = min(each.starts_at for each in meetings)
    last = max(each.ends_at for each in meetings)
    rows = db.execute(
        select(GroupSession.starts_at, GroupSession.ends_at, Cohort.place, Facilitator.account_id)
        .join(Cohort, GroupSession.cohort_id == Cohort.id)
        .outerjoin(
            Facilitator,
            (Facilitator.cohort_id == Cohort.id) & Facilitator.stands_at(GroupSession.starts_at),
        )
        .where(
            Cohort.id != cohort.id,
            Cohort.status == CohortStatus.OPEN,
            GroupSession.status != SessionStatus.CANCELLED,
            GroupSession.ends_at > first - timedelta(hours=1),
            GroupSession.starts_at < last + timedelta(hours=1),
        )
        .order_by(GroupSession.starts_at, Facilitator.account_id)
    )
    return [
        *(
            Busy(starts_at, ends_at, place, leading.get(account_id, ""))
            for starts_at, ends_at, place, account_id in rows
        ),
        *_rooms_of_make_ups(db, cohort, first, last),
    ]


def _rooms_of_make_ups(db: Db, cohort: Cohort, first: datetime, last: datetime) -> Iterator[Busy]:
    """Find the make-ups of other groups: nobody has said who leads one, only where it is."""
    rows = db.execute(
        select(MakeUp.starts_at, MakeUp.ends_at, MakeUp.place, Cohort.place)
        .join(MakeUp.group_session)
        .join(GroupSession.cohort)
        .where(
            Cohort.id != cohort.id,
            Cohort.status == CohortStatus.OPEN,
            MakeUp.is_cancelled.is_(False),
            MakeUp.ends_at > first,
            MakeUp.starts_at < last,
        )
        .order_by(MakeUp.starts_at)
    )
    for starts_at, ends_at, own, usual in rows:
        yield Busy(starts_at, ends_at, own or usual, "")
