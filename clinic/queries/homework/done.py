"""What a client has done: practice by day with the own notes, finished sheets, sent answers."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.homework.worksheets import Readers
from clinic.domain.people.clocks import Clock
from clinic.domain.people.privacy import Privacy
from clinic.lookups.groups.places import Place
from clinic.lookups.homework.own_words import is_note_closed, own_note
from clinic.lookups.homework.windows import Ends
from clinic.lookups.measures.portal_measures import measure_on_screen
from clinic.lookups.programs.sheets import stays_open
from clinic.models.assignments import Assignment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeCorrection, PracticeEntry
from clinic.models.programs import ExerciseRow
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.queries.groups.places import own_places
from clinic.queries.homework.own_words import own_privacy


@dataclass(frozen=True, slots=True)
class DoneEntry:
    """One practice, with the note in clear for its own writer."""

    public_id: str
    title: str
    minutes: int
    before: int | None
    after: int | None
    has_stepped_down: bool
    felt_worse: bool
    memories_broke_in: bool
    private_note: str | None
    shared_note: str | None
    is_closed: bool
    """There is a private note, which only an earlier secret opens."""
    corrected_at: datetime | None
    clock: Clock


@dataclass(frozen=True, slots=True)
class DoneDay:
    """The practice of one day."""

    on: date
    entries: list[DoneEntry]


@dataclass(frozen=True, slots=True)
class DoneSheet:
    """A sheet that was finished."""

    assignment_id: str
    title: str
    place: Place
    finished_at: datetime
    may_change: bool
    is_mine: bool
    """And not the facilitators', unless it is shared."""
    shared_at: datetime | None


@dataclass(frozen=True, slots=True)
class DoneMeasure:
    """A questionnaire that was sent; what it says is for the facilitators."""

    questions: int
    recall: str
    place: Place
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class DonePage:
    """Everything the reader has done, the latest first."""

    places: list[Place]
    days: list[DoneDay]
    sheets: list[DoneSheet]
    measures: list[DoneMeasure]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet."""
        return not (self.days or self.sheets or self.measures)


def done_page(db: Db, reader: Reader, now: datetime) -> DonePage:
    """Give what the reader has done in every place of their own."""
    places = own_places(db, reader, now)
    own = {place.enrollment_id: place for place in places}
    return DonePage(
        places,
        _days(db, own, own_privacy(db, reader)),
        _sheets(db, own, now),
        _measures(db, own),
    )


def _days(db: Db, own: dict[int, Place], privacy: Privacy) -> list[DoneDay]:
    corrected_at = (
        select(func.max(PracticeCorrection.corrected_at))
        .where(PracticeCorrection.practice_entry_id == PracticeEntry.id)
        .scalar_subquery()
    )
    rows = db.execute(
        select(PracticeEntry, ExerciseRow.title, corrected_at, Assignment.enrollment_id)
        .join(PracticeEntry.assignment)
        .join(Assignment.exercise)
        .where(Assignment.enrollment_id.in_(own))
        .order_by(PracticeEntry.practiced_on.desc(), PracticeEntry.id.desc())
    )
    grouped = groupby(rows, key=lambda row: row[0].practiced_on)
    return [
        DoneDay(
            on,
            [
                _entry(db, privacy, row, title, corrected_at, own[place].clock)
                for row, title, corrected_at, place in entries
            ],
        )
        for on, entries in grouped
    ]


def _entry(
    db: Db,
    privacy: Privacy,
    row: PracticeEntry,
    title: str,
    corrected_at: datetime | None,
    clock: Clock,
) -> DoneEntry:
    return DoneEntry(
        public_id=row.public_id,
        title=title,
        minutes=row.minutes,
        before=row.before,
        after=row.after,
        has_stepped_down=row.has_stepped_down,
        felt_worse=row.felt_worse,
        memories_broke_in=row.memories_broke_in,
        private_note=own_note(db, row, privacy),
        shared_note=read_sealed(db.keys, row, "shared_note"),
        is_closed=is_note_closed(row, privacy),
        corrected_at=corrected_at,
        clock=clock,
    )


def _sheets(db: Db, own: dict[int, Place], now: datetime) -> list[DoneSheet]:
    rows = db.scalars(
        select(WorksheetResponse)
        .join(WorksheetResponse.assignment)
        .join(Assignment.worksheet)
        .where(
            Assignment.enrollment_id.in_(own),
            Assignment.is_active,
            WorksheetResponse.finished_at.is_not(None),
        )
        .options(contains_eager(WorksheetResponse.assignment).contains_eager(Assignment.worksheet))
        .order_by(WorksheetResponse.finished_at.desc())
    )
    ends = Ends(db, {place.cohort_id for place in own.values()}, now)
    sheets = []
    for row in rows:
        assignment, worksheet = row.assignment, row.assignment.worksheet
        place = own[assignment.enrollment_id]
        if worksheet is not None and row.finished_at is not None:
            closes_at = ends.of(place.cohort_id, assignment.closes_at, row.started_at)
            may_change = stays_open(worksheet) or (place.is_live and now < closes_at)
            sheets.append(
                DoneSheet(
                    assignment.public_id,
                    worksheet.title,
                    place,
                    row.finished_at,
                    may_change,
                    row.readers is Readers.MINE,
                    row.shared_at,
                )
            )
    return sheets


def _measures(db: Db, own: dict[int, Place]) -> list[DoneMeasure]:
    rows = db.scalars(
        select(Administration)
        .join(Administration.instrument)
        .where(Administration.enrollment_id.in_(own), Administration.finished_at.is_not(None))
        .options(contains_eager(Administration.instrument))
        .order_by(Administration.finished_at.desc())
    )
    measures = []
    for row in rows:
        if row.finished_at is None:
            continue
        instrument = measure_on_screen(row.instrument, row.finished_at)
        if instrument is not None:
            measures.append(
                DoneMeasure(
                    len(instrument.asked),
                    instrument.recall,
                    own[row.enrollment_id],
                    row.finished_at,
                )
            )
    return measures
