"""Which passphrases serve: long enough, and not among those that are guessed first.

Nothing is asked of the kinds of characters: they lead to `Summer2026!`, which is guessed first.
"""

from enum import StrEnum
from typing import assert_never

from clinic.domain.text import N_

SHORTEST_PASSPHRASE = 12
LONGEST_PASSPHRASE = 200
FEWEST_GUESSES = 10**8
"""What a guesser is to need at least; tries at the door are counted, and the hash is slow."""


class Weakness(StrEnum):
    """By what most of a passphrase would be guessed."""

    NAME = "name"
    """Of the person or of the clinic."""
    PATTERN = "pattern"
    COMMON = "common"


def length_fault(passphrase: str) -> str | None:
    """Say what is wrong with the length, in a sentence marked for translation."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return N_("Please use 12 characters or more. A few plain words in a row do well.")
    if len(passphrase) > LONGEST_PASSPHRASE:
        return N_("Please use 200 characters or fewer.")
    return None


def weakness_fault(weakness: Weakness) -> str:
    """Say why others would guess it soon and what helps, in a sentence marked for translation."""
    match weakness:
        case Weakness.NAME:
            return N_(
                "This is mostly a name of yours or of the clinic, and names are tried first. Four "
                "words that have nothing to do with you or with each other keep others out, and "
                "are easy to remember."
            )
        case Weakness.PATTERN:
            return N_(
                "This is mostly a pattern, such as keys beside each other, a date or something "
                "repeated, and patterns are tried first. Four words that have nothing to do with "
                "each other keep others out, and are easy to remember."
            )
        case Weakness.COMMON:
            return N_(
                "Many people choose words like these, so they are tried first. Four words that "
                "have nothing to do with each other keep others out, and are easy to remember."
            )
        case _:
            assert_never(weakness)
