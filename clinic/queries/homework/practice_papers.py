"""The sheet of home practice of one person, as it is printed and as it is typed in.

Paper and typing desk take the practices, the days and the lines of a day from here, in one order,
so that a sheet can be typed without looking up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import CohortStatus, Medium
from clinic.domain.homework.homework import lines_of_day
from clinic.lookups.homework.home_practice import days_of, practices_of
from clinic.lookups.people.names import full_name
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment, taking_part
from clinic.models.practice import PracticeEntry, PracticePaper
from clinic.models.risk import RiskCase
from clinic.models.sessions import GroupSession
from clinic.queries.scope import is_open_place

BEFORE_THE_MEETING = timedelta(days=1)
"""So long before its time is over a sheet lies on the desk: it comes in with the next meeting."""
LATEST = timedelta(days=28)
"""After that nobody waits for a sheet any more; its code still opens it."""


@dataclass(frozen=True, slots=True)
class PaperPractice:
    """One practice of a sheet, with the days on which it could be done and what is in of it."""

    assignment: Assignment
    title: str
    days: tuple[date, ...]
    lines: int
    """Of a day."""
    typed: Mapping[date, tuple[PracticeEntry, ...]]
    """From paper, in the order in which it came in."""
    told: Mapping[date, tuple[PracticeEntry, ...]]
    """By the person online."""

    def lines_on(self, day: date, more: int = 0) -> int:
        """Say how many lines a day has: those of the paper, and one for each that is in."""
        return max(self.lines, len(self.typed.get(day, ()))) + more


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One person's sheet of home practice from one meeting to the next."""

    enrollment: Enrollment
    session: GroupSession
    practices: tuple[PaperPractice, ...]
    paper: PracticePaper | None
    """That it came in, if it did."""

    @property
    def client(self) -> Client:
        """Give whose sheet it is."""
        return self.enrollment.client

    @property
    def name(self) -> str:
        """Name whose sheet it is."""
        return full_name(self.client)

    @property
    def first(self) -> Assignment:
        """Give the first practice on it, by which the sheet is called."""
        return self.practices[0].assignment

    @property
    def key(self) -> str:
        """Give the public id of the first practice."""
        return self.first.public_id


def practice_paper(db: Db, reader: Reader, assignment_id: str) -> PaperPage:
    """Give the sheet on which an exercise of one of the reader's people stands."""
    asked = db.scalars(
        select(Assignment)
        .join(Assignment.enrollment)
        .where(
            Assignment.public_id == assignment_id,
            Assignment.exercise_id.is_not(None),
            is_open_place(reader),
        )
        .options(
            joinedload(Assignment.group_session),
            contains_eager(Assignment.enrollment).options(
                joinedload(Enrollment.client), joinedload(Enrollment.cohort)
            ),
        )
    ).one()
    place, session = asked.enrollment, asked.group_session
    with_entries = exists().where(
        PracticeEntry.assignment_id == Assignment.id, PracticeEntry.medium == Medium.PAPER
    )
    rows = practices_of(
        db,
        Assignment.enrollment_id == place.id,
        Assignment.group_session_id == session.id,
        Assignment.is_active | with_entries | (Assignment.id == asked.id),
    )
    entries = _entries(db, [row.id for row in rows])
    zone = ZoneInfo(place.cohort.time_zone)
    paper = db.scalar(
        select(PracticePaper)
        .where(
            PracticePaper.enrollment_id == place.id, PracticePaper.group_session_id == session.id
        )
        .options(joinedload(PracticePaper.account))
    )
    practices = (_practice(row, entries[row.id], zone) for row in rows)
    return PaperPage(place, session, tuple(practices), paper)


def open_papers(db: Db, reader: Reader, now: datetime) -> list[Assignment]:
    """Give the sheets of people on paper that are expected and not in yet, by their first line."""
    is_in = exists().where(
        PracticePaper.enrollment_id == Assignment.enrollment_id,
        PracticePaper.group_session_id == Assignment.group_session_id,
    )
    rows = db.scalars(
        select(Assignment)
        .join(Assignment.enrollment)
        .join(Enrollment.client)
        .join(Enrollment.cohort)
        .where(
            is_open_place(reader),
            Cohort.status == CohortStatus.OPEN,
            taking_part(now),
            Client.medium == Medium.PAPER,
            Assignment.exercise_id.is_not(None),
            Assignment.is_active,
            Assignment.closes_at <= now + BEFORE_THE_MEETING,
            Assignment.closes_at > now - LATEST,
            ~is_in,
        )
        .options(
            contains_eager(Assignment.enrollment).options(
                contains_eager(Enrollment.client), contains_eager(Enrollment.cohort)
            ),
        )
        .order_by(Assignment.id)
    )
    sheets: dict[tuple[int, int], Assignment] = {}
    for row in rows:
        sheets.setdefault((row.enrollment_id, row.group_session_id), row)
    return list(sheets.values())


def open_cases_of(db: Db, reader: Reader, page: PaperPage) -> Sequence[RiskCase]:
    """Find the open cases of what stands on a sheet, or was ticked on it and cannot be kept."""
    ids = [entry.id for each in page.practices for of in each.typed.values() for entry in of]
    return db.scalars(
        select(RiskCase)
        .join(Enrollment, RiskCase.enrollment_id == Enrollment.id)
        .where(
            Enrollment.id == page.enrollment.id,
            is_open_place(reader),
            RiskCase.closed_at.is_(None),
            RiskCase.practice_entry_id.in_(ids),
        )
        .order_by(RiskCase.id)
    ).all()


def _entries(db: Db, ids: Collection[int]) -> dict[int, list[PracticeEntry]]:
    found: dict[int, list[PracticeEntry]] = defaultdict(list)
    for entry in db.scalars(
        select(PracticeEntry)
        .where(PracticeEntry.assignment_id.in_(ids))
        # A private note is not even fetched.
        .options(defer(PracticeEntry.private_note, raiseload=True))
        .order_by(PracticeEntry.id)
    ):
        found[entry.assignment_id].append(entry)
    return found


def _practice(row: Assignment, entries: Sequence[PracticeEntry], zone: ZoneInfo) -> PaperPractice:
    days = days_of(row, zone)
    outside = sorted({entry.practiced_on for entry in entries} - set(days))
    return PaperPractice(
        row,
        _title(row),
        tuple(sorted((*days, *outside))),
        lines_of_day(row.times_per_week),
        _by_day(entry for entry in entries if entry.medium is Medium.PAPER),
        _by_day(entry for entry in entries if entry.medium is not Medium.PAPER),
    )


def _by_day(entries: Iterable[PracticeEntry]) -> dict[date, tuple[PracticeEntry, ...]]:
    days: dict[date, list[PracticeEntry]] = defaultdict(list)
    for entry in entries:
        days[entry.practiced_on].append(entry)
    return {day: tuple(of) for day, of in days.items()}


def _title(row: Assignment) -> str:
    return row.exercise.title if row.exercise else ""
