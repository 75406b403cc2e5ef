"""What stands in a calendar on somebody's phone: when and where, and no word that tells why."""

from dataclasses import dataclass
from datetime import datetime

from clinic.domain.post.messages import clinical_words
from clinic.domain.text import N_

NEUTRAL_TITLE = N_("Meeting")
CANCELLED = N_("%(title)s (canceled)")
# Some calendars do not show that an entry is cancelled, and nobody should come for nothing.
SIGN_IN_FOR_PLACE = N_("Sign in to see the place.")
SIGN_IN_FOR_VIDEO = N_("There is a video link. Sign in to see it.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting as a calendar shows it; every text is neutral."""

    uid: str
    """Stays the same for as long as the meeting exists, wherever the clinic's address moves to."""
    sequence: int
    changed_at: datetime
    title: str
    place: str
    notes: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    zone: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """All that one person's calendar holds; no other person stands in it."""

    name: str
    link: str
    """Where to sign in; empty in a file that goes by mail, which carries a link of its own."""
    entries: tuple[Entry, ...]


def neutral(*texts: str) -> str:
    """Give the first text that tells nothing about somebody's health."""
    fit = (text for text in texts if text.strip() and not clinical_words(text))
    return next(fit, NEUTRAL_TITLE)


def place_of(place: str, *, has_video: bool) -> tuple[str, tuple[str, ...]]:
    """Give where to go and what else to say; a telling place and a video link need a sign-in."""
    is_telling = bool(clinical_words(place))
    notes = (SIGN_IN_FOR_PLACE,) if is_telling else ()
    if has_video:
        notes = (*notes, SIGN_IN_FOR_VIDEO)
    return "" if is_telling else place.strip(), notes
