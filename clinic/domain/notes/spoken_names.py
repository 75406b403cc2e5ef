"""Whether a written word means a name: as it stands, in short, or with a slip of the pen."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from unicodedata import combining, normalize

from clinic.domain.name_order import folded
from clinic.domain.notes.everyday_names import COMMON, EVERYDAY, PARTICLES, SHORT_FORMS
from clinic.domain.people.doubles import Traits

_LOOKALIKES = str.maketrans(
    dict(zip("аеорсухіјѕԁһνοαρκτικ", "aeopcyxijsdhvoapktik", strict=True))
    | {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a"}
)
"""Letters of other alphabets and digits that are read as a letter."""
_SMALL_ENDINGS = re.compile(r"(?:y|ie|ey|i|chen|lein|ita|ito)\Z")
_SHORTEST_STEM = 3
_LONG, _VERY_LONG, _CLEARLY_LONG = 4, 8, 6
"""From how many letters on one is too few or too many by a slip; two; and one in small letters."""


def as_seen(text: str) -> str:
    """Give a word as the eye reads it: small letters without marks, hidden signs or lookalikes."""
    letters = normalize("NFD", folded(normalize("NFKC", text)).casefold())
    bare = "".join(sign for sign in letters if sign.isalnum() and not combining(sign))
    return bare if bare.isdigit() else bare.translate(_LOOKALIKES)


@lru_cache(maxsize=256)
def name_words(traits: Traits) -> frozenset[str]:
    """Give the words of somebody's names, each as the eye reads it; particles name nobody."""
    written = re.split(r"[\s\-'’.]+", f"{traits.preferred_name} {traits.family_name}")
    seen = {as_seen(word) for word in written}
    joined = {as_seen(traits.preferred_name), as_seen(traits.family_name)}
    return frozenset(word for word in seen | joined if len(word) > 1 and word not in PARTICLES)


@dataclass(frozen=True)
class KnownNames:
    """The words by which one person is called."""

    words: frozenset[str]

    @classmethod
    def of(cls, traits: Traits) -> "KnownNames":
        """Take them from her names."""
        return cls(name_words(traits))

    def has(self, seen: str) -> bool:
        """Whether a word is one of them, alone or with the s of a genitive."""
        return seen in self.words or (
            seen.endswith("s") and len(seen) > 3 and seen[:-1] in self.words
        )

    def is_everyday(self, seen: str) -> bool:
        """Whether a word that is one of them has another meaning too."""
        return seen in EVERYDAY or len(seen) == 2

    def sounds_like(self, seen: str, *, is_capital: bool, begins: bool) -> bool:
        """Whether a word is a short form of one of them, or one of them miswritten.

        Args:
            is_capital: whether it is written as a name is.
            begins: whether it begins a sentence, so that its capital says nothing.
        """
        if seen in COMMON or len(seen) < _SHORTEST_STEM:
            return False
        return any(_sounds(seen, name, is_capital, begins) for name in self.words)


@lru_cache(maxsize=65536)
def _sounds(seen: str, name: str, is_capital: bool, begins: bool) -> bool:
    if is_capital and is_short_form(seen, name):
        return True
    if seen in EVERYDAY or len(name) < _SHORTEST_STEM:
        return False
    slips = _slips(seen, name)
    if slips is None or (name in EVERYDAY and (begins or not is_capital)):
        return False
    if not is_capital:
        return slips == 1 and len(name) >= _CLEARLY_LONG
    return not begins or slips == 0 or len(name) > _LONG


def is_short_form(seen: str, name: str) -> bool:
    """Whether one is what people say for the other: Sam or Sammy for Samira, Bill for William."""
    if seen in SHORT_FORMS.get(name, ()) or name in SHORT_FORMS.get(seen, ()):
        return True
    stems = {seen, _SMALL_ENDINGS.sub("", seen)}
    stems |= {stem[:-1] for stem in stems if len(stem) > 1 and stem[-1] == stem[-2]}
    return any(
        len(stem) >= _SHORTEST_STEM and len(name) - len(stem) >= 2 and name.startswith(stem)
        for stem in stems
    ) or (len(name) >= _SHORTEST_STEM and seen != name and _SMALL_ENDINGS.sub("", seen) == name)


def _slips(seen: str, name: str) -> int | None:
    """Count the slips between a word and a name; 0 for letters swapped or doubled, `None` for many.

    A letter swapped with its neighbor or written twice is nobody's other name, so it counts as the
    name however short it is.
    """
    if abs(len(seen) - len(name)) > 2:
        return None
    if len(seen) >= len(name) and _single(seen) == _single(name):
        return 0
    if len(seen) == len(name):
        differ = [
            at for at, (one, other) in enumerate(zip(seen, name, strict=True)) if one != other
        ]
        if (
            len(differ) == 2
            and differ[1] - differ[0] == 1
            and (seen[differ[0]] == name[differ[1]] and seen[differ[1]] == name[differ[0]])
        ):
            return 0
    most = 2 if len(name) >= _VERY_LONG else 1 if len(name) >= _LONG else 0
    count = _distance(seen, name)
    return count if 0 < count <= most else None


def _single(word: str) -> str:
    return "".join(chain(word[:1], (after for before, after in pairwise(word) if before != after)))


def _distance(one: str, other: str) -> int:
    """Count the letters to change, add or leave out (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, against in enumerate(other, 1):
            change = before + (letter != against)
            before, row[place] = row[place], min(change, row[place] + 1, row[place - 1] + 1)
    return row[-1]
