"""Safety plans in the demo: one of somebody who asked for a call, and one of whoever tries it."""

from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.groups.cohorts import Span
from clinic.domain.homework.doses import Dose
from clinic.domain.homework.sheet_answers import SentSheet
from clinic.models.enrollments import Enrollment
from clinic.models.programs import WorksheetRow
from clinic.models.sessions import GroupSession
from clinic.operations.homework.assignments import assign
from clinic.operations.homework.worksheets import finish_response

WORDS: dict[str, object] = {
    "step_1": "I stop answering messages, and lie awake until four.",
    "step_2": "Cold water on my hands, five senses, the radio in the kitchen.",
    "step_3": "The library, and the dog park in the morning.",
    "step_4": [{"name": "Ruth, next door", "phone": "555 0142, also late"}],
    "step_5": [
        {"name": "Crisis line", "phone": "988, day and night"},
        {"name": "Dr. Okafor", "phone": "555 0161, mornings"},
    ],
    "step_6": "Ruth keeps the tablets that I do not need today.",
    "likely": 8,
}


def write_plan(db: Db, therapist: Actor, writer: Actor, place: Enrollment) -> None:
    """Give somebody the sheet of the program for it, and let her write it."""
    session = db.scalars(
        select(GroupSession)
        .where(GroupSession.cohort_id == place.cohort_id)
        .order_by(GroupSession.starts_at)
        .limit(1)
    ).one()
    sheets = select(WorksheetRow).where(WorksheetRow.code == "W28").order_by(WorksheetRow.id.desc())
    sheet = db.scalars(sheets.limit(1)).one()
    window = Span(therapist.at - timedelta(hours=1), therapist.at + timedelta(days=7))
    row = assign(db, therapist, session, [place], sheet, window, Dose(1, 20))[0]
    finish_response(db, writer, row, SentSheet(WORDS), Medium.PORTAL)
