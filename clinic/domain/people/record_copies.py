"""The copy of a record that staff hands out: how long it is open, and what is blacked out."""

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from clinic.domain.name_order import folded

OPEN_FOR = timedelta(hours=24)
"""How long whoever made a copy can take its files."""
BLACK = "[…]"
"""What stands in the place of somebody else's name."""
_WORD = re.compile(r"\w+")


class HandingWay(StrEnum):
    """How a copy came into her hands."""

    IN_PERSON = "in-person"
    POST = "post"
    OTHER = "other"


def names_to_black_out(others: Iterable[str], own: Iterable[str]) -> frozenset[str]:
    """Give every word of other people's names that is none of hers, as words are compared."""
    return frozenset(_words(others) - _words(own))


def blacked_out(text: str, names: frozenset[str]) -> str:
    """Put a mark in the place of each word that is part of a name."""
    return _WORD.sub(lambda word: BLACK if folded(word[0]) in names else word[0], text)


def text_key(place: str, text: str) -> str:
    """Name one text of one column by what it says: who looked at it has not looked at another."""
    return f"{place}.{sha256(text.encode()).hexdigest()[:24]}"


def _words(names: Iterable[str]) -> set[str]:
    return {folded(word) for name in names for word in _WORD.findall(name) if len(word) > 1}
