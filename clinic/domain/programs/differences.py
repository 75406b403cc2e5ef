"""What two versions of a text differ in, line by line, for people to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

AROUND = 3
"""Unchanged lines shown before and after a change, so that one knows where it stands."""


class LineKind(StrEnum):
    """What became of a line; a gap stands for unchanged lines that are left out."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a difference, with its numbers before and after where it has them."""

    kind: LineKind
    before: int | None
    after: int | None
    text: str


def difference(before: str, after: str) -> tuple[DiffLine, ...]:
    """Give the changed lines among a few that stayed; nothing when the texts are the same."""
    old, new = before.splitlines(), after.splitlines()
    found: list[DiffLine] = []
    for number, group in enumerate(SequenceMatcher(None, old, new).get_grouped_opcodes(AROUND)):
        if number:
            found.append(DiffLine(LineKind.GAP, None, None, ""))
        for tag, first, last, start, end in group:
            if tag == "equal":
                found.extend(_same(old, first, last, start))
            else:
                found.extend(_numbered(LineKind.REMOVED, old, first, last))
                found.extend(_numbered(LineKind.ADDED, new, start, end))
    return tuple(found)


def _same(lines: list[str], first: int, last: int, start: int) -> Iterator[DiffLine]:
    for place in range(first, last):
        yield DiffLine(LineKind.SAME, place + 1, start + place - first + 1, lines[place])


def _numbered(kind: LineKind, lines: list[str], first: int, last: int) -> Iterator[DiffLine]:
    for place in range(first, last):
        is_old = kind is LineKind.REMOVED
        number = place + 1
        yield DiffLine(kind, number if is_old else None, None if is_old else number, lines[place])
