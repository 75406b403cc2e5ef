"""Reading home practice: what one person was given and did, and what a session may still give."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, selectinload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import HOLDING
from clinic.domain.groups.cohorts import Span, span
from clinic.domain.homework.doses import Dose, minutes_a_day
from clinic.domain.homework.exercises import Skill
from clinic.domain.homework.worksheets import Readers
from clinic.domain.people.pauses import Break, is_excused, times_due
from clinic.domain.programs.programs import HOMEWORK_CLOSES, HOMEWORK_OPENS, SessionKind
from clinic.lookups.people.names import names_in
from clinic.lookups.programs.content import exercise_of, worksheet_of
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_letters
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ExerciseRow, ProgramRow, WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse
from clinic.queries.scope import cohort_ids, is_open_place, place_ids


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One piece of home practice of one person, with what became of it."""

    public_id: str
    title: str
    is_worksheet: bool
    part_id: str
    session_number: int
    session_kind: SessionKind
    opens_at: datetime
    closes_at: datetime
    times_per_week: int
    minutes: int
    is_active: bool
    practiced: int
    practiced_minutes: int
    is_begun: bool
    is_finished: bool
    is_private: bool
    """Begun as its writer's alone; staff see that it is done, and whether it is shared."""
    shared_at: datetime | None
    response_id: str | None
    """None also where it is not shared."""
    breaks: Sequence[Break]

    @property
    def is_excused(self) -> bool:
        """Whether it closed, or closes, in a break of hers or right after one."""
        return is_excused(self.closes_at, self.breaks)

    @property
    def state(self) -> str:
        """Say how far it came, as the marks name it."""
        if self.is_worksheet:
            if self.is_finished:
                return "done"
            return "partly" if self.is_begun else "not_yet"
        due = times_due(self.times_per_week, self.opens_at, self.closes_at, self.breaks)
        if self.practiced >= min(due, self.times_per_week):
            return "done"
        return "partly" if self.practiced else "not_yet"


@dataclass(frozen=True, slots=True)
class AssignablePart:
    """An exercise or a sheet that may be given."""

    public_id: str
    title: str
    purpose: str
    skill: Skill
    is_worksheet: bool
    times_per_week: int
    minutes: int
    row: ExerciseRow | WorksheetRow

    @property
    def key(self) -> tuple[bool, int]:
        """Tell it from every other part, whose row ids are counted by table."""
        return self.is_worksheet, self.row.id


@dataclass(frozen=True, slots=True)
class GivenTo:
    """Somebody who may be given home practice, with what she has for that week already."""

    enrollment: Enrollment
    name: str
    doses: Mapping[tuple[bool, int], Dose]
    """By what is done: whether it is a sheet, and its row id."""

    @property
    def minutes_a_day(self) -> float:
        """Say how much of a day it takes already."""
        return minutes_a_day(self.doses.values())

    def minutes_with(self, part: AssignablePart, dose: Dose) -> float:
        """Say how much of a day it would take; what is given again replaces what stands."""
        return minutes_a_day({**self.doses, part.key: dose}.values())


@dataclass(frozen=True, slots=True)
class Giving:
    """A session with what may be given after it, to whom and for which time."""

    group_session: GroupSession
    parts: tuple[AssignablePart, ...]
    recipients: tuple[GivenTo, ...]
    window: Span | None
    """None after the last session: nothing follows by which practice could be done."""

    @property
    def by_skill(self) -> tuple[tuple[Skill, tuple[AssignablePart, ...]], ...]:
        """Group the parts by what they train."""
        grouped = ((skill, [p for p in self.parts if p.skill is skill]) for skill in Skill)
        return tuple((skill, tuple(parts)) for skill, parts in grouped if parts)


