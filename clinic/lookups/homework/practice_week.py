"""The practice of a week: each person by what was set after the last meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from clinic.db import Db
from clinic.domain.enrollments import HOLDING, Medium
from clinic.domain.people.pauses import Break, is_excused, times_due
from clinic.lookups.people.names import Names, names_in
from clinic.lookups.people.pauses import breaks_of
from clinic.lookups.statements import kept, rows_of
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_name
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ExerciseRow, WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse

Part = tuple[int | None, int | None]
"""The row ids of an exercise or of a worksheet."""


@dataclass(frozen=True, slots=True)
class PracticeCell:
    """How far one person is with one thing; `state` is a word of the marks."""

    state: str
    count: int


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """One row of the table; a part that was not given to this person has no cell."""

    client_id: str
    name: str
    is_on_paper: bool
    is_paused: bool
    cells: tuple[PracticeCell | None, ...]
    minutes: int
    stepped_down: int

    @property
    def has_practiced(self) -> bool:
        """Whether anything at all was begun."""
        return any(cell is not None and cell.state in ("done", "partly") for cell in self.cells)


@dataclass(frozen=True, slots=True)
class PracticeWeek:
    """One cohort's practice since its last meeting."""

    cohort: Cohort
    titles: tuple[str, ...]
    people: tuple[PracticePerson, ...]
    practiced: int
    """People who take part now and have at least one entry."""


@dataclass(frozen=True, slots=True)
class _Given:
    """One thing that was given to one person, with what came of it; in the order of the columns."""

    now: datetime
    name: str
    breaks: tuple[Break, ...]
    enrollment: Enrollment
    client: Client
    assignment: Assignment
    title: str
    entries: int
    minutes: int
    stepped_down: int
    sheet_id: int | None
    finished_at: datetime | None

    @property
    def is_paused(self) -> bool:
        """Whether the person is on a break."""
        return self.enrollment.is_paused_at(self.now)

    @property
    def part(self) -> Part:
        """Name what was given, the same for everybody who has it."""
        return self.assignment.exercise_id, self.assignment.worksheet_id

    @property
    def cell(self) -> PracticeCell:
        """Say how far this is; a gentler rung counts as practice."""
        row = self.assignment
        due = times_due(row.times_per_week, row.opens_at, row.closes_at, self.breaks)
        if self.finished_at is not None or self.entries >= min(due, row.times_per_week):
            return PracticeCell("done", self.entries)
        if self.entries or self.sheet_id is not None:
            return PracticeCell("partly", self.entries)
        if self.is_paused:
            return PracticeCell("paused", 0)
        is_waived = row.closes_at <= self.now and is_excused(row.closes_at, self.breaks)
        return PracticeCell("agreed" if is_waived else "not_yet", 0)


def practice_weeks(
    db: Db, cohorts: Sequence[Cohort], last: Mapping[int, GroupSession], now: datetime
) -> list[PracticeWeek]:
    """Give the practice of several cohorts in one question, in the order of the cohorts."""
    given: dict[int, list[_Given]] = {}
    names = names_in(db, (cohort.id for cohort in cohorts))
    for row in _all_given(db, names, [session.id for session in last.values()], now):
        given.setdefault(row.enrollment.cohort_id, []).append(row)
    return [_week(cohort, given.get(cohort.id, [])) for cohort in cohorts]


def _all_given(db: Db, names: Names, session_ids: Sequence[int], now: datetime) -> list[_Given]:
    rows = rows_of(db, _practice_of(session_ids)).all()
    breaks = breaks_of(db, {place.id for place, *_ in rows})
    return [_Given(now, names[it[0].id], breaks.get(it[0].id, ()), *it) for it in rows]


@kept
def _practice_of(session_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    entries = (
        select(
            PracticeEntry.assignment_id,
            func.count().label("count"),
            func.sum(PracticeEntry.minutes).label("minutes"),
            func.sum(case((PracticeEntry.has_stepped_down, 1), else_=0)).label("stepped_down"),
        )
        .group_by(PracticeEntry.assignment_id)
        .subquery()
    )
    return (
        select(
            Enrollment,
            Client,
            Assignment,
            func.coalesce(ExerciseRow.title, WorksheetRow.title),
            func.coalesce(entries.c.count, 0),
            func.coalesce(entries.c.minutes, 0),
            func.coalesce(entries.c.stepped_down, 0),
            WorksheetResponse.id,
            WorksheetResponse.finished_at,
        )
        .select_from(Assignment)
        .join(Enrollment, Assignment.enrollment_id == Enrollment.id)
        .join(Client, Enrollment.client_id == Client.id)
        .outerjoin(ExerciseRow, Assignment.exercise_id == ExerciseRow.id)
        .outerjoin(WorksheetRow, Assignment.worksheet_id == WorksheetRow.id)
        .outerjoin(entries, entries.c.assignment_id == Assignment.id)
        .outerjoin(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .where(
            Assignment.group_session_id.in_(session_ids),
            Assignment.is_active,
            Enrollment.status.in_(HOLDING),
        )
        .order_by(*by_name(), Assignment.id)
    )


def _week(cohort: Cohort, given: Sequence[_Given]) -> PracticeWeek:
    parts: dict[Part, str] = {row.part: row.title for row in given}
    people: dict[int, dict[Part, _Given]] = {}
    for row in given:
        people.setdefault(row.enrollment.id, {})[row.part] = row
    rows = tuple(_person(tuple(parts), own) for own in people.values())
    return PracticeWeek(
        cohort=cohort,
        titles=tuple(parts.values()),
        people=rows,
        practiced=sum(row.has_practiced for row in rows if not row.is_paused),
    )


def _person(parts: Sequence[Part], own: Mapping[Part, _Given]) -> PracticePerson:
    one = next(iter(own.values()))
    return PracticePerson(
        client_id=one.client.public_id,
        name=one.name,
        is_on_paper=one.client.medium is Medium.PAPER,
        is_paused=one.is_paused,
        cells=tuple(own[part].cell if part in own else None for part in parts),
        minutes=sum(row.minutes for row in own.values()),
        stepped_down=sum(row.stepped_down for row in own.values()),
    )
