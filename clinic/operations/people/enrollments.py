"""Enrolling people, and handing each of them what the program plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import (
    CohortStatus,
    EnrollmentStatus,
    NewClient,
    SessionStatus,
    check_step,
)
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import Span, span
from clinic.domain.groups.joining import Met, gap_before, late_window, reading_window
from clinic.domain.programs.programs import (
    PlannedAssignment,
    PlannedMeasure,
    PlannedSession,
    SessionKind,
)
from clinic.domain.text import N_
from clinic.lookups.groups.capacity import check_free, check_nobody_waits
from clinic.lookups.groups.joining import check_joining
from clinic.lookups.people.imported_people import check_comes_here
from clinic.lookups.programs.content import program_of, worksheet_of
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.programs import ExerciseRow, InstrumentRow, ProgramRow, WorksheetRow
from clinic.models.sealed import write_sealed
from clinic.models.sessions import GroupSession
from clinic.operations.people.clients import add_newcomer
from clinic.operations.people.pauses import end_open_pause, open_pause


@dataclass(frozen=True, slots=True)
class Parts:
    """The stored versions of what a program names, by the name it uses."""

    exercises: dict[str, ExerciseRow]
    worksheets: dict[str, WorksheetRow]
    instruments: dict[str, InstrumentRow]
    sheet_minutes: dict[str, int]


@operation
def enroll(
    db: Db,
    actor: Actor,
    cohort: Cohort,
    client: Client,
) -> Enrollment:
    """Give a person a place, with the homework and the measures of every session still to come."""
    lock(db, cohort)
    check_comes_here(client)
    known = db.scalar(
        select(Enrollment).where(
            Enrollment.cohort_id == cohort.id, Enrollment.client_id == client.id
        )
    )
    _check_new_here(known, client)
    check_joining(db, cohort, actor.at)
    check_nobody_waits(db, cohort, actor.at)
    check_free(db, cohort, actor.at)
    enrollment = known or Enrollment(cohort_id=cohort.id, client_id=client.id)
    return begin_place(db, actor, enrollment)


@operation
def enroll_new_client(
    db: Db,
    actor: Actor,
    cohort: Cohort,
    person: NewClient,
) -> Enrollment:
    """Enter a person and give her a place at once: when there is no place, she is not entered."""
    client = add_newcomer(db, actor, cohort, person)
    return enroll(db, actor, cohort, client)


@operation
def change_status(
    db: Db, actor: Actor, enrollment: Enrollment, status: EnrollmentStatus, reason: str | None
) -> Enrollment:
    """Pause, end or take up again a person's place, with the reason in plain words."""
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    lock(db, cohort)
    lock(db, enrollment)
    check_step(enrollment.status, status)
    is_back = status.holds_a_place and not enrollment.status.holds_a_place
    if is_back:
        if cohort.status is CohortStatus.CLOSED:
            raise Refused(N_("This cohort is closed."), field="status")
        check_free(db, cohort, actor.at)
        enrollment.back_at = actor.at
    if not status.holds_a_place and enrollment.status is not status:
        enrollment.ended_at = actor.at
    elif status.holds_a_place:
        enrollment.ended_at = enrollment.leaving = enrollment.exit_until = None
    if status is EnrollmentStatus.PAUSED:
        write_sealed(db.keys, open_pause(db, actor, enrollment), "reason", reason)
        return enrollment
    end_open_pause(db, actor, enrollment)
    enrollment.status = status
    enrollment.reason = reason
    return enrollment


@operation
def begin_place(
    db: Db,
    actor: Actor,
    enrollment: Enrollment,
) -> Enrollment:
    """Hand somebody what the program plans, inside an operation that has found her a place."""
    enrollment.status = EnrollmentStatus.ENROLLED
    enrollment.enrolled_at = actor.at
    db.add(enrollment)
    db.flush()
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    program = _program(db, cohort)
    parts = _parts(program)
    by_number = {planned.number: planned for planned in program_of(program).sessions}
    sessions = _sessions(db, cohort)
    for session, following in zip(sessions, [*sessions[1:], None], strict=True):
        _hand_out(db, enrollment, session, following, by_number[session.number], parts, actor.at)
    _hand_out_missed(db, enrollment, sessions, by_number, parts)
    return enrollment


def _check_new_here(known: Enrollment | None, client: Client) -> None:
    if known is None or known.status in (EnrollmentStatus.REFERRED, EnrollmentStatus.SCREENED):
        return
    if known.status is EnrollmentStatus.WAITLISTED:
        raise Refused(
            N_("%(name)s is on the waiting list. Offer the place there."),
            {"name": client.preferred_name},
        )
    raise Refused(
        N_("%(name)s already has a place in this cohort."), {"name": client.preferred_name}
    )


