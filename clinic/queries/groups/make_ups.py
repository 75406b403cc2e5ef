"""Reading make-up sessions: who missed a meeting and could make it up, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import contains_eager, selectinload
from sqlalchemy.sql.base import ExecutableOption

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import HOLDING, AttendanceMark, SessionStatus
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.people.names import Names, names_in
from clinic.lookups.programs.content import worksheet_of
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.names import by_letters, by_name
from clinic.models.programs import Exercise, Worksheet, program_worksheets
from clinic.models.sessions import GroupSession
from clinic.queries.groups.sessions import planned_session
from clinic.queries.scope import cohort_ids

_CAME = [mark for mark in AttendanceMark if mark.counts]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who was not at a session, as far as anybody has marked it."""

    row: Enrollment
    name: str
    has_missed: bool
    has_one: bool
    # a make-up of that session that is to come, or to which she came


@dataclass(frozen=True, slots=True)
class Seat:
    """One person of a make-up session, and whether she came."""

    enrollment_id: str
    client_id: str
    name: str
    mark: AttendanceMark | None


@dataclass(frozen=True, slots=True)
class MakeUpLine:
    """A make-up session beside the session it makes up."""

    public_id: str
    starts_at: datetime
    is_cancelled: bool
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet or practice that a make-up keeps open for longer."""

    title: str
    name: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class MakeUpPage:
    """Everything about one make-up session."""

    row: MakeUp
    seats: tuple[Seat, ...]
    opened: tuple[Opened, ...]
    now: datetime

    @property
    def session(self) -> GroupSession:
        """The session that was missed."""
        return self.row.group_session

    @property
    def cohort(self) -> Cohort:
        """The group whose session it was."""
        return self.session.cohort

    @property
    def has_begun(self) -> bool:
        """Whether people can have come."""
        return self.row.starts_at <= self.now

    @property
    def begins_in(self) -> int:
        """Count the seconds until people can have come, so that an open page comes alive then."""
        return max(0, ceil((self.row.starts_at - self.now).total_seconds()))


def seated_in(db: Db, row: MakeUp) -> list[int]:
    """Give the row ids of the places that sit in a make-up that the reader was given."""
    seats = select(MakeUpSeat.enrollment_id).where(MakeUpSeat.make_up_id == row.id)
    return list(db.scalars(seats.order_by(MakeUpSeat.id)))


def may_be_made_up(session: GroupSession) -> bool:
    """Say whether a session can be made up at all."""
    return session.kind is SessionKind.REGULAR and session.status is not SessionStatus.CANCELLED


def candidates_of(db: Db, session: GroupSession) -> list[Candidate]:
    """List who could make up a session, of a session that the reader has already been given."""
    has_one = exists().where(
        MakeUpSeat.enrollment_id == Enrollment.id,
        MakeUpSeat.make_up_id == MakeUp.id,
        MakeUp.group_session_id == session.id,
        MakeUp.is_cancelled.is_(False),
        or_(MakeUpSeat.mark.is_(None), MakeUpSeat.mark.in_(_CAME)),
    )
    rows = db.execute(
        select(Enrollment, Attendance.mark, has_one)
        .join(Client, Enrollment.client_id == Client.id)
        .outerjoin(
            Attendance,
            and_(
                Attendance.enrollment_id == Enrollment.id,
                Attendance.group_session_id == session.id,
            ),
        )
        .where(
            Enrollment.cohort_id == session.cohort_id,
            Enrollment.status.in_(HOLDING),
            or_(Attendance.id.is_(None), Attendance.mark.not_in(_CAME)),
        )
        .order_by(*by_name())
    )
    names = names_in(db, [session.cohort_id])
    return [
        Candidate(
            row,
            names[row.id],
            has_missed=mark is not None,
            has_one=made_up,
        )
        for row, mark, made_up in rows
    ]


def handouts_of(db: Db, session: GroupSession) -> list[tuple[Worksheet, int]]:
    """Give the sheets that a session hands out, with the minutes that each takes."""
    planned = planned_session(session.program, session.number)
    codes = planned.handouts if planned else ()
    rows = db.scalars(
        select(Worksheet)
        .join(program_worksheets, program_worksheets.c.part_id == Worksheet.id)
        .where(
            program_worksheets.c.program_id == session.program.id,
            Worksheet.code.in_(codes),
        )
        .order_by(by_letters(Worksheet.code))
    )
    return [(row, worksheet_of(row).minutes) for row in rows]


def make_ups_of(db: Db, session: GroupSession) -> tuple[MakeUpLine, ...]:
    """List the make-ups of a session that the reader has already been given."""
    rows = db.scalars(
        select(MakeUp)
        .where(MakeUp.group_session_id == session.id)
        .options(_with_people())
        .order_by(MakeUp.starts_at, MakeUp.id)
    ).all()
    names = names_in(db, [session.cohort_id])
    return tuple(
        MakeUpLine(row.public_id, row.starts_at, row.is_cancelled, _seats(row, names))
        for row in rows
    )


def get_make_up(db: Db, reader: Reader, public_id: str) -> MakeUp:
    """Give one make-up session of a cohort that the reader leads or supervises."""
    return db.scalars(
        select(MakeUp)
        .join(MakeUp.group_session)
        .join(GroupSession.cohort)
        .where(MakeUp.public_id == public_id, Cohort.id.in_(cohort_ids(reader)))
        .options(
            contains_eager(MakeUp.group_session)
            .contains_eager(GroupSession.cohort)
            .joinedload(Cohort.program),
            contains_eager(MakeUp.group_session).joinedload(GroupSession.held_under),
            _with_people(),
        )
    ).one()


def make_up_page(db: Db, reader: Reader, public_id: str, now: datetime) -> MakeUpPage:
    """Give the page of one make-up session."""
    row = get_make_up(db, reader, public_id)
    names = names_in(db, [row.group_session.cohort_id])
    return MakeUpPage(row, _seats(row, names), _opened(db, row, names), now)


def _opened(db: Db, row: MakeUp, names: Names) -> tuple[Opened, ...]:
    ids: Sequence[int] = [touch["row_id"] for touch in row.touched]
    rows = db.execute(
        select(Assignment, Exercise.title, Worksheet.title)
        .outerjoin(Exercise, Assignment.exercise_id == Exercise.id)
        .outerjoin(Worksheet, Assignment.worksheet_id == Worksheet.id)
        .where(Assignment.id.in_(ids), Assignment.is_active)
        .order_by(Assignment.closes_at, Assignment.id)
    )
    return tuple(
        Opened(exercise or sheet or "", names[one.enrollment_id], one.opens_at, one.closes_at)
        for one, exercise, sheet in rows
    )


def _with_people() -> ExecutableOption:
    return (
        selectinload(MakeUp.seats).joinedload(MakeUpSeat.enrollment).joinedload(Enrollment.client)
    )


def _seats(row: MakeUp, names: Names) -> tuple[Seat, ...]:
    return tuple(
        Seat(
            seat.enrollment.public_id,
            seat.enrollment.client.public_id,
            names[seat.enrollment_id],
            seat.mark,
        )
        for seat in row.seats
    )
