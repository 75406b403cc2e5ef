"""When somebody reads, asked of the clinic once a request, whatever becomes of the database."""

from datetime import datetime

from flask import g
from sqlalchemy.exc import SQLAlchemyError

from clinic.domain.safety.reading_hours import ReadingHours
from clinic.lookups.safety.reading_hours import reading_hours
from clinic.presenters.reading_words import ReadingWords, by_words, words_of
from clinic.web.pages import at_hand, clinic
from clinic.web.request_context import db, now


def reading_words() -> ReadingWords:
    """Say when somebody reads; without times where the clinic cannot be asked."""
    return words_of(*_asked(), now())


def look_by_words(due_at: datetime | None) -> str:
    """Say by when somebody looks at what has come in: the deadline that staff are held to.

    Nothing is promised once it is past, or where somebody has looked already.
    """
    hours, _within = _asked()
    return by_words(hours, due_at, now()) if due_at and due_at > now() and hours.days else ""


def _asked() -> tuple[ReadingHours, int]:
    if "reading_hours" not in g:
        settings = clinic()
        if g.get("has_no_database"):
            g.reading_hours = at_hand().hours
            return g.reading_hours, settings.risk_look_hours
        try:
            g.reading_hours = reading_hours(db(), settings, now())
        except SQLAlchemyError:
            g.reading_hours = at_hand().hours
    return g.reading_hours, clinic().risk_look_hours
