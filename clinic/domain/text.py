"""Words about people, and the mark that makes a sentence translatable."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's extractor looks for
    """Mark a sentence for translation here; the web floor translates it when it is shown."""
    return message


def given_name(name: str) -> str:
    """Give the part of a full name that a colleague would say."""
    return name.split()[0] if name.split() else name


def short_name(preferred: str, family: str) -> str:
    """Name somebody as a room does, "Mia R.", so that a list on a table gives away little."""
    letter = family.strip()[:1].upper()
    return f"{preferred.strip()} {letter}." if letter else preferred.strip()


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """Somebody among others; `place` says in which order they came, and never changes."""

    place: int
    preferred: str
    family: str


def names_apart(people: Iterable[Named]) -> dict[int, str]:
    """Name the people of a group as the room does, and so that no two are named alike.

    Where "Anna M." would be two, as much of the family name is said as tells them apart: "Anna Me."
    and "Anna Mu."; where all of it is the same, the order in which they came: "Anna Meyer 2". The
    names depend on everybody who ever had a place, so that nobody is renamed when somebody leaves.
    """
    alike: dict[str, list[Named]] = defaultdict(list)
    for one in sorted(people):
        alike[_sound(short_name(one.preferred, one.family))].append(one)
    names = {
        one.place: _longer(one, [other.family for other in of if other is not one])
        for of in alike.values()
        for one in of
    }
    return _numbered(names)


def _longer(one: Named, others: Collection[str]) -> str:
    """Say as much of a family name as no other of these begins with, the whole one at most."""
    family = " ".join(normalize("NFC", one.family).split())
    for length in range(1, len(family)):
        if length + 1 < len(family) and combining(family[length]):
            continue  # a mark belongs to the letter before it
        begins = _sound(family[:length])
        if not any(_sound(other).startswith(begins) for other in others):
            letters = family[:length].upper() if length == 1 else family[:length]
            return f"{one.preferred.strip()} {letters}."
    if not others:
        return short_name(one.preferred, one.family)
    return f"{one.preferred.strip()} {family}".strip()


def _numbered(names: dict[int, str]) -> dict[int, str]:
    counts = Counter(_sound(name) for name in names.values())
    taken = set(counts)
    numbered: dict[int, str] = {}
    turns: Counter[str] = Counter()
    for place, name in sorted(names.items()):
        sound = _sound(name)
        if counts[sound] == 1:
            numbered[place] = name
            continue
        turns[sound] += 1
        while _sound(said := f"{name} {turns[sound]}") in taken:
            turns[sound] += 1
        taken.add(_sound(said))
        numbered[place] = said
    return numbered


def _sound(text: str) -> str:
    """Give a name as the eye compares it: small letters, one space between words."""
    return " ".join(normalize("NFKC", text).casefold().split())
