"""The sheets and the home practice of a missed session, opened for longer by its make-up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.groups.cohorts import Span
from clinic.domain.groups.make_ups import LongerWork, later_window
from clinic.domain.groups.row_changes import ChangedTable, RowChange, WindowTimes
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
) -> list[LongerWork]:
    """Open what the missed session left to do for longer, give its sheets, and say which rows."""
    standing: dict[tuple[int, int | None], Assignment] = {}
    lengths = [_WEEK]
    work: list[LongerWork] = []
    at_first = _at_first(db, row)
    for one, is_begun, is_finished in _homework(db, row, people):
        standing[one.enrollment_id, one.worksheet_id] = one
        window = Span(one.opens_at, one.closes_at)
        before = at_first.get(one.id, _times(one))
        lengths.append(_length(before))
        later = later_window(
            window, row.ends_at, actor.at, is_begun=is_begun, length=_length(before)
        )
        if one.is_active and not is_finished and later is not None:
            stood = _times(one)
            one.opens_at, one.closes_at = later.opens_at, later.closes_at
            change = RowChange(ChangedTable.HOMEWORK, one.id, stood, _times(one))
            work.append(LongerWork(change, at_first=before))
    for person in people:
        for handout in handouts:
            old = standing.get((person.id, handout.worksheet.id))
            # A sheet that somebody took out for one person stays out when a make-up is planned.
            if old is None or (row.sequence and not old.is_active):
                work.append(_give(db, row, person, handout, old, lengths[-1]))
    db.flush()
    follow_windows(db, actor, db.get_one(GroupSession, row.group_session_id))
    return work


@operation
def give_back(db: Db, actor: Actor, row: MakeUp) -> list[MissedSheet]:
    """Give home practice its time from before, and take out the sheets that came with a make-up.

    What somebody has begun since, or changed by hand, stays as it is and goes on being noted with
    the make-up. Gives the sheets that were taken out.
    """
    taken: list[MissedSheet] = []
    kept: list[LongerWork] = []
    for work in row.longer_work:
        back = work.change.inverse
        one = db.get_one(Assignment, back.row_id, with_for_update={"of": Assignment})
        if _times(one) != back.before or _is_used(db, one, row.made_at):
            kept.append(work)
            continue
        one.opens_at, one.closes_at = back.after.opens_at, back.after.closes_at
        one.is_active = bool(back.after.is_active)
        if one.worksheet_id is not None and not one.is_active:
            taken.append(MissedSheet(db.get_one(WorksheetRow, one.worksheet_id), one.minutes))
    row.touched = [work.written() for work in kept]
    db.flush()
    return list(dict.fromkeys(taken))


def _at_first(db: Db, row: MakeUp) -> dict[int, WindowTimes]:
    """Give what home practice had before any make-up of the session gave it more time."""
    found = select(MakeUp).where(MakeUp.group_session_id == row.group_session_id)
    first: dict[int, WindowTimes] = {}
    for one in db.scalars(found.order_by(MakeUp.id)):
        for work in one.longer_work:
            first.setdefault(work.change.row_id, work.at_first or work.change.before)
    return first


def _length(window: WindowTimes) -> timedelta:
    return window.closes_at - window.opens_at


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
) -> LongerWork:
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
    after = _times(sheet)
    before = replace(after, is_active=False)
    return LongerWork(RowChange(ChangedTable.HOMEWORK, sheet.id, before, after))


def _times(one: Assignment) -> WindowTimes:
    return WindowTimes(one.opens_at, one.closes_at, one.is_active)


def _is_used(db: Db, one: Assignment, since: datetime) -> bool:
    used = (
        exists().where(PracticeEntry.assignment_id == one.id, PracticeEntry.made_at >= since),
        exists().where(
            WorksheetResponse.assignment_id == one.id, WorksheetResponse.saved_at >= since
        ),
    )
    return any(db.scalar(select(found)) for found in used)
