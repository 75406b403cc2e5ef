"""The practice log of one person as staff may read it, with what its lines said before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, load_only

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.practice import PracticeCorrection, PracticeEntry
from clinic.models.sealed import read_sealed
from clinic.queries.scope import is_open_place

RECENT = 12


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One line of the practice log as staff may read it: shared words only."""

    practiced_on: date
    title: str
    minutes: int
    before: int | None
    after: int | None
    has_stepped_down: bool
    felt_worse: bool
    memories_broke_in: bool
    is_on_paper: bool
    note: str | None
    stood: tuple[PracticeCorrection, ...] = ()
    """What it said before each correction, the latest first."""


@dataclass(frozen=True, slots=True)
class PracticeLog:
    """The newest lines of a log and the figures of all of it."""

    lines: tuple[PracticeLine, ...]
    entries: int
    minutes: int
    minutes_of_week: int
    """Of the last seven days."""
    felt_worse: int
    last_on: date | None


def practice_log(db: Db, reader: Reader, enrollment: Enrollment, today: date) -> PracticeLog:
    """Give the log of a person; of private notes it does not even tell that there are any."""
    mine = (
        select(Assignment.id)
        .join(Enrollment, Assignment.enrollment_id == Enrollment.id)
        .where(
            Assignment.enrollment_id == enrollment.id,
            is_open_place(reader),
        )
    )
    week = PracticeEntry.practiced_on > today - timedelta(days=7)
    entries, minutes, of_week, worse, last_on = db.execute(
        select(
            func.count(),
            func.coalesce(func.sum(PracticeEntry.minutes), 0),
            func.coalesce(func.sum(PracticeEntry.minutes).filter(week), 0),
            func.count().filter(PracticeEntry.felt_worse),
            func.max(PracticeEntry.practiced_on),
        ).where(PracticeEntry.assignment_id.in_(mine))
    ).one()
    return PracticeLog(_log_lines(db, mine), entries, minutes, of_week, worse, last_on)


def _log_lines(db: Db, mine: Select[int]) -> tuple[PracticeLine, ...]:
    rows = db.scalars(
        select(PracticeEntry)
        .where(PracticeEntry.assignment_id.in_(mine))
        .options(
            # The private note is not even fetched.
            load_only(
                PracticeEntry.id,
                PracticeEntry.public_id,
                PracticeEntry.practiced_on,
                PracticeEntry.minutes,
                PracticeEntry.before,
                PracticeEntry.after,
                PracticeEntry.has_stepped_down,
                PracticeEntry.felt_worse,
                PracticeEntry.memories_broke_in,
                PracticeEntry.shared_note,
                PracticeEntry.medium,
                raiseload=True,
            ),
            joinedload(PracticeEntry.assignment).joinedload(Assignment.exercise),
            joinedload(PracticeEntry.assignment).joinedload(Assignment.worksheet),
        )
        .order_by(PracticeEntry.practiced_on.desc(), PracticeEntry.id.desc())
        .limit(RECENT)
    ).all()
    stood = _stood(db, [row.id for row in rows])
    return tuple(_line(db, row, tuple(stood[row.id])) for row in rows)


def _line(db: Db, row: PracticeEntry, stood: tuple[PracticeCorrection, ...]) -> PracticeLine:
    return PracticeLine(
        practiced_on=row.practiced_on,
        title=_title(row.assignment),
        minutes=row.minutes,
        before=row.before,
        after=row.after,
        has_stepped_down=row.has_stepped_down,
        felt_worse=row.felt_worse,
        memories_broke_in=row.memories_broke_in,
        is_on_paper=row.medium.value == "paper",
        note=read_sealed(db.keys, row, "shared_note"),
        stood=stood,
    )


def _stood(db: Db, ids: Sequence[int]) -> dict[int, list[PracticeCorrection]]:
    """Give what lines said before each of their corrections, the latest first."""
    found = defaultdict(list)
    for one in db.scalars(
        select(PracticeCorrection)
        .where(PracticeCorrection.practice_entry_id.in_(ids))
        .options(joinedload(PracticeCorrection.account))
        .order_by(PracticeCorrection.id.desc())
    ):
        found[one.practice_entry_id].append(one)
    return found


def _title(row: Assignment) -> str:
    part = row.exercise or row.worksheet
    return part.title if part else ""
