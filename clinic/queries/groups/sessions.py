"""Reading group sessions: one to change, its page, and what would move with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, not_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import (
    HOLDING,
    NOT_YET,
    AttendanceMark,
    EnrollmentStatus,
    SessionStatus,
)
from clinic.domain.groups.schedule_clashes import Caution
from clinic.domain.programs.programs import PlanItem, PlannedSession, SessionKind
from clinic.lookups.groups.make_ups import MakeUpLine, make_ups_of
from clinic.lookups.groups.schedule_plans import cautions_about
from clinic.lookups.groups.schedules import off_the_wall
from clinic.lookups.groups.sessions import planned_session, sessions_of
from clinic.lookups.people.names import names_in
from clinic.lookups.programs.content import name_of
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.measures import Administration
from clinic.models.names import by_name
from clinic.models.pauses import away_at
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ExerciseRow, InstrumentRow, WorksheetRow, program_worksheets
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse
from clinic.queries.scope import cohort_ids

_NOT_ASKED = (EnrollmentStatus.WITHDRAWN, *NOT_YET)
"""Who is asked no questionnaires: whoever left, or has not yet come."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One item of the plan with the clock running through it."""

    begins_at: datetime
    ends_at: datetime
    item: PlanItem


@dataclass(frozen=True, slots=True)
class Handout:
    """One sheet that is handed out."""

    public_id: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Homework:
    """One piece of home practice set after the session, with how many people have it."""

    title: str
    is_worksheet: bool
    times_per_week: int
    minutes: int
    opens_at: datetime
    closes_at: datetime
    has_it: int
    of: int
    practiced: int


@dataclass(frozen=True, slots=True)
class MeasureDue:
    """One questionnaire that depends on the session, with how many have answered it."""

    title: str
    occasion: str
    opens_at: datetime
    closes_at: datetime
    answered: int
    of: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody who was not there and may want the catch-up sheet."""

    client_id: str
    name: str
    mark: AttendanceMark


@dataclass(frozen=True, slots=True)
class AttendanceSummary:
    """How many came in which way."""

    marks: tuple[tuple[AttendanceMark, int], ...]
    unmarked: int

    @property
    def marked(self) -> int:
        """How many have a mark."""
        return sum(count for _mark, count in self.marks)


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Everything about one meeting of a group."""

    session: GroupSession
    regular_count: int
    before: GroupSession | None
    after: GroupSession | None
    planned: PlannedSession | None
    plan: tuple[PlanLine, ...]
    handouts: tuple[Handout, ...]
    homework: tuple[Homework, ...]
    measures: tuple[MeasureDue, ...]
    attendance: AttendanceSummary
    missed_from: GroupSession | None
    missed: tuple[Missed, ...]
    make_ups: tuple[MakeUpLine, ...]
    cautions: tuple[Caution, ...]
    """What speaks against its time, while it is to come."""
    now: datetime

    @property
    def cohort(self) -> Cohort:
        """The group that meets."""
        return self.session.cohort

    @property
    def has_begun(self) -> bool:
        """Whether people can have come."""
        return self.session.starts_at <= self.now

    @property
    def may_be_made_up(self) -> bool:
        """Whether a make-up can be planned for those who miss it."""
        return self.has_begun and self.session.may_be_made_up

    @property
    def may_move(self) -> bool:
        """Whether a new time still makes sense."""
        return self.session.status is SessionStatus.PLANNED and self.session.ends_at > self.now


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """When a meeting is, between the one before and the one after it."""

    session: GroupSession
    before: GroupSession | None
    after: GroupSession | None
    is_off_the_wall: bool
    """Whether a meeting to come would be at another hour than it was meant for."""

    @property
    def cohort(self) -> Cohort:
        """The group that meets."""
        return self.session.cohort


def get_session(db: Db, reader: Reader, public_id: str) -> GroupSession:
    """Give one meeting with its cohort and the version of the program that it follows."""
    return db.scalars(
        select(GroupSession)
        .join(GroupSession.cohort)
        .where(GroupSession.public_id == public_id, Cohort.id.in_(cohort_ids(reader)))
        .options(
            contains_eager(GroupSession.cohort).joinedload(Cohort.program),
            joinedload(GroupSession.held_under),
        )
    ).one()


def session_times(db: Db, reader: Reader, public_id: str, now: datetime) -> SessionTimes:
    """Give what has to be known to change when a group meets."""
    session = get_session(db, reader, public_id)
    sessions = sessions_of(db, session.cohort)
    return SessionTimes(
        session,
        *_beside(sessions, session),
        is_off_the_wall=bool(off_the_wall(sessions, session.cohort.time_zone, now)),
    )


def _beside(
    sessions: Sequence[GroupSession], session: GroupSession
) -> tuple[GroupSession | None, GroupSession | None]:
    place = sessions.index(session)
    before = sessions[place - 1] if place else None
    return before, sessions[place + 1] if place + 1 < len(sessions) else None


