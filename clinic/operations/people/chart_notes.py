"""Writing and removing notes to days in a person's course."""

from datetime import date

from sqlalchemy import func, select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.models.enrollments import Enrollment
from clinic.models.readings import ChartNote
from clinic.models.sealed import write_sealed

LONGEST_NOTE = 200
MOST_NOTES = 60
"""More would leave no room for the course itself."""


@operation
def write_chart_note(
    db: Db, actor: Actor, enrollment: Enrollment, noted_on: date, words: str, today: date
) -> ChartNote:
    """Note a few words to a day that has come; who but staff sees them, a report decides."""
    words = " ".join(words.split())
    if actor.account_id is None:
        raise Refused(N_("Only a person can write a note."))
    if not 0 < len(words) <= LONGEST_NOTE:
        message = N_("Write a few words, up to %(most)s characters.")
        raise Refused(message, {"most": LONGEST_NOTE}, "words")
    if noted_on > today:
        raise Refused(N_("This day has not come yet."), field="noted_on")
    if abs((today - noted_on).days) > 3 * 366:
        raise Refused(N_("This day is too far back for this chart."), field="noted_on")
    standing = select(func.count()).where(ChartNote.enrollment_id == enrollment.id)
    if (db.scalar(standing) or 0) >= MOST_NOTES:
        raise Refused(
            N_("There are %(most)s notes already; remove one first."), {"most": MOST_NOTES}
        )
    note = ChartNote(
        enrollment_id=enrollment.id,
        noted_on=noted_on,
        made_at=actor.at,
        made_by_id=actor.account_id,
    )
    write_sealed(db.keys, note, "words", words)
    db.add(note)
    return note


@operation
def remove_chart_note(db: Db, actor: Actor, note: ChartNote) -> None:
    """Take a note out of the charts; the audit trail keeps that it was there."""
    db.delete(note)
