"""What stands on one person's sheets and on nobody else's: name, meeting, code and square."""

from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _

from clinic.domain.homework.sheet_codes import printed_code
from clinic.domain.programs.programs import SessionKind
from clinic.models.sessions import GroupSession
from clinic.presenters.dates import full_day
from clinic.printing.sheets import Stamp
from clinic.web.request_context import hearth


def stamp(name: str, subtitle: str, code: str | None) -> Stamp:
    """Make the stamp of one sheet; without a code it carries the name alone."""
    if code is None:
        return Stamp(name, subtitle)
    link = hearth().settings.base_url + url_for("auth.codes.show", code=code)
    return Stamp(name, subtitle, printed_code(code), link)


def subtitle_of(session: GroupSession, starts_at: datetime | None = None) -> str:
    """Name group and meeting under the name, discreetly; a make-up has a day of its own."""
    day = full_day(begins(session, starts_at).date())
    return " · ".join((session.cohort.discreet_name, meeting_name(session), day))


def begins(session: GroupSession, starts_at: datetime | None = None) -> datetime:
    """Say when a meeting, or its make-up, begins on the clock of its group."""
    return (starts_at or session.starts_at).astimezone(ZoneInfo(session.cohort.time_zone))


def meeting_name(session: GroupSession) -> str:
    """Name a meeting without a clinical word."""
    match session.kind:
        case SessionKind.ORIENTATION:
            return str(_("Preparation"))
        case SessionKind.REGULAR:
            return str(_("Session %(number)s", number=session.number))
        case SessionKind.BOOSTER:
            return str(_("Meeting again"))
        case _:
            assert_never(session.kind)
