"""Laying together two texts that were made from the same older one, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = list[str]
_Change = tuple[int, int, Lines]
"""Which lines of the older text it replaces, and by what."""


@dataclass(frozen=True, slots=True)
class LineClash:
    """Lines that both changed, each to something else."""

    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class MergedText:
    """Both changes in one text; where they clash, mine stands and theirs is to be looked at."""

    text: str
    clashes: tuple[LineClash, ...]


def merge_lines(base: str, mine: str, theirs: str) -> MergedText:
    """Lay what I made of `base` over what stands by now."""
    old = base.splitlines()
    ours, others = _changes(old, mine.splitlines()), _changes(old, theirs.splitlines())
    text: Lines = []
    clashes: list[LineClash] = []
    place = 0
    for first, last in _regions(ours, others):
        text += old[place:first]
        here, there = _made(old, ours, first, last), _made(old, others, first, last)
        before = old[first:last]
        text += there if here == before else here
        if before not in (here, there) and here != there:
            clashes.append(LineClash("\n".join(here), "\n".join(there)))
        place = last
    text += old[place:]
    return MergedText("".join(f"{line}\n" for line in text), tuple(clashes))


def _changes(old: Lines, new: Lines) -> list[_Change]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i, j, new[k:m]) for tag, i, j, k, m in codes if tag != "equal"]


def _regions(ours: Sequence[_Change], others: Sequence[_Change]) -> Iterator[tuple[int, int]]:
    """Give the lines of the older text that somebody changed, joined where changes touch."""
    spans = sorted((first, last) for first, last, _lines in (*ours, *others))
    while spans:
        first, last = spans.pop(0)
        while spans and _is_one(first, last, *spans[0]):
            last = max(last, spans.pop(0)[1])
        yield first, last


def _is_one(first: int, last: int, start: int, end: int) -> bool:
    """Say whether two changes meet; lines that were added between two others meet with both."""
    return start < last or (start == last and (start == end or first == last))


def _made(old: Lines, changes: Sequence[_Change], first: int, last: int) -> Lines:
    made: Lines = []
    place = first
    for start, end, lines in changes:
        if first <= start and end <= last:
            made += old[place:start] + lines
            place = end
    return made + old[place:last]
