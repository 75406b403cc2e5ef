"""Reading make-up sessions: who missed a meeting and could make it up, and the page of one."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.groups.schedule_clashes import Caution
from clinic.lookups.groups.make_ups import MakeUpAttendee, seats_of, with_people
from clinic.lookups.groups.schedule_plans import cautions_about_make_up
from clinic.lookups.people.names import Names, names_in
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.make_ups import MakeUp
from clinic.models.programs import ExerciseRow, WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class OpenedWork:
    """A sheet or practice that a make-up keeps open for longer."""

    title: str
    name: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class MakeUpPage:
    """Everything about one make-up session."""

    row: MakeUp
    seats: tuple[MakeUpAttendee, ...]
    opened: tuple[OpenedWork, ...]
    cautions: tuple[Caution, ...]
    """What speaks against its time, while it is to come."""
    now: datetime

    @property
    def session(self) -> GroupSession:
        """The session that was missed."""
        return self.row.group_session

    @property
    def cohort(self) -> Cohort:
        """The group whose session it was."""
        return self.session.cohort

    @property
    def has_begun(self) -> bool:
        """Whether people can have come."""
        return self.row.starts_at <= self.now

    @property
    def begins_in(self) -> int:
        """Count the seconds until people can have come, so that an open page comes alive then."""
        return max(0, ceil((self.row.starts_at - self.now).total_seconds()))


def get_make_up(db: Db, reader: Reader, public_id: str) -> MakeUp:
    """Give one make-up session of a cohort that the reader leads or supervises."""
    return db.scalars(
        select(MakeUp)
        .join(MakeUp.group_session)
        .join(GroupSession.cohort)
        .where(MakeUp.public_id == public_id, Cohort.id.in_(cohort_ids(reader)))
        .options(
            contains_eager(MakeUp.group_session)
            .contains_eager(GroupSession.cohort)
            .joinedload(Cohort.program),
            contains_eager(MakeUp.group_session).joinedload(GroupSession.held_under),
            with_people(),
        )
    ).one()


def make_up_page(db: Db, reader: Reader, public_id: str, now: datetime) -> MakeUpPage:
    """Give the page of one make-up session."""
    row = get_make_up(db, reader, public_id)
    names = names_in(db, [row.group_session.cohort_id])
    cautions = cautions_about_make_up(db, row, now)
    return MakeUpPage(row, seats_of(row, names), _opened(db, row, names), cautions, now)


def _opened(db: Db, row: MakeUp, names: Names) -> tuple[OpenedWork, ...]:
    ids = [each.change.row_id for each in row.longer_work]
    rows = db.execute(
        select(Assignment, ExerciseRow.title, WorksheetRow.title)
        .outerjoin(ExerciseRow, Assignment.exercise_id == ExerciseRow.id)
        .outerjoin(WorksheetRow, Assignment.worksheet_id == WorksheetRow.id)
        .where(Assignment.id.in_(ids), Assignment.is_active)
        .order_by(Assignment.closes_at, Assignment.id)
    )
    return tuple(
        OpenedWork(exercise or sheet or "", names[one.enrollment_id], one.opens_at, one.closes_at)
        for one, exercise, sheet in rows
    )
