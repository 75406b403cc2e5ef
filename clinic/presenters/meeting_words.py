"""A meeting as paper names it: discreetly, without a clinical word."""

from datetime import date
from typing import assert_never

from flask_babel import gettext as _

from clinic.domain.programs.programs import SessionKind
from clinic.presenters.dates import full_day


def meeting_name(kind: SessionKind, number: int) -> str:
    """Name a meeting without a clinical word."""
    match kind:
        case SessionKind.ORIENTATION:
            return str(_("Preparation"))
        case SessionKind.REGULAR:
            return str(_("Session %(number)s", number=number))
        case SessionKind.BOOSTER:
            return str(_("Meeting again"))
        case _:
            assert_never(kind)


def meeting_line(group: str, kind: SessionKind, number: int, on: date) -> str:
    """Name group, meeting and day in the line under a person's name."""
    return " · ".join((group, meeting_name(kind, number), full_day(on)))
