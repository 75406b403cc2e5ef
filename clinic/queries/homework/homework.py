"""One piece of a client's own homework: an exercise, a sheet with its answers, a practice entry."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import func, select, true
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.homework import exercises, worksheets
from clinic.domain.homework.homework import is_in_time
from clinic.lookups.groups.places import Place, place_of
from clinic.lookups.homework.own_words import is_note_closed, own_answers, own_note, own_unread
from clinic.lookups.homework.windows import may_be_finished_until
from clinic.lookups.programs.content import exercise_of, worksheet_of
from clinic.lookups.programs.sheet_blocks import SheetBlock, blocks_of
from clinic.lookups.programs.sheets import is_given, stays_open
from clinic.lookups.safety.look_bys import look_by_of
from clinic.models import programs as rows
from clinic.models.accounts import privacy_of
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.practice import PracticeCorrection, PracticeEntry
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.queries.homework.own_words import own_privacy
from clinic.queries.scope import own_enrollment_ids


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """A practice to read and to do; on the gentler page `exercise` is the easier one."""

    assignment: Assignment
    place: Place
    exercise: exercises.Exercise
    text: Markup
    gentler: exercises.Exercise | None
    is_stepped_down: bool
    may_log: bool
    is_upcoming: bool
    is_over: bool

    @property
    def minutes(self) -> int:
        """Give how long it is to last: as agreed, or shorter where the gentler one is shorter."""
        agreed = self.assignment.minutes
        return min(agreed, self.exercise.minutes) if self.is_stepped_down else agreed


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet with the answers that stand."""

    assignment: Assignment
    place: Place
    sheet: worksheets.Worksheet
    response: WorksheetResponse | None
    readers: worksheets.Readers
    """As they were when it was begun."""
    shared_at: datetime | None
    answers: dict[str, worksheets.Answer]
    is_closed: bool
    """What was written is kept, and only an earlier secret of its writer opens it."""
    unread: dict[str, str]
    """What was typed and could not be read, by its place."""
    version: int
    """0 before the first save."""
    saved_at: datetime | None
    finished_at: datetime | None
    is_open: bool
    is_late: bool
    """Its window has closed, and what was begun in it may still be finished."""
    finish_by: datetime
    is_upcoming: bool
    look_by: datetime | None
    """By when somebody looks at a mark that nobody has looked at."""

    @property
    def stays_open(self) -> bool:
        """Whether it never closes, as a safety plan."""
        return self.sheet.stays_open

    @property
    def blocks(self) -> tuple[SheetBlock, ...]:
        """List the parts of the sheet in reading order."""
        return blocks_of(self.sheet)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One line of the log, to its own writer."""

    entry: PracticeEntry
    title: str
    place: Place
    private_note: str | None
    shared_note: str | None
    is_closed: bool
    """There is a private note, which only an earlier secret opens."""
    corrections: int
    look_by: datetime | None
    """By when somebody looks at what was ticked and nobody has looked at."""


def get_own_assignment(
    db: Db, reader: Reader, public_id: str, *, is_sent: bool = False
) -> Assignment:
    """Give one piece of the reader's own homework, with its content, place and cohort.

    What was taken out of it is there no more; a page of it that was open and is sent is still read.
    """
    return db.scalars(
        select(Assignment)
        .join(Assignment.enrollment)
        .join(Enrollment.cohort)
        .where(
            Assignment.public_id == public_id,
            Assignment.enrollment_id.in_(own_enrollment_ids(reader)),
            true() if is_sent else is_given(),
        )
        .options(
            contains_eager(Assignment.enrollment).contains_eager(Enrollment.cohort),
            contains_eager(Assignment.enrollment).joinedload(Enrollment.client),
            joinedload(Assignment.exercise),
            joinedload(Assignment.worksheet),
        )
    ).one()


def exercise_page(
    db: Db,
    reader: Reader,
    public_id: str,
    now: datetime,
    *,
    gentler: bool = False,
    is_sent: bool = False,
) -> ExercisePage | None:
    """Give an assigned exercise, or the gentler one beside it; `None` where there is none."""
    assignment = get_own_assignment(db, reader, public_id, is_sent=is_sent)
    if assignment.exercise is None:
        return None
    place = place_of(assignment.enrollment, now)
    exercise = exercise_of(assignment.exercise)
    easier = _gentler(db, assignment.enrollment.cohort, exercise.gentler)
    if gentler:
        if easier is None:
            return None
        exercise, easier = easier, None
    has_opened = assignment.opens_at <= now
    return ExercisePage(
        assignment=assignment,
        place=place,
        exercise=exercise,
        text=Markup(exercise.html),  # noqa: S704 - our own Markdown, raw HTML is off
        gentler=easier,
        is_stepped_down=gentler,
        may_log=place.is_live and has_opened,
        is_upcoming=not has_opened,
        is_over=now >= assignment.closes_at,
    )


def sheet_page(
    db: Db, reader: Reader, public_id: str, now: datetime, *, is_sent: bool = False
) -> SheetPage | None:
    """Give an assigned sheet with its answers; `None` where an exercise was assigned."""
    assignment = get_own_assignment(db, reader, public_id, is_sent=is_sent)
    if assignment.worksheet is None:
        return None
    place = place_of(assignment.enrollment, now)
    response = db.scalar(
        select(WorksheetResponse).where(WorksheetResponse.assignment_id == assignment.id)
    )
    sheet = worksheet_of(assignment.worksheet)
    privacy = privacy_of(db, reader.account_id)
    until = may_be_finished_until(db, place.cohort_id, assignment.closes_at)
    is_late = now >= assignment.closes_at
    is_begun = is_in_time(response.started_at if response else None, assignment.closes_at)
    may_write = place.is_live and now < (until if is_begun else assignment.closes_at)
    return SheetPage(
        assignment=assignment,
        place=place,
        sheet=sheet,
        response=response,
        readers=response.readers if response else sheet.readers,
        shared_at=response.shared_at if response else None,
        answers=own_answers(db, response, privacy),
        is_closed=response is not None and response.is_closed(privacy),
        unread=own_unread(db, response, privacy),
        version=response.version if response else 0,
        saved_at=response.saved_at if response else None,
        finished_at=response.finished_at if response else None,
        is_open=assignment.opens_at <= now and (stays_open(assignment.worksheet) or may_write),
        is_late=is_late and not stays_open(assignment.worksheet),
        finish_by=until,
        is_upcoming=now < assignment.opens_at,
        look_by=look_by_of(db, RiskCase.worksheet_response_id == response.id) if response else None,
    )


def entry_page(db: Db, reader: Reader, public_id: str, now: datetime) -> EntryPage:
    """Give one line of the reader's own log."""
    entry = db.scalars(
        select(PracticeEntry)
        .join(PracticeEntry.assignment)
        .join(Assignment.enrollment)
        .join(Enrollment.cohort)
        .where(
            PracticeEntry.public_id == public_id,
            Assignment.enrollment_id.in_(own_enrollment_ids(reader)),
        )
        .options(
            contains_eager(PracticeEntry.assignment)
            .contains_eager(Assignment.enrollment)
            .options(contains_eager(Enrollment.cohort), joinedload(Enrollment.client)),
            contains_eager(PracticeEntry.assignment).joinedload(Assignment.exercise),
        )
    ).one()
    enrollment = entry.assignment.enrollment
    privacy = own_privacy(db, reader)
    counted = select(func.count()).where(PracticeCorrection.practice_entry_id == entry.id)
    return EntryPage(
        entry,
        entry.assignment.exercise.title if entry.assignment.exercise else "",
        place_of(enrollment, now),
        own_note(db, entry, privacy),
        read_sealed(db.keys, entry, "shared_note"),
        is_note_closed(entry, privacy),
        db.scalar(counted) or 0,
        look_by_of(db, RiskCase.practice_entry_id == entry.id),
    )


def _gentler(db: Db, cohort: Cohort, slug: str | None) -> exercises.Exercise | None:
    """Find the easier exercise in the version of the program on which the cohort runs."""
    if slug is None:
        return None
    row = db.scalar(
        select(rows.ExerciseRow)
        .join(rows.program_exercises, rows.program_exercises.c.part_id == rows.ExerciseRow.id)
        .where(
            rows.program_exercises.c.program_id == cohort.program_id, rows.ExerciseRow.slug == slug
        )
    )
    return exercise_of(row) if row else None
