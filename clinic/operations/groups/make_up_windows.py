"""The sheets and the home practice of a missed session, opened for longer by its make-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.groups.cohorts import Span
from clinic.domain.groups.make_ups import later_window
from clinic.domain.programs.programs import HOMEWORK_CLOSES, HOMEWORK_OPENS
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.practice import PracticeEntry
from clinic.models.programs import WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.homework.sheet_codes import follow_windows

_WEEK = timedelta(weeks=1)
Touched = dict[str, Any]
"""A row id with its values before and after, as it is kept with the make-up."""


@dataclass(frozen=True, slots=True)
class MissedSheet:
    """A sheet of the missed session, with the minutes that it takes."""

    worksheet: WorksheetRow
    minutes: int


@operation
def open_again(
    db: Db,
    actor: Actor,
    row: MakeUp,
    people: Sequence[Enrollment],
    handouts: Sequence[MissedSheet],
) -> list[Touched]:
    """Open what the missed session left to do for longer, give its sheets, and say which rows."""
    standing: dict[tuple[int, int | None], Assignment] = {}
    lengths = [_WEEK]
    touched: list[Touched] = []
    at_first = _at_first(db, row)
    for one, is_begun, is_finished in _homework(db, row, people):
        standing[one.enrollment_id, one.worksheet_id] = one
        window = Span(one.opens_at, one.closes_at)
        before = at_first.get(one.id, _values(one))
        lengths.append(_length(before))
        later = later_window(
            window, row.ends_at, actor.at, is_begun=is_begun, length=_length(before)
        )
        if one.is_active and not is_finished and later is not None:
            stood = _values(one)
            one.opens_at, one.closes_at = later.opens_at, later.closes_at
            touched.append(
                {"row_id": one.id, "before": stood, "at_first": before, "after": _values(one)}
            )
    for person in people:
        for handout in handouts:
            old = standing.get((person.id, handout.worksheet.id))
            # A sheet that somebody took out for one person stays out when a make-up is planned.
            if old is None or (row.sequence and not old.is_active):
                touched.append(_give(db, row, person, handout, old, lengths[-1]))
    db.flush()
    follow_windows(db, actor, db.get_one(GroupSession, row.group_session_id))
    return touched


@operation
def give_back(db: Db, actor: Actor, row: MakeUp) -> list[MissedSheet]:
    """Give home practice its time from before, and take out the sheets that came with a make-up.

    What somebody has begun since, or changed by hand, stays as it is and goes on being noted with
    the make-up. Gives the sheets that were taken out.
    """
    taken: list[MissedSheet] = []
    kept: list[Touched] = []
    for touch in row.touched:
        one = db.get_one(Assignment, touch["row_id"], with_for_update={"of": Assignment})
        if _values(one) != touch["after"] or _is_used(db, one, row.made_at):
            kept.append(touch)
            continue
        before = touch["before"]
        one.opens_at, one.closes_at = (
            datetime.fromisoformat(before[name]) for name in ("opens_at", "closes_at")
        )
        one.is_active = before["is_active"]
        if one.worksheet_id is not None and not one.is_active:
            taken.append(MissedSheet(db.get_one(WorksheetRow, one.worksheet_id), one.minutes))
    row.touched = kept
    db.flush()
    return list(dict.fromkeys(taken))


def _at_first(db: Db, row: MakeUp) -> dict[int, Mapping[str, str | bool]]:
    """Give what home practice had before any make-up of the session gave it more time."""
    found = select(MakeUp).where(MakeUp.group_session_id == row.group_session_id)
    first: dict[int, Mapping[str, str | bool]] = {}
    for one in db.scalars(found.order_by(MakeUp.id)):
        for touch in one.touched:
            first.setdefault(touch["row_id"], touch.get("at_first") or touch["before"])
    return first


def _length(values: Mapping[str, str | bool]) -> timedelta:
    opens_at, closes_at = (
        datetime.fromisoformat(str(values[name])) for name in ("opens_at", "closes_at")
    )
    return closes_at - opens_at


def _homework(
    db: Db, row: MakeUp, people: Sequence[Enrollment]
) -> list[tuple[Assignment, bool, bool]]:
    is_practiced = exists().where(PracticeEntry.assignment_id == Assignment.id)
    is_written_in = exists().where(WorksheetResponse.assignment_id == Assignment.id)
    is_finished = is_written_in.where(WorksheetResponse.finished_at.is_not(None))
    found = db.execute(
        select(Assignment, is_practiced | is_written_in, is_finished)
        .where(
            Assignment.group_session_id == row.group_session_id,
            Assignment.enrollment_id.in_([person.id for person in people]),
        )
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
        .execution_options(populate_existing=True)
    )
    return [(one, begun, finished) for one, begun, finished in found]


def _give(
    db: Db,
    row: MakeUp,
    person: Enrollment,
    handout: MissedSheet,
    old: Assignment | None,
    length: timedelta,
) -> Touched:
    sheet = old or Assignment(
        enrollment_id=person.id,
        group_session_id=row.group_session_id,
        worksheet_id=handout.worksheet.id,
        times_per_week=1,
        minutes=handout.minutes,
        opens_anchor=HOMEWORK_OPENS.anchor,
        opens_minutes=HOMEWORK_OPENS.minutes,
        closes_anchor=HOMEWORK_CLOSES.anchor,
        closes_minutes=HOMEWORK_CLOSES.minutes,
    )
    sheet.opens_at, sheet.closes_at = row.ends_at, row.ends_at + length
    sheet.is_active = True
    db.add(sheet)
    db.flush()
    after = _values(sheet)
    return {"row_id": sheet.id, "before": {**after, "is_active": False}, "after": after}


def _values(one: Assignment) -> Mapping[str, str | bool]:
    return {
        "opens_at": one.opens_at.isoformat(),
        "closes_at": one.closes_at.isoformat(),
        "is_active": one.is_active,
    }


def _is_used(db: Db, one: Assignment, since: datetime) -> bool:
    used = (
        exists().where(PracticeEntry.assignment_id == one.id, PracticeEntry.made_at >= since),
        exists().where(
            WorksheetResponse.assignment_id == one.id, WorksheetResponse.saved_at >= since
        ),
    )
    return any(db.scalar(select(found)) for found in used)