def assignments_of(
    db: Db, reader: Reader, enrollment: Enrollment, breaks: Sequence[Break]
) -> list[AssignmentLine]:
    """List what a person was given, session by session, and what fell into her breaks."""
    practice = (
        select(
            PracticeEntry.assignment_id.label("id"),
            func.count().label("entries"),
            func.sum(PracticeEntry.minutes).label("minutes"),
        )
        .group_by(PracticeEntry.assignment_id)
        .subquery()
    )
    rows = db.execute(
        select(Assignment, WorksheetResponse, practice.c.entries, practice.c.minutes)
        .join(Assignment.group_session)
        .outerjoin(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .outerjoin(practice, practice.c.id == Assignment.id)
        .where(
            Assignment.enrollment_id == enrollment.id,
            Assignment.enrollment_id.in_(place_ids(reader)),
        )
        .options(
            contains_eager(Assignment.group_session),
            joinedload(Assignment.exercise),
            joinedload(Assignment.worksheet),
            # A list holds no word of them, sealed or not.
            defer(WorksheetResponse.answers, raiseload=True),
        )
        .order_by(GroupSession.number, Assignment.worksheet_id.is_not(None), Assignment.id)
    )
    return [_line(breaks, *row) for row in rows]


def get_assignment(db: Db, reader: Reader, public_id: str) -> Assignment:
    """Give one piece of home practice with the person it was given to."""
    return db.scalars(
        select(Assignment)
        .join(Assignment.enrollment)
        .where(Assignment.public_id == public_id, is_open_place(reader))
        .options(joinedload(Assignment.enrollment).joinedload(Enrollment.client))
    ).one()


def giving(db: Db, reader: Reader, session_id: str) -> Giving:
    """Give what is needed to hand out one more piece of home practice after a session."""
    group_session = db.scalars(
        select(GroupSession)
        .where(GroupSession.public_id == session_id, GroupSession.cohort_id.in_(cohort_ids(reader)))
        .options(
            joinedload(GroupSession.cohort)
            .joinedload(Cohort.program)
            .options(selectinload(ProgramRow.exercises), selectinload(ProgramRow.worksheets))
        )
    ).one()
    program = group_session.cohort.program
    parts = (*map(_exercise, program.exercises), *map(_sheet, program.worksheets))
    return Giving(group_session, parts, _recipients(db, group_session), _window(db, group_session))


def _line(
    breaks: Sequence[Break],
    row: Assignment,
    response: WorksheetResponse | None,
    entries: int | None,
    minutes: int | None,
) -> AssignmentLine:
    part = row.exercise or row.worksheet
    assert part is not None  # noqa: S101 - a check of the table says so
    return AssignmentLine(
        public_id=row.public_id,
        title=part.title,
        is_worksheet=row.worksheet is not None,
        part_id=part.public_id,
        session_number=row.group_session.number,
        session_kind=row.group_session.kind,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        times_per_week=row.times_per_week,
        minutes=row.minutes,
        is_active=row.is_active,
        practiced=entries or 0,
        practiced_minutes=minutes or 0,
        is_begun=bool(response and response.answered),
        is_finished=response is not None and response.finished_at is not None,
        is_private=bool(response and response.readers is Readers.MINE),
        shared_at=response.shared_at if response else None,
        response_id=response.public_id if response and response.is_readable else None,
        breaks=breaks,
    )


def _exercise(row: ExerciseRow) -> AssignablePart:
    one = exercise_of(row)
    return AssignablePart(
        row.public_id,
        one.title,
        one.purpose,
        one.skill,
        is_worksheet=False,
        times_per_week=one.times_per_week,
        minutes=one.minutes,
        row=row,
    )


def _sheet(row: WorksheetRow) -> AssignablePart:
    sheet = worksheet_of(row)
    return AssignablePart(
        row.public_id,
        sheet.title,
        sheet.purpose,
        sheet.skill,
        is_worksheet=True,
        times_per_week=1,
        minutes=sheet.minutes,
        row=row,
    )


def _recipients(db: Db, group_session: GroupSession) -> tuple[GivenTo, ...]:
    people = db.scalars(
        select(Enrollment)
        .join(Enrollment.client)
        .where(
            Enrollment.cohort_id == group_session.cohort_id,
            Enrollment.status.in_(HOLDING),
        )
        .options(joinedload(Enrollment.client))
        .order_by(by_letters(Client.preferred_name), by_letters(Client.family_name), Enrollment.id)
    ).all()
    given: dict[int, dict[tuple[bool, int], Dose]] = defaultdict(dict)
    for row in db.scalars(
        select(Assignment).where(
            Assignment.group_session_id == group_session.id, Assignment.is_active
        )
    ):
        key = (row.worksheet_id is not None, row.worksheet_id or row.exercise_id or 0)
        given[row.enrollment_id][key] = Dose(row.times_per_week, row.minutes)
    names = names_in(db, [group_session.cohort_id])
    return tuple(
        GivenTo(
            person,
            names[person.id],
            given[person.id],
        )
        for person in people
    )


def _window(db: Db, group_session: GroupSession) -> Span | None:
    later = aliased(GroupSession)
    next_starts_at = db.scalar(
        select(later.starts_at)
        .where(later.cohort_id == group_session.cohort_id, later.number > group_session.number)
        .order_by(later.number)
        .limit(1)
    )
    if next_starts_at is None:
        return None
    return span(
        HOMEWORK_OPENS,
        HOMEWORK_CLOSES,
        group_session.starts_at,
        group_session.ends_at,
        next_starts_at,
    )
