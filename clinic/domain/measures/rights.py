"""Whether the wording of an instrument may appear on a screen, on paper, in a file, translated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from clinic.domain.text import N_


class RightsClass(StrEnum):
    """What the holder allows: A wording may ship, B under conditions, C the scoring key only."""

    FREE = "A"
    CONDITIONAL = "B"
    KEY_ONLY = "C"


class WordingMedium(StrEnum):
    """Where the wording may appear."""

    SCREEN = "screen"
    PAPER = "paper"
    EXPORT = "export"
    TRANSLATION = "translation"


@dataclass(frozen=True)
class Rights:
    """Who holds an instrument, on what terms it may be used, and the notice that must stand."""

    class_: RightsClass
    holder: str
    terms: str
    source: str
    date: str
    """The day on which the terms were read, ISO."""
    notice: str
    media: frozenset[WordingMedium]


@dataclass(frozen=True)
class License:
    """What a clinic was allowed for a wording that it brought itself."""

    by: str
    """Who gave it."""
    reference: str
    """Where it is written down: a number, a letter and its day."""
    media: frozenset[WordingMedium]
    until: date | None = None
    """The last day on which the wording may be shown; `None` is without an end."""


@dataclass(frozen=True)
class NotAllowed:
    """Why the wording may not appear there, as a sentence with its params apart."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the sentence in the language of the code, for commands."""
        return self.message % self.params


_NO_WORDING = N_("The wording of %(name)s is not here: only its scoring key comes with Hearth.")
_NO_RIGHTS = N_("No rights are on record for %(name)s, so its wording stays where it is.")
_ENDED = N_("The license of this clinic for the wording of %(name)s ended on %(day)s.")
_BY_LICENSE = {
    WordingMedium.SCREEN: N_("The license of this clinic for %(name)s does not cover a screen."),
    WordingMedium.PAPER: N_("The license of this clinic for %(name)s does not cover paper."),
    WordingMedium.EXPORT: N_(
        "The license of this clinic for %(name)s does not cover passing it on."
    ),
    WordingMedium.TRANSLATION: N_(
        "The license of this clinic for %(name)s does not cover translation."
    ),
}
_BY_RIGHTS = {
    WordingMedium.SCREEN: N_("The rights of %(name)s do not allow its wording on a screen."),
    WordingMedium.PAPER: N_("The rights of %(name)s do not allow its wording on paper."),
    WordingMedium.EXPORT: N_(
        "The rights of %(name)s do not allow its wording in a file for others."
    ),
    WordingMedium.TRANSLATION: N_("The rights of %(name)s do not allow a translation."),
}


def why_not(
    name: str,
    medium: WordingMedium,
    today: date,
    *,
    has_wording: bool,
    rights: Rights | None,
    license_: License | None,
) -> NotAllowed | None:
    """Say why a wording may not appear in a medium today, or `None` where it may.

    A clinic's own license stands in place of the holder's general terms: it is what was agreed.
    """
    if not has_wording:
        return NotAllowed(_NO_WORDING, {"name": name})
    if license_ is not None:
        if license_.until is not None and today > license_.until:
            return NotAllowed(_ENDED, {"name": name, "day": license_.until.isoformat()})
        covered, refusals = license_.media, _BY_LICENSE
    elif rights is not None:
        covered, refusals = rights.media, _BY_RIGHTS
    else:
        return NotAllowed(_NO_RIGHTS, {"name": name})
    return None if medium in covered else NotAllowed(refusals[medium], {"name": name})
