"""Where one asking of a questionnaire stands, how long it takes, and what was answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument, Item
from clinic.domain.people.pauses import Break, is_away, is_excused
from clinic.domain.text import N_

OVERDUE_FOR = timedelta(days=14)
"""After its window a filling still says something of the time it asks about; later it does not."""

LONGEST_REASON = 300
SECONDS_A_QUESTION = 12


def check_reason(reason: str) -> None:
    """Refuse a reason that is longer than what fits."""
    if len(reason) > LONGEST_REASON:
        raise Refused(
            N_("This is longer than the %(most)s characters that fit."),
            {"most": LONGEST_REASON},
            "reason",
        )


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
    AGREED = "agreed"
    """It closed in a break or right after one: missed by agreement."""
    LAPSED = "lapsed"
    """Nobody will fill it in any more, and nobody is to blame."""

    @property
    def is_open(self) -> bool:
        """Whether it may still be asked for."""
        return self in (AdministrationState.DUE, AdministrationState.OVERDUE)


def minutes_to_answer(instrument: Instrument) -> int:
    """Estimate how long the questions take."""
    return ceil(len(instrument.asked) * SECONDS_A_QUESTION / 60)


def answer_in_words(instrument: Instrument, item: Item, code: int | None) -> str | None:
    """Give the words that stand beside a chosen code."""
    options = instrument.options_of(item)
    return next((option.label for option in options if option.value == code), None)


def state_of(
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    *,
    is_finished: bool,
    is_refused: bool,
    is_over: bool = False,
    pauses: Sequence[Break] = (),
) -> AdministrationState:
    """Say where a questionnaire stands; `is_over` when the person or the group has ended.

    What is in stays in and what was refused stays refused, whatever came later. A window that
    closed in a pause or in the week after is never overdue but missed by agreement; while the
    pause lasts it reads paused. One that opens after a pause is not touched.
    """
    if is_finished:
        return AdministrationState.DONE
    if is_refused:
        return AdministrationState.REFUSED
    if is_over:
        return AdministrationState.LAPSED
    if now < opens_at:
        return AdministrationState.NOT_YET
    is_waived = is_excused(closes_at, pauses)
    if is_away(now, pauses) and (is_waived or now < closes_at):
        return AdministrationState.PAUSED
    if now < closes_at:
        return AdministrationState.DUE
    if is_waived:
        return AdministrationState.AGREED
    return (
        AdministrationState.OVERDUE if now < closes_at + OVERDUE_FOR else AdministrationState.LAPSED
    )
