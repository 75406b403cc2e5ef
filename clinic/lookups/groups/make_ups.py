"""Who missed a meeting and could make it up, and who sits in a make-up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from clinic.db import Db
from clinic.domain.enrollments import HOLDING, AttendanceMark
from clinic.lookups.groups.sessions import planned_session
from clinic.lookups.people.names import Names, names_in
from clinic.lookups.programs.content import worksheet_of
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.names import by_letters, by_name
from clinic.models.programs import ProgramRow, WorksheetRow, program_worksheets
from clinic.models.sessions import GroupSession

_CAME = [mark for mark in AttendanceMark if mark.counts]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who was not at a session, as far as anybody has marked it."""

    row: Enrollment
    name: str
    has_missed: bool
    has_one: bool
    """A make-up of that session that is to come, or to which she came."""


@dataclass(frozen=True, slots=True)
class MakeUpAttendee:
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
    seats: tuple[MakeUpAttendee, ...]


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


def handouts_of(db: Db, session: GroupSession) -> list[tuple[WorksheetRow, int]]:
    """Give the sheets that a session hands out, with the minutes that each takes."""
    cohort = db.get_one(Cohort, session.cohort_id)
    program = db.get_one(ProgramRow, session.held_under_id or cohort.program_id)
    planned = planned_session(program, session.number)
    codes = planned.handouts if planned else ()
    rows = db.scalars(
        select(WorksheetRow)
        .join(program_worksheets, program_worksheets.c.part_id == WorksheetRow.id)
        .where(
            program_worksheets.c.program_id == program.id,
            WorksheetRow.code.in_(codes),
        )
        .order_by(by_letters(WorksheetRow.code))
    )
    return [(row, worksheet_of(row).minutes) for row in rows]


def make_ups_of(db: Db, session: GroupSession) -> tuple[MakeUpLine, ...]:
    """List the make-ups of a session that the reader has already been given."""
    rows = db.scalars(
        select(MakeUp)
        .where(MakeUp.group_session_id == session.id)
        .options(with_people())
        .order_by(MakeUp.starts_at, MakeUp.id)
    ).all()
    names = names_in(db, [session.cohort_id])
    return tuple(
        MakeUpLine(row.public_id, row.starts_at, row.is_cancelled, seats_of(row, names))
        for row in rows
    )


def with_people() -> ExecutableOption:
    return (
        selectinload(MakeUp.seats).joinedload(MakeUpSeat.enrollment).joinedload(Enrollment.client)
    )


def seats_of(row: MakeUp, names: Names) -> tuple[MakeUpAttendee, ...]:
    return tuple(
        MakeUpAttendee(
            seat.enrollment.public_id,
            seat.enrollment.client.public_id,
            names[seat.enrollment_id],
            seat.mark,
        )
        for seat in row.seats
    )
