"""Moving a running cohort to another version of its program, by hand and in one piece."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.groups.cohorts import span
from clinic.domain.homework.worksheets import Worksheet as Sheet
from clinic.domain.programs.program_changes import check_same_sessions
from clinic.domain.programs.programs import (
    PlannedAssignment,
    PlannedMeasure,
    PlannedSession,
    Program,
)
from clinic.domain.text import N_
from clinic.lookups.programs.content import program_of, sheets_of
from clinic.models.assignments import Assignment, WindowColumns
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ExerciseRow, InstrumentRow, ProgramRow, WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse

DEED_NOUN = "cohort_programs"


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A session still to come, as it was planned and as it will be."""

    session: GroupSession
    following: GroupSession | None
    old: PlannedSession
    new: PlannedSession

    def set_window(self, row: WindowColumns, item: PlannedAssignment | PlannedMeasure) -> None:
        """Tie a window to this session."""
        next_starts_at = self.following.starts_at if self.following else None
        session = self.session
        window = span(item.opens, item.closes, session.starts_at, session.ends_at, next_starts_at)
        row.opens_anchor, row.opens_minutes = item.opens.anchor, item.opens.minutes
        row.closes_anchor, row.closes_minutes = item.closes.anchor, item.closes.minutes
        row.opens_at, row.closes_at = window.opens_at, window.closes_at


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the new version names, by the name it uses."""

    exercises: Mapping[str, ExerciseRow]
    worksheets: Mapping[str, WorksheetRow]
    instruments: Mapping[str, InstrumentRow]
    sheets: Mapping[str, Sheet]

    def of(self, item: PlannedAssignment) -> ExerciseRow | WorksheetRow:
        """Give the row that an assignment is about."""
        if item.exercise:
            return self.exercises[item.exercise]
        return self.worksheets[item.worksheet or ""]

    def minutes(self, item: PlannedAssignment) -> int:
        """Give the minutes of an assignment; a sheet takes as long as it says."""
        sheet = self.sheets.get(item.worksheet or "")
        return item.minutes or (sheet.minutes if sheet else 5)


@operation
def move_cohort(db: Db, actor: Actor, cohort: Cohort, target: ProgramRow, version: int) -> Cohort:
    """Let a cohort go on with another version from the next session on.

    Whatever belongs to a past session, was begun, or was given by hand stays as it is.
    """
    lock(db, cohort)
    if cohort.version != version:
        raise Stale(
            N_(
                "Somebody else changed this cohort since you opened the page. What you chose "
                "still stands, and below is what it would change now: look at it, and move "
                "again."
            )
        )
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."))
    if cohort.program_id == target.id:
        raise Refused(N_("The cohort is on this version already."), field="program")
    old, new = program_of(db.get_one(ProgramRow, cohort.program_id)), program_of(target)
    check_same_sessions(old, new)
    parts = _parts(db, target)
    places = db.scalars(select(Enrollment).where(Enrollment.cohort_id == cohort.id))
    people = [place.id for place in places if place.status.holds_a_place]
    meetings = _to_come(db, actor, cohort, old, new)
    for meeting in meetings:
        meeting.session.title = meeting.new.title
        _move_practice(db, meeting, people, parts)
    _move_measures(db, actor, cohort, meetings, people, parts)
    _keep_past(db, cohort, {meeting.session.id for meeting in meetings})
    cohort.program_id = target.id
    return cohort


def _keep_past(db: Db, cohort: Cohort, to_come: Collection[int]) -> None:
    """Let every session that is not to come go on showing the plan by which it was held."""
    past = select(GroupSession).where(
        GroupSession.cohort_id == cohort.id,
        GroupSession.id.not_in(to_come),
        GroupSession.held_under_id.is_(None),
    )
    for session in db.scalars(past):
        session.held_under_id = cohort.program_id


def _parts(db: Db, target: ProgramRow) -> _Parts:
    row = db.scalars(
        select(ProgramRow)
        .where(ProgramRow.id == target.id)
        .options(
            selectinload(ProgramRow.exercises),
            selectinload(ProgramRow.worksheets),
            selectinload(ProgramRow.instruments),
        )
        .execution_options(populate_existing=True)
    ).one()
    return _Parts(
        {part.slug: part for part in row.exercises},
        {part.code: part for part in row.worksheets},
        {part.key: part for part in row.instruments},
        sheets_of(db, target.id),
    )


def _to_come(db: Db, actor: Actor, cohort: Cohort, old: Program, new: Program) -> list[_Meeting]:
    found = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    sessions = list(db.scalars(found.order_by(GroupSession.number)))
    before = {planned.number: planned for planned in old.sessions}
    after = {planned.number: planned for planned in new.sessions}
    return [
        _Meeting(session, following, before[session.number], after[session.number])
        for session, following in zip(sessions, [*sessions[1:], None], strict=True)
        if session.starts_at > actor.at and session.status is SessionStatus.PLANNED
    ]


def _move_practice(db: Db, meeting: _Meeting, people: Sequence[int], parts: _Parts) -> None:
    old = {_name(item): item for item in meeting.old.assignments}
    new = {_name(item): item for item in meeting.new.assignments}
    found = db.execute(_practice_of(meeting.session)).all()
    standing = {(row.enrollment_id, _part_name(row)): row for row, _begun in reversed(found)}
    held = {(row.enrollment_id, row.exercise_id, row.worksheet_id) for row, _begun in found}
    begun = {row.id for row, is_begun in found if is_begun}
    for (person, name), row in standing.items():
        is_by_hand = name not in old and row.is_active
        if row.id in begun or is_by_hand or name not in {*old, *new}:
            continue
        if name not in new:
            # Taken out and not deleted: a printed sheet may bear its code, and one may move back.
            row.is_active = False
        elif (person, *_part_ids(parts.of(new[name]))) in held - {(person, *_own_ids(row))}:
            continue
        else:
            _replace(row, meeting, old.get(name), new[name], parts)
    for person in people:
        for name, item in new.items():
            if (person, name) not in standing:
                row = Assignment(enrollment_id=person, group_session_id=meeting.session.id)
                _replace(row, meeting, None, item, parts)
                db.add(row)


def _practice_of(session: GroupSession) -> Select[Assignment, bool]:
    practiced = exists().where(PracticeEntry.assignment_id == Assignment.id)
    written = exists().where(WorksheetResponse.assignment_id == Assignment.id)
    return (
        select(Assignment, or_(practiced, written))
        .where(Assignment.group_session_id == session.id)
        .options(joinedload(Assignment.exercise), joinedload(Assignment.worksheet))
        .order_by(Assignment.id)
    )


def _name(item: PlannedAssignment) -> str:
    return item.exercise or item.worksheet or ""


def _part_name(row: Assignment) -> str:
    if row.worksheet is not None:
        return row.worksheet.code
    return row.exercise.slug if row.exercise else ""


def _part_ids(part: ExerciseRow | WorksheetRow) -> tuple[int | None, int | None]:
    return (part.id, None) if isinstance(part, ExerciseRow) else (None, part.id)


def _own_ids(row: Assignment) -> tuple[int | None, int | None]:
    return row.exercise_id, row.worksheet_id


def _replace(
    row: Assignment,
    meeting: _Meeting,
    old: PlannedAssignment | None,
    new: PlannedAssignment,
    parts: _Parts,
) -> None:
    row.exercise_id, row.worksheet_id = _part_ids(parts.of(new))
    if old is None:
        row.is_active = True
    # A dose that a therapist set for this one person stays hers.
    if old is None or (
        row.times_per_week == old.times_per_week and old.minutes in (None, row.minutes)
    ):
        row.times_per_week, row.minutes = new.times_per_week, parts.minutes(new)
    meeting.set_window(row, new)


def _move_measures(
    db: Db,
    actor: Actor,
    cohort: Cohort,
    meetings: Sequence[_Meeting],
    people: Sequence[int],
    parts: _Parts,
) -> None:
    found = db.scalars(
        select(Administration)
        .join(Enrollment, Administration.enrollment_id == Enrollment.id)
        .where(Enrollment.cohort_id == cohort.id)
        .options(joinedload(Administration.instrument), selectinload(Administration.scores))
    )
    standing = {(row.enrollment_id, row.instrument.key, row.occasion): row for row in found}
    to_come = {
        (measure.instrument, measure.occasion): (meeting, measure)
        for meeting in meetings
        for measure in meeting.new.measures
    }
    for (_person, *asked), row in standing.items():
        if tuple(asked) not in to_come and row.started_at is None and _is_dropped(row, meetings):
            db.delete(row)
    for (key, occasion), (meeting, measure) in to_come.items():
        for person in people:
            known = standing.get((person, key, occasion))
            if known and (known.started_at is not None or known.closes_at <= actor.at):
                continue
            row = known or Administration(enrollment_id=person, occasion=occasion)
            row.group_session_id = meeting.session.id
            row.instrument_id = parts.instruments[key].id
            meeting.set_window(row, measure)
            db.add(row)


def _is_dropped(row: Administration, meetings: Sequence[_Meeting]) -> bool:
    """Say whether the old plan asked for it after a session still to come."""
    asked = (row.instrument.key, row.occasion)
    return any(
        row.group_session_id == meeting.session.id
        and asked in {(measure.instrument, measure.occasion) for measure in meeting.old.measures}
        for meeting in meetings
    )
