"""Reading where people stand in their program, and what can still be reached."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select

from clinic.db import Db
from clinic.domain.enrollments import HOLDING, OVER, AttendanceMark, EnrollmentStatus, SessionStatus
from clinic.domain.groups.completion import (
    CompletionStanding,
    MakeUpTally,
    RegularSession,
    standing_of,
)
from clinic.domain.people.departures import LeavingReason
from clinic.domain.programs.programs import Program as Plan
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.programs.content import find_program
from clinic.lookups.statements import kept, rows_of
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.pauses import away_at
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession

_Marks = Select[
    int, int, int, datetime, EnrollmentStatus, LeavingReason | None, datetime, AttendanceMark, bool
]


@dataclass(frozen=True, slots=True)
class _MadeUp:
    """Missed sessions of one person: to whose make-up she came, and to whose she may yet come."""

    came: frozenset[int] = frozenset()
    planned: frozenset[int] = frozenset()
    """The row ids of the sessions."""


BEGAN = (*HOLDING, *OVER)
"""Whoever ever had a place counts among all enrolled, also somebody who never came."""


def standings(db: Db, cohorts: Collection[int], now: datetime) -> dict[int, CompletionStanding]:
    """Give everybody's standing by the row id of the place, in three questions for all cohorts."""
    programs = {
        cohort_id: plan
        for cohort_id, program in rows_of(db, _programs(cohorts))
        if (plan := find_program(program)) is not None
    }
    return _standings(db, programs, now)


def standings_in(db: Db, cohort: Cohort, now: datetime) -> dict[int, CompletionStanding]:
    """Give everybody's standing in one cohort that was read with its program."""
    plan = find_program(cohort.program)
    return _standings(db, {cohort.id: plan}, now) if plan else {}


def _standings(
    db: Db, programs: Mapping[int, Plan], now: datetime
) -> dict[int, CompletionStanding]:
    sessions: dict[int, list[RegularSession]] = defaultdict(list)
    places: dict[int, tuple[int, datetime, bool, bool]] = {}
    rows = rows_of(db, _marks(programs, now))
    made_up = _made_up(db, programs)
    for place, session, cohort_id, enrolled_at, status, leaving, ends_at, mark, was_away in rows:
        is_agreed = leaving is LeavingReason.AGREED_ENDING
        places[place] = (cohort_id, enrolled_at, not status.holds_a_place, is_agreed)
        sessions[place].append(
            RegularSession(
                ends_at,
                mark,
                is_away=bool(was_away),
                is_over=ends_at <= now,
                is_made_up=session in made_up[place].came,
            )
        )
    return {
        place: standing_of(
            sessions[place],
            programs[cohort_id].completer_at_least,
            enrolled_at,
            MakeUpTally(
                came=len(made_up[place].came),
                planned=len(made_up[place].planned),
                is_counted=programs[cohort_id].counts_make_ups,
            ),
            has_left=has_left,
            is_agreed=is_agreed,
        )
        for place, (cohort_id, enrolled_at, has_left, is_agreed) in places.items()
    }


def _made_up(db: Db, cohorts: Collection[int]) -> dict[int, _MadeUp]:
    """Give the regular sessions that people missed and made up, or may yet make up, each once."""
    rows = rows_of(db, _seats(cohorts))
    made: dict[int, set[int]] = defaultdict(set)
    planned: dict[int, set[int]] = defaultdict(set)
    for place, session, mark, is_missed in rows:
        if mark is not None:
            made[place].add(session)
        elif is_missed:
            planned[place].add(session)
    found: dict[int, _MadeUp] = defaultdict(_MadeUp)
    for place in made.keys() | planned.keys():
        found[place] = _MadeUp(frozenset(made[place]), frozenset(planned[place] - made[place]))
    return found


@kept
def _programs(cohorts: Collection[int]) -> Select[int, ProgramRow]:
    return (
        select(Cohort.id, ProgramRow)
        .join(ProgramRow, Cohort.program_id == ProgramRow.id)
        .where(Cohort.id.in_(cohorts))
    )


@kept
def _seats(cohorts: Collection[int]) -> Select[int, int, AttendanceMark | None, bool]:
    came = [mark for mark in AttendanceMark if mark.counts]
    at_session = and_(
        Attendance.group_session_id == MakeUp.group_session_id,
        Attendance.enrollment_id == MakeUpSeat.enrollment_id,
    )
    was_there = exists().where(at_session, Attendance.mark.in_(came))
    was_missed = exists().where(at_session, Attendance.mark.not_in(came))
    return (
        select(MakeUpSeat.enrollment_id, MakeUp.group_session_id, MakeUpSeat.mark, was_missed)
        .join(MakeUpSeat.make_up)
        .join(MakeUp.group_session)
        .where(
            GroupSession.cohort_id.in_(cohorts),
            GroupSession.kind == SessionKind.REGULAR,
            # Of a session that was cancelled since, nobody missed anything.
            GroupSession.status != SessionStatus.CANCELLED,
            MakeUp.is_cancelled.is_(False),
            or_(MakeUpSeat.mark.is_(None), MakeUpSeat.mark.in_(came)),
            ~was_there,
        )
    )


@kept
def _marks(cohorts: Collection[int], now: datetime) -> _Marks:
    """Select every regular session of everybody who began, with the mark where there is one."""
    return (
        select(
            Enrollment.id,
            GroupSession.id,
            Enrollment.cohort_id,
            Enrollment.enrolled_at,
            Enrollment.status,
            Enrollment.leaving,
            GroupSession.ends_at,
            Attendance.mark,
            and_(GroupSession.ends_at <= now, away_at(GroupSession.starts_at)).label("was_away"),
        )
        .join(GroupSession, GroupSession.cohort_id == Enrollment.cohort_id)
        .outerjoin(
            Attendance,
            and_(
                Attendance.group_session_id == GroupSession.id,
                Attendance.enrollment_id == Enrollment.id,
            ),
        )
        .where(
            Enrollment.cohort_id.in_(cohorts),
            Enrollment.status.in_(BEGAN),
            GroupSession.kind == SessionKind.REGULAR,
            GroupSession.status != SessionStatus.CANCELLED,
        )
        .order_by(Enrollment.id, GroupSession.starts_at)
    )
