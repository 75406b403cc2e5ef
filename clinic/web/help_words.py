"""The clinic's words about help, for a page that must be there whatever becomes of the database."""

from flask import g

from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.safety.reading_hours import reading_hours
from clinic.web.at_hand import HelpWords
from clinic.web.pages import at_hand
from clinic.web.request_context import hearth, now


def look() -> None:
    """Find out in a moment whether the database answers; without it, draw on what is at hand.

    Whoever draws the page afterwards may ask as always: without the database nobody is signed in,
    and the clinic's words are those that were read last.
    """
    held = hearth()
    databases, at = held.databases, now()

    def read() -> HelpWords:
        with databases() as db:
            settings = clinic_settings(db)
            return HelpWords(settings, reading_hours(db, settings, at))

    if not held.at_hand.refresh(read):
        g.has_no_database = True
    words = at_hand()
    g.clinic, g.reading_hours = words.settings, words.hours
