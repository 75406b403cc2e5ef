"""Reading where a group is: its meetings, its people and their measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, ScalarSelect, exists, func, select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import (
    NOT_YET,
    CohortStatus,
    EnrollmentStatus,
    Medium,
    PaperNames,
    SessionStatus,
)
from clinic.domain.groups.completion import (
    AttendanceFigures,
    CompletionStanding,
    completers_of,
    figures_of,
)
from clinic.domain.name_order import folded
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.groups.cohorts import supervisors_of
from clinic.lookups.groups.completion import standings_in
from clinic.lookups.groups.schedules import NewestChange, newest_change, off_the_wall
from clinic.lookups.groups.sessions import sessions_of
from clinic.lookups.outcomes.courses import Measure, measures_of
from clinic.lookups.people.names import names_in
from clinic.lookups.people.readiness import Unready, unready
from clinic.lookups.people.waiting import waiting_count
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_name
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskCase
from clinic.models.sessions import GroupSession
from clinic.queries.groups.cohorts import get_cohort


@dataclass(frozen=True, slots=True)
class Step:
    """One meeting on the strip; `state` is held, past, now, next, planned or cancelled."""

    session: GroupSession
    state: str


@dataclass(frozen=True, slots=True)
class LastScore:
    """The latest score of a person on one measure."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One row of the table of people."""

    enrollment_id: str
    client_id: str
    name: str
    is_on_paper: bool
    status: EnrollmentStatus
    attended: int
    of: int
    """Regular sessions so far that she could have come to."""
    minutes: int
    has_open_risk: bool
    scores: tuple[LastScore, ...]
    row_id: int
    paused_until: datetime | None
    standing: CompletionStanding | None
    """None for somebody who has not begun."""


@dataclass(frozen=True, slots=True)
class CohortPage:
    """Everything that says where a group is."""

    cohort: Cohort
    facilitators: tuple[str, ...]
    """Who leads now."""
    supervisors: tuple[str, ...]
    steps: tuple[Step, ...]
    regular_past: int
    members: tuple[MemberLine, ...]
    measures: tuple[Measure, ...]
    measure: Measure | None
    """The one that was chosen to be shown."""
    newest_change: NewestChange | None
    off_the_wall: tuple[GroupSession, ...]
    """Sessions that new rules of the clock have put at another hour."""
    waiting: int
    """People on the waiting list."""
    unready: Unready
    """While something is missing with somebody, shortly before it begins or still."""

    @property
    def regular_count(self) -> int:
        """How many regular sessions the program has."""
        return sum(step.session.kind is SessionKind.REGULAR for step in self.steps)

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return sum(member.status.holds_a_place for member in self.members)

    @property
    def needed(self) -> int:
        """How many regular sessions make a completer."""
        return next((one.needed for one in self._standings), 0)

    @property
    def counts_make_ups(self) -> bool:
        """Whether sessions that were made up count among them."""
        return any(one.counts_made_up for one in self._standings)

    @property
    def all_enrolled(self) -> AttendanceFigures:
        """How often everybody who ever had a place came."""
        return figures_of(self._standings)

    @property
    def completers(self) -> AttendanceFigures:
        """How often those came who came to enough of it."""
        return figures_of(completers_of(self._standings))

    @property
    def _standings(self) -> list[CompletionStanding]:
        return [one.standing for one in self.members if one.standing is not None]

    @property
    def has_attendance(self) -> bool:
        """Whether anybody was ever marked: without marks nobody has missed anything."""
        return any(member.attended for member in self.members)

    @property
    def is_open(self) -> bool:
        """Whether the group still runs."""
        return self.cohort.status is CohortStatus.OPEN

    @property
    def next_session(self) -> GroupSession | None:
        """The meeting under way or next."""
        return next((s.session for s in self.steps if s.state in ("now", "next")), None)

    @property
    def is_meeting(self) -> bool:
        """Whether a meeting is under way."""
        return any(step.state == "now" for step in self.steps)

    @property
    def prints_codes(self) -> bool:
        """Whether paper carries codes instead of names."""
        return self.cohort.paper_names is PaperNames.CODE

    @property
    def names(self) -> dict[int, MemberLine]:
        """Find a person of the table by the row id that a course carries."""
        return {member.row_id: member for member in self.members}


