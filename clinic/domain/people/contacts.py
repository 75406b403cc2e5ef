"""How to reach somebody, whom to call for her, and what she needs to take part."""

import re
from dataclasses import dataclass
from datetime import datetime

from clinic.domain.enrollments import Medium

LONGEST_NAME = 100
LONGEST_PHONE = 40
LONGEST_LANGUAGE = 40
LONGEST_NEEDS = 1000

_LARGE_PRINT = re.compile(r"\b(?:large|larger|big|bigger)[ -](?:print|type|letters|font)\b")


def names_large_print(access_needs: str) -> bool:
    """Say whether somebody's needs speak of large print: a first choice, for people to change."""
    return _LARGE_PRINT.search(access_needs.casefold()) is not None


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    """Somebody to call when it is urgent."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What is known of a person. To have been asked counts, whatever the answer was."""

    phone: str | None = None
    email: str | None = None
    medium: Medium
    language: str | None = None
    """What she reads and speaks best, in her own word for it."""
    is_emergency_asked: bool = False
    emergency: EmergencyContact | None = None
    """None also for somebody who would rather name nobody."""
    is_access_asked: bool = False
    access_needs: str = ""
    """Empty also for somebody who needs nothing."""
    changed_at: datetime | None = None

    @property
    def seen(self) -> str:
        """Name these facts as they stand, so that a form can say what it was opened on."""
        return self.changed_at.isoformat() if self.changed_at else ""