def session_page(db: Db, reader: Reader, public_id: str, now: datetime) -> SessionPage:
    """Give the page of one meeting."""
    session = get_session(db, reader, public_id)
    sessions = sessions_of(db, session.cohort)
    before, after = _beside(sessions, session)
    planned = planned_session(session.program, session.number)
    # Before the meeting the question is who missed the last one, afterwards who missed this one.
    missed_from = session if session.ends_at <= now else before
    return SessionPage(
        session=session,
        regular_count=sum(row.kind is SessionKind.REGULAR for row in sessions),
        before=before,
        after=after,
        planned=planned,
        plan=_plan(session, planned),
        handouts=tuple(_handouts(db, session, planned)),
        homework=_homework(db, session),
        measures=_measures(db, session),
        attendance=_attendance(db, session),
        missed_from=missed_from,
        missed=_missed(db, missed_from) if missed_from else (),
        make_ups=make_ups_of(db, session),
        cautions=cautions_about(db, session, now),
        now=now,
    )


def _plan(session: GroupSession, planned: PlannedSession | None) -> tuple[PlanLine, ...]:
    lines = []
    at = session.starts_at
    for item in planned.plan if planned else ():
        ends_at = at + timedelta(minutes=item.minutes)
        lines.append(PlanLine(at, ends_at, item))
        at = ends_at
    return tuple(lines)


def _handouts(db: Db, session: GroupSession, planned: PlannedSession | None) -> list[Handout]:
    codes = planned.handouts if planned else ()
    rows = db.execute(
        select(WorksheetRow.public_id, WorksheetRow.code, WorksheetRow.title)
        .join(program_worksheets, program_worksheets.c.part_id == WorksheetRow.id)
        .where(program_worksheets.c.program_id == session.program.id, WorksheetRow.code.in_(codes))
    )
    found = {code: Handout(public_id, code, title) for public_id, code, title in rows}
    return [found[code] for code in codes if code in found]


def _homework(db: Db, session: GroupSession) -> tuple[Homework, ...]:
    touched = (
        select(PracticeEntry.assignment_id)
        .union(select(WorksheetResponse.assignment_id))
        .subquery()
    )
    rows = db.execute(
        select(
            func.coalesce(ExerciseRow.title, WorksheetRow.title),
            func.count(Assignment.worksheet_id) > 0,
            func.max(Assignment.times_per_week),
            func.max(Assignment.minutes),
            func.min(Assignment.opens_at),
            # A make-up keeps it open for longer, for some: this is the time of the group.
            func.min(Assignment.closes_at),
            func.sum(case((Assignment.is_active, 1), else_=0)),
            func.count(),
            func.count(touched.c.assignment_id),
        )
        .join(Enrollment, Assignment.enrollment_id == Enrollment.id)
        .outerjoin(ExerciseRow, Assignment.exercise_id == ExerciseRow.id)
        .outerjoin(WorksheetRow, Assignment.worksheet_id == WorksheetRow.id)
        .outerjoin(touched, touched.c.assignment_id == Assignment.id)
        .where(Assignment.group_session_id == session.id, Enrollment.status.in_(HOLDING))
        .group_by(
            Assignment.exercise_id, Assignment.worksheet_id, ExerciseRow.title, WorksheetRow.title
        )
        .order_by(func.min(Assignment.id))
    )
    return tuple(Homework(*row) for row in rows)


def _measures(db: Db, session: GroupSession) -> tuple[MeasureDue, ...]:
    rows = db.execute(
        select(
            InstrumentRow,
            Administration.occasion,
            func.min(Administration.opens_at),
            func.max(Administration.closes_at),
            func.count(Administration.finished_at),
            func.count(),
        )
        .join(InstrumentRow, Administration.instrument_id == InstrumentRow.id)
        .join(Enrollment, Administration.enrollment_id == Enrollment.id)
        .where(Administration.group_session_id == session.id, Enrollment.status.not_in(_NOT_ASKED))
        .group_by(InstrumentRow.id, Administration.occasion)
        .order_by(func.min(Administration.id))
    )
    return tuple(
        MeasureDue(name_of(row), occasion, opens_at, closes_at, answered, asked)
        for row, occasion, opens_at, closes_at, answered, asked in rows
    )


def _attendance(db: Db, session: GroupSession) -> AttendanceSummary:
    rows = db.execute(
        select(Attendance.mark, func.count())
        .select_from(Enrollment)
        .outerjoin(
            Attendance,
            and_(
                Attendance.enrollment_id == Enrollment.id,
                Attendance.group_session_id == session.id,
            ),
        )
        .where(
            Enrollment.cohort_id == session.cohort_id,
            # Who pauses is not expected.
            or_(
                and_(Enrollment.status.in_(HOLDING), not_(away_at(session.starts_at))),
                and_(Attendance.mark.is_not(None), Enrollment.status.not_in(NOT_YET)),
            ),
        )
        .group_by(Attendance.mark)
    )
    counts: dict[AttendanceMark | None, int] = dict(rows.all())
    return AttendanceSummary(
        tuple((mark, counts[mark]) for mark in AttendanceMark if mark in counts),
        counts.get(None, 0),
    )


def _missed(db: Db, session: GroupSession) -> tuple[Missed, ...]:
    rows = db.execute(
        select(Client.public_id, Enrollment.id, Attendance.mark)
        .select_from(Attendance)
        .join(Enrollment, Attendance.enrollment_id == Enrollment.id)
        .join(Client, Enrollment.client_id == Client.id)
        .where(
            Attendance.group_session_id == session.id,
            Attendance.mark.in_([mark for mark in AttendanceMark if not mark.counts]),
            Enrollment.status.in_(HOLDING),
        )
        .order_by(*by_name())
    )
    names = names_in(db, [session.cohort_id])
    return tuple(Missed(id_, names[place], mark) for id_, place, mark in rows)
