"""Finding other people of a group in a text about one of them.

A note goes into one person's record, which that person and a referrer may read one day. Whoever
else sat in the room may not be found in it: by name, short form, initials, address, or a spelling
that a reader would still understand. What is found is shown to the writer, who decides; nothing is
changed by itself. A finding too many costs a second, one too few a confidence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from clinic.domain.notes.everyday_names import ABBREVIATIONS
from clinic.domain.notes.spoken_names import KnownNames, as_seen, name_words
from clinic.domain.people.doubles import Traits

_HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""What the eye does not see between two letters."""
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_HIDDEN}])*")
_SET_APART = re.compile(r"(?<![^\W_])[^\W_](?:[ .·_*-]{1,2}[^\W_](?![^\W_])){2,}")
_SENTENCE_ENDS = re.compile(r"(?:\A|[.!?:\n•*–—]|(?:\A|\n)-)[\s\"'“‘(\[]*\Z")
_BETWEEN_NAMES = re.compile(r"[\s,.-]{1,3}\Z")
_FEWEST_DIGITS = 6
_SHORTEST_ADDRESS = 4


class LeakKind(IntEnum):
    """How somebody can be found; the surer, the higher."""

    INITIALS = 1
    SPELLING = 2
    """A short form, or letters that were changed, doubled, left out or set apart."""
    EVERYDAY = 3
    """The name is a word as well, and may be meant as one."""
    NAME = 4
    ADDRESS = 5
    """An e-mail address, its first part, a telephone number or the code."""


@dataclass(frozen=True)
class GroupMember:
    """Somebody of the group, by what she can be found."""

    key: str
    """The public id of her place."""
    traits: Traits
    code: str = ""

    @cached_property
    def initials(self) -> str:
        """The first letters of her names, in capitals."""
        names = f"{self.traits.preferred_name} {self.traits.family_name}".replace("-", " ").split()
        return "".join(as_seen(name)[:1].upper() for name in names)


@dataclass(frozen=True, slots=True)
class Leak:
    """One place in a text where somebody else can be found."""

    start: int
    end: int
    """In characters of the text as it was given; `end` is the first that does not belong to it."""
    found: str
    member: str
    """The key of whoever it is."""
    kind: LeakKind

    @property
    def sign(self) -> str:
        """What somebody overrules with this one: the same letters for the same person."""
        return f"{self.member}:{as_seen(self.found)}"


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    seen: str
    is_capital: bool
    begins: bool
    """Whether a sentence begins with it, so that a capital says nothing."""


def find_leaks(
    text: str, others: Iterable[GroupMember], own: GroupMember | None = None
) -> tuple[Leak, ...]:
    """Find everybody of `others` in a text, in its order, no two findings in one place.

    Args:
        own: whom the text is about; `None` where it is about nobody. What she shares with another
            one, such as the first name, is hers, and the other one is found by the rest.
    """
    words = tuple(_words(text))
    found = [
        leak
        for member in others
        if own is None or member.key != own.key
        for leak in _found(text, words, member, own)
    ]
    return tuple(_apart(found))


def _words(text: str) -> Iterator[_Word]:
    is_all_small = text == text.lower()
    for match in _WORD.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()]
        begins = bool(_SENTENCE_ENDS.search(before))
        # Whoever writes without capitals names people without them.
        is_capital = is_all_small or match[0][0].isupper()
        yield _Word(match.start(), match.end(), as_seen(match[0]), is_capital, begins)


def _found(
    text: str, words: tuple[_Word, ...], member: GroupMember, own: GroupMember | None
) -> Iterator[Leak]:
    hers = KnownNames.of(own.traits) if own else KnownNames(frozenset())
    shared = hers.words & name_words(member.traits)
    yield from _joined(text, [*_by_name(text, words, member, hers)], member)
    if shared and own:
        yield from _by_family_letter(text, member, own, shared)
    yield from _by_letters_set_apart(text, member, hers)
    yield from _by_initials(text, member, own.initials if own else "")
    yield from _by_address(text, words, member, own)


def _by_name(
    text: str, words: tuple[_Word, ...], member: GroupMember, hers: KnownNames
) -> Iterator[Leak]:
    known = KnownNames.of(member.traits)
    for word in words:
        if word.seen in hers.words:
            continue
        if known.has(word.seen):
            kind = LeakKind.EVERYDAY if known.is_everyday(word.seen) else LeakKind.NAME
            if kind is LeakKind.NAME or text[word.start].isupper():
                yield _leak(text, word.start, word.end, member, kind)
        elif known.sounds_like(word.seen, is_capital=word.is_capital, begins=word.begins) and not (
            hers.sounds_like(word.seen, is_capital=word.is_capital, begins=word.begins)
        ):
            yield _leak(text, word.start, word.end, member, LeakKind.SPELLING)


