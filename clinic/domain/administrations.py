"""Where one asking of a questionnaire stands, and how a person likes to be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OVERDUE_FOR = timedelta(days=14)
"""After its window a filling still says something of the time it asks about; later it does not."""

LONGEST_REASON = 300


class QuestionLayout(StrEnum):
    """Whether somebody likes one question at a time or all of them on one page."""

    ONE = "one"
    LIST = "list"


class AdministrationState(StrEnum):
    """Where one questionnaire of one person on one occasion stands."""

    NOT_YET = "not-yet"
    DUE = "due"
    OVERDUE = "overdue"
    """Its window is over; on paper it may still come in."""
    DONE = "done"
    REFUSED = "refused"
    """The person would rather not: an answer like any other, and nobody asks again."""
    PAUSED = "paused"
    LAPSED = "lapsed"
    """Nobody will fill it in any more, and nobody is to blame."""


@dataclass(frozen=True, slots=True)
class PauseSpan:
    """A time in which nothing is asked of a person; without an end it lasts."""

    begins_at: datetime
    ends_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether an instant lies in it."""
        return self.begins_at <= at and (self.ends_at is None or at < self.ends_at)


def state_of(
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    *,
    is_finished: bool,
    is_refused: bool,
    is_over: bool = False,
    pauses: Sequence[PauseSpan] = (),
) -> AdministrationState:
    """Say where a questionnaire stands; `is_over` when the person or the group has ended.

    What is in stays in and what was refused stays refused, whatever came later. A window that
    closed in a pause is paused and never overdue; one that opens after a pause is not touched.
    """
    if is_finished:
        return AdministrationState.DONE
    if is_refused:
        return AdministrationState.REFUSED
    if is_over:
        return AdministrationState.LAPSED
    if now < opens_at:
        return AdministrationState.NOT_YET
    if any(pause.holds(min(now, closes_at)) for pause in pauses):
        return AdministrationState.PAUSED
    if now < closes_at:
        return AdministrationState.DUE
    return (
        AdministrationState.OVERDUE if now < closes_at + OVERDUE_FOR else AdministrationState.LAPSED
    )
