"""Leaving a group: the reasons there are, and the closing questionnaires of whoever leaves."""

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from clinic.domain.calendar import Anchor, Offset

EXIT_OCCASION = "post"
"""A leaver is asked what everybody is asked at the end, or the end would be known of few."""

EXIT_DAYS = 14


class LeavingReason(StrEnum):
    """Why somebody left before the end. Only the first is an ending, the others are drop-out."""

    AGREED_ENDING = "agreed-ending"
    OTHER_HELP = "other-help"
    TIMES = "times"
    MOVED = "moved"
    HEALTH = "health"
    NOT_SUITED = "not-suited"
    NO_CONTACT = "no-contact"
    OTHER = "other"


def exit_window(last_ends_at: datetime, now: datetime) -> tuple[Offset, Offset]:
    """Give the window of the closing questionnaires from the end of the last meeting that was.

    That meeting lies behind and moves no more, so the window stays whatever moves later. It opens
    no later than now, and closes two weeks from now or up to a minute later.
    """
    gone = (now - last_ends_at) / timedelta(minutes=1)
    closes = ceil(gone + EXIT_DAYS * 24 * 60)
    return Offset(Anchor.END, int(gone)), Offset(Anchor.END, closes)


def may_still_answer(exit_until: datetime | None, occasion: str, now: datetime) -> bool:
    """Say whether somebody who left may answer a questionnaire of this occasion now."""
    return exit_until is not None and occasion == EXIT_OCCASION and now < exit_until
