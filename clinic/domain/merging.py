"""Laying together what two pages made of the same record: field by field, and never silently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import cast

Record = Mapping[str, object]
"""A record in values that JSON keeps, by field; a field without a value is left out."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One place that both changed, each to something else; `None` is a place left empty.

    `key` is the field, or "log.0.minutes" for a cell of the first row.
    """

    key: str
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Merged:
    """What stands after both; where they clash, theirs stands until somebody chooses."""

    values: dict[str, object]
    clashes: tuple[Clash, ...]


def merge(base: Record, mine: Record, theirs: Record) -> Merged:
    """Lay my changes since `base` over what stands now.

    `base` is what my page was drawn from and `theirs` what stands by now. What only one of both
    changed is taken; a list of words is a set of ticks, of which each counts alone; rows are laid
    together cell by cell.
    """
    clashes: list[Clash] = []
    values = _records(base, mine, theirs, "", clashes)
    return Merged(values, tuple(clashes))


def _records(
    base: Record, mine: Record, theirs: Record, path: str, clashes: list[Clash]
) -> dict[str, object]:
    # In the order of what stands, then of what is new, so that equal records stay equal texts.
    keys = dict.fromkeys((*theirs, *mine))
    found = {
        key: _value(base.get(key), mine.get(key), theirs.get(key), f"{path}{key}", clashes)
        for key in keys
    }
    return {key: value for key, value in found.items() if value is not None}


def _value(base: object, mine: object, theirs: object, path: str, clashes: list[Clash]) -> object:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    sides = [base, mine, theirs]
    if all(side is None or isinstance(side, Mapping) for side in sides):
        before, ours, now = (cast("Record", side or {}) for side in sides)
        return _records(before, ours, now, f"{path}.", clashes)
    if all(side is None or isinstance(side, list) for side in sides):
        items = [each for side in sides for each in cast("list[object]", side or [])]
        if all(isinstance(each, str) for each in items):
            return _ticks(*(cast("list[str]", side or []) for side in sides))
        if all(isinstance(each, Mapping) for each in items):
            rows = [cast("list[Record]", side or []) for side in sides]
            return _rows(rows, path, clashes)
    clashes.append(Clash(path, mine, theirs))
    return theirs


def _ticks(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    kept = [tick for tick in theirs if tick in mine or tick not in base]
    return [*kept, *(tick for tick in mine if tick not in base and tick not in theirs)] or None


def _rows(
    sides: Sequence[Sequence[Record]], path: str, clashes: list[Clash]
) -> list[dict[str, object]] | None:
    empty: Record = {}
    rows = [
        _records(before, ours, now, f"{path}.{number}.", clashes)
        for number, (before, ours, now) in enumerate(zip_longest(*sides, fillvalue=empty))
    ]
    while rows and not rows[-1]:
        rows.pop()
    return rows or None
