"""A cohort in numbers, by keys and without names, for the report to the service."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus, SessionStatus
from clinic.domain.programs import SessionKind
from clinic.domain.reports import CohortFigures, GroupScores, Member, cohort_figures
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.measures import Administration, Score
from clinic.models.sessions import GroupSession
from clinic.queries.content import instrument_of, program_of
from clinic.queries.scope import cohort_ids

_BEGAN = (
    EnrollmentStatus.ENROLLED,
    EnrollmentStatus.PAUSED,
    EnrollmentStatus.WITHDRAWN,
    EnrollmentStatus.COMPLETED,
)

_Found = tuple[Administration, str, float]
_COMING = [mark for mark in AttendanceMark if mark.counts]


@dataclass(frozen=True, slots=True)
class CohortReport:
    """A cohort with its figures as they may leave the clinic, and the scores behind them."""

    cohort: Cohort
    program: str
    figures: CohortFigures
    told: tuple[tuple[int, str, float], ...]
    # administration, scale and value of every score that went in


def cohort_report(db: Db, reader: Reader, cohort_id: str, now: datetime) -> CohortReport:
    """Give the figures of one of the reader's cohorts."""
    cohort = db.scalars(
        select(Cohort)
        .where(Cohort.public_id == cohort_id, Cohort.id.in_(cohort_ids(reader)))
        .options(joinedload(Cohort.program))
    ).one()
    held = [
        GroupSession.cohort_id == cohort.id,
        GroupSession.kind == SessionKind.REGULAR,
        GroupSession.status != SessionStatus.CANCELLED,
        GroupSession.ends_at <= now,
    ]
    count = db.scalar(select(func.count()).select_from(GroupSession).where(*held)) or 0
    program = program_of(cohort.program)
    scores, told = _scores(db, cohort)
    figures = cohort_figures(
        _members(db, cohort, held, now), count, program.completer_at_least, scores
    )
    return CohortReport(cohort, program.title, figures, told)


def _members(
    db: Db, cohort: Cohort, held: Sequence[ColumnElement[bool]], now: datetime
) -> list[Member]:
    came = (
        select(Attendance.enrollment_id, func.count().label("times"))
        .join(GroupSession, Attendance.group_session_id == GroupSession.id)
        .where(*held, Attendance.mark.in_(_COMING))
        .group_by(Attendance.enrollment_id)
        .subquery()
    )
    people = db.execute(
        select(Enrollment, func.coalesce(came.c.times, 0))
        .outerjoin(came, came.c.enrollment_id == Enrollment.id)
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status.in_(_BEGAN))
        .order_by(Enrollment.id)
    )
    return [
        Member(
            place.id,
            times,
            is_paused=place.is_paused_at(now),
            has_left=place.status is EnrollmentStatus.WITHDRAWN,
        )
        for place, times in people
    ]


def _scores(db: Db, cohort: Cohort) -> tuple[list[GroupScores], tuple[tuple[int, str, float], ...]]:
    found = db.execute(
        select(Administration, Score.scale, Score.value)
        .join(Administration.enrollment)
        .join(Administration.group_session)
        .join(Score, and_(Score.administration_id == Administration.id, Score.value.is_not(None)))
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status.in_(_BEGAN))
        .options(joinedload(Administration.instrument))
        .order_by(GroupSession.starts_at, Administration.opens_at, Administration.id)
    ).all()
    by_instrument: dict[int, list[_Found]] = defaultdict(list)
    for row, scale, value in found:
        if value is not None:
            by_instrument[row.instrument_id].append((row, scale, value))
    scores = sorted(map(_group_scores, by_instrument.values()), key=lambda one: one.name)
    told = tuple(
        (row.id, scale, value)
        for rows in by_instrument.values()
        for row, scale, value in rows
        if scale == instrument_of(row.instrument).main.key
    )
    return scores, told


def _group_scores(found: Sequence[_Found]) -> GroupScores:
    instrument = instrument_of(found[0][0].instrument)
    main = instrument.main
    values: dict[int, dict[str, float]] = defaultdict(dict)
    occasions: dict[str, None] = {}
    for row, scale, value in found:
        if scale == main.key:
            # In the order of their latest: whoever leaves is asked early what ends the program.
            occasions.pop(row.occasion, None)
            occasions[row.occasion] = None
            values[row.enrollment_id][row.occasion] = value
    return GroupScores(instrument.short_name, main, tuple(occasions), values)
