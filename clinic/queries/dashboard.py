"""Reading what a therapist needs now: the next hour, this week's practice, and who needs a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import HOLDING, AttendanceMark, CohortStatus, SessionStatus
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.homework.practice_week import PracticeWeek, practice_weeks
from clinic.lookups.safety.early_warnings import Listed, early_warnings
from clinic.lookups.statements import kept, ones_of, rows_of
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.enrollments import Attendance, Enrollment, taking_part
from clinic.models.names import by_letters
from clinic.models.sessions import GroupSession
from clinic.queries.attention import Attention, attention_list
from clinic.queries.scope import cohort_ids

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UpcomingMeeting:
    """One meeting that is under way or to come, with what to know before one goes in."""

    session: GroupSession
    cohort: Cohort
    regular_count: int
    colleagues: tuple[str, ...]
    enrolled: int
    excused: int
    catch_up: int
    """People who missed the meeting before it."""
    practiced: int | None
    """People with an entry since the last meeting; None before there was one."""

    @property
    def expected(self) -> int:
        """How many are expected to come."""
        return self.enrolled - self.excused


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One page for the next hour and for who needs somebody."""

    now: datetime
    has_cohorts: bool
    has_people: bool
    meetings: tuple[UpcomingMeeting, ...]
    """The next one first, then what else meets within a week."""
    weeks: tuple[PracticeWeek, ...]
    attention: Attention
    listed: tuple[Listed, ...]
    """Whose scores, or whose missing ones, ask for a look."""

    @property
    def next_meeting(self) -> UpcomingMeeting | None:
        """The meeting that is under way or comes next, however far away."""
        return self.meetings[0] if self.meetings else None


@dataclass(frozen=True, slots=True)
class _RunningGroups:
    """The running groups of a reader with their meetings, seen from now."""

    cohorts: Sequence[Cohort]
    sessions: Sequence[GroupSession]
    """In the order in which they begin, without those that were cancelled."""
    now: datetime

    @property
    def last(self) -> dict[int, GroupSession]:
        """Give the meeting of each cohort that is over most lately, by the cohort's row id."""
        return {row.cohort_id: row for row in self.sessions if row.ends_at <= self.now}

    @property
    def coming(self) -> list[GroupSession]:
        """Give the next meeting, and what else meets within a week."""
        ahead = [row for row in self.sessions if row.ends_at > self.now]
        return ahead[:1] + [row for row in ahead[1:] if row.starts_at < self.now + WEEK]

    @property
    def by_next(self) -> list[Cohort]:
        """Give the cohorts in the order in which they meet next."""
        order = [row.cohort_id for row in self.coming]
        return sorted(
            self.cohorts, key=lambda c: order.index(c.id) if c.id in order else len(order)
        )

    def regular_count(self, cohort_id: int) -> int:
        """Count the regular meetings of a cohort."""
        return sum(
            row.kind is SessionKind.REGULAR and row.cohort_id == cohort_id for row in self.sessions
        )


def dashboard(db: Db, reader: Reader, now: datetime) -> Dashboard:
    """Give the dashboard, at a number of questions that does not grow with people or cohorts."""
    cohorts = list(ones_of(db, _running(reader)))
    ids = [cohort.id for cohort in cohorts]
    groups = _RunningGroups(cohorts, _sessions(db, ids), now)
    enrolled = _enrolled(db, ids, now)
    weeks = practice_weeks(db, groups.by_next, groups.last, now)
    meetings = _meetings(db, reader, groups, enrolled, weeks)
    return Dashboard(
        now=now,
        has_cohorts=bool(cohorts),
        has_people=any(enrolled.values()),
        meetings=meetings,
        weeks=tuple(week for week in weeks if week.people),
        attention=attention_list(db, reader, ids, now),
        listed=early_warnings(db, ids, groups.sessions, now),
    )


@kept
def _running(reader: Reader) -> Select[Cohort]:
    return (
        select(Cohort)
        .where(Cohort.id.in_(cohort_ids(reader)), Cohort.status == CohortStatus.OPEN)
        .order_by(by_letters(Cohort.name), Cohort.id)
    )


def _sessions(db: Db, ids: Sequence[int]) -> list[GroupSession]:
    return list(ones_of(db, _not_cancelled(ids)))


@kept
def _not_cancelled(ids: Sequence[int]) -> Select[GroupSession]:
    return (
        select(GroupSession)
        .where(GroupSession.cohort_id.in_(ids), GroupSession.status != SessionStatus.CANCELLED)
        .order_by(GroupSession.starts_at, GroupSession.id)
    )


def _enrolled(db: Db, ids: Sequence[int], now: datetime) -> dict[int, int]:
    return dict(rows_of(db, _taking_part(ids, now)).all())


@kept
def _taking_part(ids: Sequence[int], now: datetime) -> Select[int, int]:
    return (
        select(Enrollment.cohort_id, func.count())
        .where(Enrollment.cohort_id.in_(ids), taking_part(now))
        .group_by(Enrollment.cohort_id)
    )


def _meetings(
    db: Db,
    reader: Reader,
    groups: _RunningGroups,
    enrolled: Mapping[int, int],
    weeks: Sequence[PracticeWeek],
) -> tuple[UpcomingMeeting, ...]:
    by_id = {cohort.id: cohort for cohort in groups.cohorts}
    coming, last = groups.coming, groups.last
    practiced = {week.cohort.id: week.practiced for week in weeks if week.people}
    colleagues = _colleagues(db, reader, list(by_id))
    away = _away(db, [row.id for row in (*coming, *last.values())])
    return tuple(
        UpcomingMeeting(
            session=row,
            cohort=by_id[row.cohort_id],
            regular_count=groups.regular_count(row.cohort_id),
            colleagues=tuple(colleagues.get(row.cohort_id, ())),
            enrolled=enrolled.get(row.cohort_id, 0),
            excused=away.get((row.id, AttendanceMark.EXCUSED), 0),
            catch_up=sum(
                away.get((last[row.cohort_id].id, mark), 0)
                for mark in (AttendanceMark.EXCUSED, AttendanceMark.ABSENT)
            )
            if row.cohort_id in last
            else 0,
            practiced=practiced.get(row.cohort_id),
        )
        for row in coming
    )


def _colleagues(db: Db, reader: Reader, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for cohort_id, name in rows_of(db, _others_who_lead(reader, ids)):
        found.setdefault(cohort_id, []).append(name)
    return found


@kept
def _others_who_lead(reader: Reader, ids: Sequence[int]) -> Select[int, str]:
    return (
        select(Facilitator.cohort_id, Account.name)
        .join(Account, Facilitator.account_id == Account.id)
        .where(
            Facilitator.cohort_id.in_(ids),
            Facilitator.stands_at(reader.at),
            Facilitator.account_id != reader.account_id,
        )
        .order_by(Facilitator.id)
    )


def _away(db: Db, session_ids: Sequence[int]) -> dict[tuple[int, AttendanceMark], int]:
    rows = rows_of(db, _marked_away(session_ids))
    return {(session_id, mark): count for session_id, mark, count in rows}


@kept
def _marked_away(session_ids: Sequence[int]) -> Select[int, AttendanceMark, int]:
    return (
        select(Attendance.group_session_id, Attendance.mark, func.count())
        .join(Enrollment, Attendance.enrollment_id == Enrollment.id)
        .where(
            Attendance.group_session_id.in_(session_ids),
            Attendance.mark.in_([AttendanceMark.EXCUSED, AttendanceMark.ABSENT]),
            Enrollment.status.in_(HOLDING),
        )
        .group_by(Attendance.group_session_id, Attendance.mark)
    )