def _sessions(db: Db, cohort: Cohort) -> list[GroupSession]:
    found = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    return list(db.scalars(found.order_by(GroupSession.number)))


def _program(db: Db, cohort: Cohort) -> ProgramRow:
    return db.scalars(
        select(ProgramRow)
        .where(ProgramRow.id == cohort.program_id)
        .options(
            selectinload(ProgramRow.exercises),
            selectinload(ProgramRow.worksheets),
            selectinload(ProgramRow.instruments),
        )
        .execution_options(populate_existing=True)
    ).one()


def _parts(program: ProgramRow) -> Parts:
    return Parts(
        exercises={row.slug: row for row in program.exercises},
        worksheets={row.code: row for row in program.worksheets},
        instruments={row.key: row for row in program.instruments},
        sheet_minutes={row.code: worksheet_of(row).minutes for row in program.worksheets},
    )


def _hand_out(
    db: Db,
    enrollment: Enrollment,
    session: GroupSession,
    following: GroupSession | None,
    planned: PlannedSession,
    parts: Parts,
    now: datetime,
) -> None:
    for item in planned.assignments:
        window = _window(item, session, following)
        if window.closes_at > now:
            db.add(_assignment(enrollment, session, item, window, parts))
    for measure in planned.measures:
        window = _window(measure, session, following)
        if window.closes_at > now:
            db.add(_administration(enrollment, session, measure, window, parts))


def _hand_out_missed(
    db: Db,
    enrollment: Enrollment,
    sessions: Sequence[GroupSession],
    by_number: Mapping[int, PlannedSession],
    parts: Parts,
) -> None:
    """Give somebody who joins late a little to catch up with.

    A sheet of each meeting that she missed, and each questionnaire whose first occasion is over,
    for without it no later answer can be compared with anything.
    """
    joined_at = enrollment.enrolled_at
    meetings = [
        Met(session.starts_at, session.ends_at)
        for session in sessions
        if session.kind is SessionKind.REGULAR and session.status is not SessionStatus.CANCELLED
    ]
    gap = gap_before(meetings, joined_at)
    if gap is None:
        return
    following = [session.starts_at for session in sessions if session.starts_at > joined_at]
    next_starts_at = min(following, default=None)
    asked: set[str] = set()
    for session, later in zip(sessions, [*sessions[1:], None], strict=True):
        planned = by_number[session.number]
        is_missed = session.ends_at <= joined_at and session.kind is SessionKind.REGULAR
        sheet = next((item for item in planned.assignments if item.worksheet), None)
        if is_missed and sheet and _window(sheet, session, later).closes_at <= joined_at:
            window = reading_window(gap, joined_at)
            db.add(_assignment(enrollment, session, sheet, window, parts))
        for measure in planned.measures:
            is_first = measure.instrument not in asked
            asked.add(measure.instrument)
            if is_first and _window(measure, session, later).closes_at <= joined_at:
                window = late_window(gap, joined_at, next_starts_at)
                db.add(_administration(enrollment, session, measure, window, parts))


def _window(
    item: PlannedAssignment | PlannedMeasure,
    session: GroupSession,
    following: GroupSession | None,
) -> Span:
    next_starts_at = following.starts_at if following else None
    return span(item.opens, item.closes, session.starts_at, session.ends_at, next_starts_at)


def _assignment(
    enrollment: Enrollment,
    session: GroupSession,
    item: PlannedAssignment,
    window: Span,
    parts: Parts,
) -> Assignment:
    exercise = parts.exercises[item.exercise] if item.exercise else None
    worksheet = parts.worksheets[item.worksheet] if item.worksheet else None
    minutes = item.minutes or (parts.sheet_minutes[item.worksheet] if item.worksheet else 5)
    return Assignment(
        enrollment_id=enrollment.id,
        group_session_id=session.id,
        exercise=exercise,
        worksheet=worksheet,
        times_per_week=item.times_per_week,
        minutes=minutes,
        is_active=True,
        opens_anchor=item.opens.anchor,
        opens_minutes=item.opens.minutes,
        closes_anchor=item.closes.anchor,
        closes_minutes=item.closes.minutes,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
    )


def _administration(
    enrollment: Enrollment,
    session: GroupSession,
    measure: PlannedMeasure,
    window: Span,
    parts: Parts,
) -> Administration:
    return Administration(
        enrollment_id=enrollment.id,
        instrument=parts.instruments[measure.instrument],
        group_session_id=session.id,
        occasion=measure.occasion,
        opens_anchor=measure.opens.anchor,
        opens_minutes=measure.opens.minutes,
        closes_anchor=measure.closes.anchor,
        closes_minutes=measure.closes.minutes,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
    )
