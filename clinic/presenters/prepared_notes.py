"""What is known about somebody's week and hour, in sentences for a note to begin with."""

from typing import assert_never

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from clinic.domain.enrollments import AttendanceMark
from clinic.domain.notes.session_notes import NoteFormat
from clinic.lookups.notes.prepared import PreparedFacts

PREPARED_PART = {
    NoteFormat.FREE: "text",
    NoteFormat.SOAP: "objective",
    NoteFormat.DAP: "data",
    NoteFormat.BIRP: "behavior",
    NoteFormat.GIRP: "response",
}
"""The part of each format in which facts stand."""


def prepared_words(facts: PreparedFacts) -> str:
    """Say the facts, a sentence a line; nothing where nothing is known."""
    lines = [_attendance(facts)]
    if facts.times_practiced:
        lines.append(
            ngettext(
                "Practiced %(num)s time since the last session, %(minutes)s minutes in all.",
                "Practiced %(num)s times since the last session, %(minutes)s minutes in all.",
                facts.times_practiced,
                minutes=facts.minutes_practiced,
            )
        )
    if facts.sheets:
        lines.append(_("Finished: %(titles)s.", titles=", ".join(facts.sheets)))
    lines += [
        _("%(title)s: %(value)s.", title=title, value=format_decimal(value))
        for title, value in facts.scores
    ]
    return "\n".join(line for line in lines if line)


def _attendance(facts: PreparedFacts) -> str:
    minutes = facts.minutes_missed or 0
    match facts.mark:
        case AttendanceMark.PRESENT:
            return _("Was there.")
        case AttendanceMark.LATE if minutes:
            return ngettext("Came %(num)s minute late.", "Came %(num)s minutes late.", minutes)
        case AttendanceMark.LATE:
            return _("Came late.")
        case AttendanceMark.LEFT_EARLY if minutes:
            return ngettext("Left %(num)s minute early.", "Left %(num)s minutes early.", minutes)
        case AttendanceMark.LEFT_EARLY:
            return _("Left early.")
        case AttendanceMark.EXCUSED:
            return _("Was excused.")
        case AttendanceMark.ABSENT:
            return _("Was not there.")
        case None:
            return ""
        case _:
            assert_never(facts.mark)