def _joined(text: str, leaks: list[Leak], member: GroupMember) -> Iterator[Leak]:
    """Lay the words of one name together; two everyday words beside each other are a name."""
    while leaks:
        leak = leaks.pop(0)
        while leaks and _BETWEEN_NAMES.match(text[leak.end : leaks[0].start]):
            following = leaks.pop(0)
            kind = max(leak.kind, following.kind)
            kind = LeakKind.NAME if kind is LeakKind.EVERYDAY else kind
            leak = _leak(text, leak.start, following.end, member, kind)
        yield leak


def _by_family_letter(
    text: str, member: GroupMember, own: GroupMember, shared: frozenset[str]
) -> Iterator[Leak]:
    """Find "Anna M." in a text about Anna K., whose name alone is hers."""
    letter = as_seen(member.traits.family_name)[:1]
    if not letter or letter == as_seen(own.traits.family_name)[:1]:
        return
    for match in re.finditer(r"([^\W\d_]+)[ ]([^\W\d_])(?![^\W_])", text):
        if as_seen(match[1]) in shared and as_seen(match[2]) == letter and match[2].isupper():
            yield _leak(text, match.start(), match.end(), member, LeakKind.NAME)


def _by_letters_set_apart(text: str, member: GroupMember, hers: KnownNames) -> Iterator[Leak]:
    known = KnownNames.of(member.traits)
    for match in _SET_APART.finditer(text):
        seen = as_seen("".join(letter for letter in match[0] if letter.isalnum()))
        if known.has(seen) and seen not in hers.words:
            yield _leak(text, match.start(), match.end(), member, LeakKind.SPELLING)


def _by_initials(text: str, member: GroupMember, hers: str) -> Iterator[Leak]:
    letters = member.initials
    patterns = []
    if len(letters) >= 2 and letters != hers:
        patterns.append(r"\b" + r"[ ]?[.][ ]?".join(letters) + r"\b[.]?")
        if letters.casefold() not in ABBREVIATIONS:
            patterns.append(rf"\b{letters}\b")
    if letters and letters[0] != hers[:1]:
        # One letter names somebody within a sentence: "told M. about it", "to M that". A and I
        # are words, and need the point.
        ends = r"[.]" if letters[0] in "AI" else r"(?:[.]|(?=['’]s\b|\s+[a-z]))"
        patterns.append(rf"(?<=[a-z,;] ){letters[0]}{ends}")
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            yield _leak(text, match.start(), match.end(), member, LeakKind.INITIALS)


def _by_address(
    text: str, words: tuple[_Word, ...], member: GroupMember, own: GroupMember | None
) -> Iterator[Leak]:
    small = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    for told in _addresses(member) - (_addresses(own) if own else set()):
        for match in re.finditer(rf"(?<![^\W_]){re.escape(told)}(?![^\W_])", small):
            yield _leak(text, match.start(), match.end(), member, LeakKind.ADDRESS)
    digits = _digits(member.traits.phone)
    if len(digits) < _FEWEST_DIGITS or (own and digits == _digits(own.traits.phone)):
        return
    for match in re.finditer(r"[+(]?\d[\d ()/.-]{4,}\d", text):
        number = _digits(match[0])
        if len(number) >= _FEWEST_DIGITS and (number.endswith(digits) or digits.endswith(number)):
            yield _leak(text, match.start(), match.end(), member, LeakKind.ADDRESS)


def _addresses(member: GroupMember) -> set[str]:
    email = (member.traits.email or "").strip().casefold()
    told = {email, email.partition("@")[0], member.code.strip().casefold()}
    return {each for each in told if len(each) >= _SHORTEST_ADDRESS}


def _digits(phone: str | None) -> str:
    told = (phone or "").replace("(0)", "")
    return "".join(sign for sign in told if sign.isascii() and sign.isdigit()).lstrip("0")


def _leak(text: str, start: int, end: int, member: GroupMember, kind: LeakKind) -> Leak:
    return Leak(start, end, text[start:end], member.key, kind)


def _apart(leaks: list[Leak]) -> Iterator[Leak]:
    """Keep one finding a place, the surest and then the longest."""
    taken: list[Leak] = []
    for leak in sorted(leaks, key=lambda one: (-one.kind, one.start - one.end, one.start)):
        if all(leak.end <= other.start or leak.start >= other.end for other in taken):
            taken.append(leak)
    return iter(sorted(taken, key=lambda one: one.start))
