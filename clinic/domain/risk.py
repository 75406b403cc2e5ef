"""Words, times and people of risk cases: what opens one, who looks after it, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic.domain.text import N_

LOOK_WITHIN_HOURS = 4
MOST_HOURS = 24
"""Hours in which is read. The facts ask for the same working day; a clinic may ask for less."""

MOST_CALLS_WAITING = 3
"""Requests for a call of one person that may wait until somebody looks.

Who asks once more is heard on the last of them: each word is kept, and those in charge are told.
"""


class RiskKind(StrEnum):
    """What opened a case."""

    ITEM = "item"
    FELT_WORSE = "felt-worse"
    CALL_ME = "call-me"
    MEMORIES = "memories"
    """A practice in which hard memories broke in."""
    SHEET = "sheet"
    SCREENING = "screening"


class RiskSign(StrEnum):
    """What an answer says of a person, as the source of a sheet or a program declares it."""

    HARM = "harm"
    """Thoughts of harming oneself or somebody else, or of not living."""
    DANGER = "danger"
    """Others may do harm: violence, threats, a home that is not safe."""
    MEMORIES = "memories"
    """Hard memories broke in, or come as if it happened now."""
    AWAY = "away"
    """Numb, unreal, far away, time lost."""
    WORSE = "worse"
    """A practice made things worse."""

    @property
    def is_heard_in_doubt(self) -> bool:
        """Whether "not sure" in a first talk is reason enough to look the same day."""
        return self in (RiskSign.HARM, RiskSign.DANGER)


class SecondLook(StrEnum):
    """What a second person found when reviewing a closed case."""

    AGREES = "agrees"
    MORE_TO_DO = "more-to-do"


SCRIPT = N_(
    "Read the answer and what the person wrote, and look at the last scores.\n\n"
    "Call the person yourself, as soon as you have seen this. If nobody answers, try again within "
    "the hour and use every way of contact that was agreed.\n\n"
    "Ask plainly: about thoughts of ending life, a plan, the means, when, and what has held so "
    "far.\n\n"
    "Go through the safety plan together, or make one: signs, own ways, people and places, "
    "professionals, a safer home.\n\n"
    "If life is in danger now, stay on the line and call the emergency service.\n\n"
    "Agree on the next contact, with a day and an hour, and tell your co-facilitator.\n\n"
    "Write down what was said and done, then close the case with your name."
)
"""What a clinic does with a case until it has written its own steps, one a paragraph."""

WHO_READS = N_(
    "What you send here goes to the people who lead your group, and to the supervisor of the "
    "group. Nobody else in the group sees it."
)
"""What a client is told before sending anything, until the clinic has said it in its own words."""


@dataclass(frozen=True, slots=True)
class Absence:
    """The days on which somebody is away, and who stands in."""

    account_id: int
    cover_id: int
    first_on: date
    last_on: date

    def includes(self, day: date) -> bool:
        """Whether somebody is away on a day; both ends count."""
        return self.first_on <= day <= self.last_on


def cover_for(
    owner_id: int | None, absences: Collection[Absence], staff: Collection[int], day: date
) -> int | None:
    """Find who stands in for an owner on a day; only somebody of the cohort may.

    `staff` are the accounts that lead or supervise the cohort: a case is never shown to others.
    """
    found = (
        absence.cover_id
        for absence in absences
        if absence.account_id == owner_id and absence.includes(day) and absence.cover_id in staff
    )
    return next(found, None)


def to_be_told(
    owner_id: int | None, cover_id: int | None, staff: Collection[int], is_owner_away: bool
) -> list[int]:
    """List whose mailbox a case knocks at: owner and cover; everybody where neither is there."""
    told = [person for person in (owner_id, cover_id) if person is not None and person in staff]
    if told and (cover_id in told or not is_owner_away):
        return told
    return list(dict.fromkeys([*told, *staff]))
