"""Reading places in cohorts: one place, a person's attendance, and a cohort that takes people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import HOLDING, AttendanceMark, EnrollmentStatus, SessionStatus
from clinic.domain.people.pauses import Break, is_away
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.people.waiting import waiting_count
from clinic.lookups.programs.content import program_of
from clinic.models.clients import Client, comes_here
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.names import by_name
from clinic.models.sessions import GroupSession
from clinic.models.waiting import on_list, waiter_of
from clinic.queries.scope import client_ids, cohort_ids, is_open_place, place_ids

_NOT_LISTED = (EnrollmentStatus.REFERRED, EnrollmentStatus.SCREENED)


@dataclass(frozen=True, slots=True)
class LateJoining:
    """Until which session the program takes somebody new, and how many she would have missed."""

    until: int
    until_at: datetime | None
    missed: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Joining:
    """A cohort with what has to be known to give somebody a place in it."""

    cohort: Cohort
    taken: int
    candidates: tuple[Client, ...]
    """The reader's own people who have no place in this cohort and do not wait for one."""
    waiting: int
    has_someone_first: bool
    """Who waits and holds no offer yet."""
    late: LateJoining

    @property
    def is_closed(self) -> bool:
        """Whether nobody can be given a place here and now."""
        is_full = self.taken >= self.cohort.capacity
        return self.late.is_over or is_full or self.has_someone_first


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One group session in the course of a person."""

    public_id: str
    number: int
    kind: SessionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    is_past: bool
    mark: AttendanceMark | None
    minutes_missed: int | None
    is_away: bool
    """She was on a break, or had not joined yet: nobody expected her."""
    is_before_joining: bool

    @property
    def has_come(self) -> bool:
        """Whether she is marked as somebody who came, be it to the meeting under way."""
        return self.mark is not None and self.mark.counts

    @property
    def is_expected(self) -> bool:
        """Whether it counts among the meetings she could have come to."""
        return not self.is_away or self.has_come


@dataclass(frozen=True, slots=True)
class AttendanceCourse:
    """A person's sessions, and how many of the regular ones so far were attended."""

    lines: tuple[SessionLine, ...]
    attended: int
    held: int
    next: SessionLine | None


def joining(db: Db, reader: Reader, cohort_id: str, now: datetime) -> Joining:
    """Give one of the reader's cohorts and the people who could be given a place."""
    cohort = db.scalars(
        select(Cohort)
        .where(Cohort.public_id == cohort_id, Cohort.id.in_(cohort_ids(reader)))
        .options(joinedload(Cohort.program))
    ).one()
    inside = select(Enrollment.client_id).where(
        Enrollment.cohort_id == cohort.id, Enrollment.status.not_in(_NOT_LISTED)
    )
    candidates = db.scalars(
        select(Client)
        .where(Client.id.in_(client_ids(reader)), Client.id.not_in(inside), comes_here())
        .order_by(*by_name())
    )
    taken = db.scalar(
        select(func.count()).where(
            Enrollment.cohort_id == cohort.id, Enrollment.status.in_(HOLDING)
        )
    )
    return Joining(
        cohort=cohort,
        taken=taken or 0,
        candidates=tuple(candidates),
        waiting=waiting_count(db, cohort),
        has_someone_first=any(
            not waiter_of(*row).has_offer for row in db.execute(on_list(cohort.id, now))
        ),
        late=_late_joining(db, cohort, now),
    )


def _late_joining(db: Db, cohort: Cohort, now: datetime) -> LateJoining:
    """Say how far a cohort, read with its program, has come for somebody new."""
    rows = db.scalars(
        select(GroupSession).where(
            GroupSession.cohort_id == cohort.id, GroupSession.status != SessionStatus.CANCELLED
        )
    ).all()
    number = program_of(cohort.program).late_join_until
    over = [row for row in rows if row.kind is SessionKind.REGULAR and row.ends_at <= now]
    last = next((row.ends_at for row in rows if row.number == number), None)
    return LateJoining(number, last, len(over), is_over=last is not None and last < now)


def get_enrollment(db: Db, reader: Reader, public_id: str) -> Enrollment:
    """Give one place in one of the reader's cohorts, with the person and the cohort."""
    return db.scalars(
        select(Enrollment)
        .where(Enrollment.public_id == public_id, is_open_place(reader))
        .options(joinedload(Enrollment.client), joinedload(Enrollment.cohort))
    ).one()


def attendance_of(
    db: Db, reader: Reader, enrollment: Enrollment, breaks: Sequence[Break], now: datetime
) -> AttendanceCourse:
    """Give every session of a person's cohort with how she came to it, but for her breaks."""
    rows = db.execute(
        select(GroupSession, Attendance.mark, Attendance.minutes_missed)
        .outerjoin(
            Attendance,
            and_(
                Attendance.group_session_id == GroupSession.id,
                Attendance.enrollment_id == enrollment.id,
            ),
        )
        .where(
            GroupSession.cohort_id == enrollment.cohort_id,
            exists(place_ids(reader).where(Enrollment.id == enrollment.id)),
        )
        .order_by(GroupSession.number)
    )
    lines = tuple(_line(*row, breaks, now) for row in rows)
    held = [
        line
        for line in lines
        if line.kind is SessionKind.REGULAR
        and not line.is_cancelled
        and (line.has_come or (line.is_past and line.is_expected))
    ]
    attended = sum(1 for line in held if line.has_come)
    following = (
        line
        for line in lines
        if enrollment.status.holds_a_place and not line.is_past and not line.is_cancelled
    )
    return AttendanceCourse(
        lines, attended, len(held), min(following, key=lambda line: line.starts_at, default=None)
    )


def _line(
    row: GroupSession,
    mark: AttendanceMark | None,
    missed: int | None,
    breaks: Sequence[Break],
    now: datetime,
) -> SessionLine:
    return SessionLine(
        public_id=row.public_id,
        number=row.number,
        kind=row.kind,
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_cancelled=row.status is SessionStatus.CANCELLED,
        is_past=row.ends_at <= now,
        mark=mark,
        minutes_missed=missed,
        is_away=is_away(row.starts_at, breaks),
        is_before_joining=is_away(row.starts_at, [one for one in breaks if one.is_joining]),
    )
