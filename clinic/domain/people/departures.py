"""Leaving a group: the reasons there are, and the closing questionnaires of whoever leaves."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from math import ceil
from zoneinfo import ZoneInfo

from clinic.domain.anchors import Anchor, Offset

EXIT_OCCASION = "post"
"""A leaver is asked what everybody is asked at the end, or the end would be known of few."""

EXIT_DAYS = 14
_LAST_MINUTE = time(23, 59)


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


def exit_window(last_ends_at: datetime, now: datetime, zone: str) -> tuple[Offset, Offset]:
    """Give the window of the closing questionnaires from the end of the last meeting that was.

    That meeting lies behind and moves no more, so the window stays whatever moves later. It opens
    no later than now, and closes with the last minute of the day two weeks on, on the clock of the
    cohort: a letter names that day, and all of it is hers.
    """
    on = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=EXIT_DAYS)
    until = datetime.combine(on, _LAST_MINUTE, ZoneInfo(zone)).astimezone(UTC)
    opens, closes = ((at - last_ends_at) / timedelta(minutes=1) for at in (now, until))
    return Offset(Anchor.END, int(opens)), Offset(Anchor.END, ceil(closes))


def may_still_answer(exit_until: datetime | None, occasion: str, now: datetime) -> bool:
    """Say whether somebody who left may answer a questionnaire of this occasion now."""
    return exit_until is not None and occasion == EXIT_OCCASION and now < exit_until
