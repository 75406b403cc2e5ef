"""Reading the notes that staff wrote to days in a person's course."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Action, Reader
from clinic.domain.people.chart_notes import letter_of
from clinic.models.accounts import Account
from clinic.models.enrollments import Enrollment
from clinic.models.readings import ChartNote
from clinic.models.sealed import read_sealed
from clinic.queries.scope import cohort_ids, is_open_place


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note with the letter that marks its day in the charts."""

    public_id: str
    letter: str
    noted_on: date
    words: str
    by: str


def chart_notes_of(db: Db, reader: Reader, enrollment: Enrollment) -> tuple[NoteLine, ...]:
    """Give the notes to a person's course in the order of their days."""
    rows = db.execute(
        select(ChartNote, Account.name)
        .join(Account, ChartNote.made_by_id == Account.id)
        .join(Enrollment, ChartNote.enrollment_id == Enrollment.id)
        .where(
            ChartNote.enrollment_id == enrollment.id,
            # On a page that whoever stands in may read; the notes are not for her.
            Enrollment.cohort_id.in_(cohort_ids(reader.wanting(Action.CHART_NOTE))),
        )
        .order_by(ChartNote.noted_on, ChartNote.id)
    )
    return tuple(
        NoteLine(
            note.public_id,
            letter_of(number),
            note.noted_on,
            read_sealed(db.keys, note, "words") or "",
            name,
        )
        for number, (note, name) in enumerate(rows)
    )


def get_chart_note(db: Db, reader: Reader, public_id: str) -> tuple[ChartNote, Enrollment]:
    """Give one note of one of the reader's people, with the place that it belongs to."""
    note, enrollment = db.execute(
        select(ChartNote, Enrollment)
        .join(Enrollment, ChartNote.enrollment_id == Enrollment.id)
        .where(ChartNote.public_id == public_id, is_open_place(reader))
    ).one()
    return note, enrollment