def cohort_page(
    db: Db, reader: Reader, public_id: str, now: datetime, measure_key: str | None = None
) -> CohortPage:
    """Give one cohort's page; an unknown measure shows the first that has scores."""
    cohort = get_cohort(db, reader, public_id)
    sessions = sessions_of(db, cohort)
    measures = measures_of(db, cohort.id)
    past = [
        row for row in sessions if row.ends_at <= now and row.status is not SessionStatus.CANCELLED
    ]
    return CohortPage(
        cohort=cohort,
        facilitators=tuple(p.account.name for p in cohort.facilitators if p.stands(now)),
        supervisors=tuple(supervisors_of(db, cohort, now)),
        steps=_steps(sessions, now),
        regular_past=sum(row.kind is SessionKind.REGULAR for row in past),
        members=_members(db, cohort, past[-1] if past else None, measures, now),
        measures=measures,
        measure=_chosen(measures, measure_key),
        newest_change=newest_change(db, cohort),
        off_the_wall=off_the_wall(sessions, cohort.time_zone, now),
        waiting=waiting_count(db, cohort),
        unready=_unready(db, cohort, now),
    )


def _unready(db: Db, cohort: Cohort, now: datetime) -> Unready:
    if cohort.status is CohortStatus.CLOSED:
        return Unready()
    return unready(db, [cohort.id], now)


def _chosen(measures: Sequence[Measure], key: str | None) -> Measure | None:
    named = [measure for measure in measures if measure.name.key == key]
    filled = [measure for measure in measures if measure.scored]
    return next(iter((*named, *filled, *measures)), None)


def _steps(sessions: Sequence[GroupSession], now: datetime) -> tuple[Step, ...]:
    steps = []
    has_next = False
    for row in sessions:
        if row.status is SessionStatus.CANCELLED:
            state = "cancelled"
        elif row.ends_at <= now:
            state = "held" if row.status is SessionStatus.HELD else "past"
        else:
            state = "planned" if has_next else "now" if row.starts_at <= now else "next"
            has_next = True
        steps.append(Step(row, state))
    return tuple(steps)


def _members(
    db: Db,
    cohort: Cohort,
    last: GroupSession | None,
    measures: Sequence[Measure],
    now: datetime,
) -> tuple[MemberLine, ...]:
    standing, names = standings_in(db, cohort, now), names_in(db, [cohort.id])
    rows = db.execute(
        select(Enrollment, Client, _minutes_since(last), _has_open_risk())
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status.not_in(NOT_YET))
        .order_by(*by_name())
    )
    found = [
        MemberLine(
            enrollment_id=enrollment.public_id,
            client_id=client.public_id,
            name=names[enrollment.id],
            is_on_paper=client.medium is Medium.PAPER,
            status=enrollment.status_at(now),
            attended=standing[enrollment.id].attended if enrollment.id in standing else 0,
            of=standing[enrollment.id].so_far if enrollment.id in standing else 0,
            minutes=practiced,
            has_open_risk=is_at_risk,
            scores=tuple(_last_scores(enrollment.id, measures)),
            row_id=enrollment.id,
            paused_until=enrollment.paused_until if enrollment.is_paused_at(now) else None,
            standing=standing.get(enrollment.id),
        )
        for enrollment, client, practiced, is_at_risk in rows
    ]
    return tuple(sorted(found, key=_by_name))


def _minutes_since(last: GroupSession | None) -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(PracticeEntry.minutes), 0))
        .join(Assignment, PracticeEntry.assignment_id == Assignment.id)
        .where(
            Assignment.enrollment_id == Enrollment.id,
            Assignment.group_session_id == (last.id if last else None),
        )
        .scalar_subquery()
    )


def _has_open_risk() -> Exists:
    return exists().where(RiskCase.enrollment_id == Enrollment.id, RiskCase.closed_at.is_(None))


def _by_name(member: MemberLine) -> tuple[str, ...]:
    """Sort as people do: a number that stands for a name after its size."""
    return tuple(word.zfill(9) if word.isdigit() else folded(word) for word in member.name.split())


def _last_scores(enrollment_id: int, measures: Sequence[Measure]) -> list[LastScore]:
    found = [(m.name.short_name, m.last_of(enrollment_id)) for m in measures]
    return [LastScore(name, value) for name, value in found if value is not None]
