"""What a clinic says about itself, with what stands until it has said anything."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from clinic.domain.risk import LOOK_WITHIN_HOURS, SCRIPT, WHO_READS
from clinic.domain.text import N_

NO_PLACE = "UTC"
"""The zone that stands until somebody names one: no clinic lives by it."""


class Paper(StrEnum):
    """The paper that the clinic's printer holds."""

    A4 = "A4"
    LETTER = "Letter"

    @property
    def css(self) -> str:
        """Give the size as a style sheet names it."""
        return self.value.lower()


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """The clinic's own words. The names of the fields are the names of the stored settings."""

    clinic_name: str = N_("Hearth")
    discreet_name: str = N_("Hearth")
    """What clients see on their screens and in their post: no clinical word."""
    crisis_line: str = ""
    """One line for the foot of every sheet, for instance a telephone number."""
    crisis_text: str = ""
    """The help page, in paragraphs."""
    contact_text: str = ""
    """How to reach the clinic between sessions."""
    paper: Paper = Paper.A4
    time_zone: str = NO_PLACE
    """The zone that new cohorts begin with."""
    country: str = ""
    """Two letters of ISO 3166; empty where no public holidays are left out."""
    region: str = ""
    """A part of it with holidays of its own, by the code after the hyphen of ISO 3166-2."""
    holiday_kinds: str = ""
    """Kinds of holidays that are kept beside the public ones, between blanks."""
    reading_days: str = "12345"
    """The days on which somebody reads what clients send, by their numbers; 1 is Monday."""
    reading_from: time = time(9)
    reading_until: time = time(17)
    """Between which times, on the clock of the clinic."""
    risk_look_hours: int = LOOK_WITHIN_HOURS
    """Hours in which is read within which somebody must have looked at a risk case."""
    risk_script: str = SCRIPT
    """What the clinic does with a risk case, one step a paragraph."""
    risk_second_look: bool = False
    """Whether a second person confirms how a case was closed."""
    asks_second_factor: bool = True
    """Whether staff sign in with a second proof beside the passphrase."""
    names_readers: bool = True
    """Whether a client is told the names of those who opened her record, or their roles alone."""
    risk_readers_text: str = WHO_READS
    """What a client is told before answering: who sees this; when is said by the reading hours."""

    @property
    def has_zone(self) -> bool:
        """Whether somebody has said on which clock the clinic lives."""
        return self.time_zone != NO_PLACE

    @property
    def has_crisis_help(self) -> bool:
        """Whether the clinic says where help is to be had; until then no client may be invited."""
        return bool(self.crisis_text.strip() and self.crisis_line.strip())
