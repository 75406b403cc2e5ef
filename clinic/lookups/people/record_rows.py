"""Every row of a person in every table, as plain values; whoever asks has been given the person.

Who it is told to says what becomes of words that not everybody reads: `Telling`.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from clinic.db import Db
from clinic.domain.access import Role
from clinic.lookups.people.belonging_rows import rows_of
from clinic.models.belongings import BELONGINGS, Belonging
from clinic.models.clients import Client
from clinic.models.sealed import read_sealed

Row = Mapping[str, object]

_LABELS = {
    "exercises": "title",
    "worksheets": "title",
    "instruments": "title",
    "cohorts": "name",
    "group_sessions": "number title starts_at ends_at",
    "make_ups": "starts_at ends_at place",
    "consent_texts": "number title body",
}
"""What is said of a row of nobody's to which one of hers points."""


class Pointed(dict[str, object]):
    """What is said of a meeting, a group or a sheet that others have as well."""


class LeftOut(str):
    """Words that stand in the record and not in the copy, which says so."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """To whom a record is told: of which places, and what of it."""

    alone: Mapping[str, Callable[[Any], object]]
    """By `table.column`, how that is read which she wrote for herself alone; else it is not."""
    asked: Callable[[str, object], object] | None = None
    """What becomes of words of staff, by `table.column`; without it they are not told."""
    places: Collection[int] | None = None
    """By row id; `None` for all of hers."""
    without: Collection[str] = ()
    """Tables that are not told."""


def record_rows(db: Db, client: Client, telling: Telling) -> dict[str, tuple[Row, ...]]:
    """Tell the rows of a person, table by table.

    Rows are counted within the record alone: how many others there are is nobody's to read off.
    """
    found = _rows_of(db, client, telling)
    numbers = {
        name: {row.id: number for number, row in enumerate(rows, 1)} for name, rows in found.items()
    }
    names = _Names(db, numbers, client.account_id)
    return {
        name: tuple(_told(db, row, names, telling) for row in rows) for name, rows in found.items()
    }


def _rows_of(db: Db, client: Client, telling: Telling) -> dict[str, list[Any]]:
    """Give the rows that are told: of the places that are, and no drafts."""
    found = rows_of(db, client, telling.places)
    here = {None, *(row.id for row in found["enrollments"])}
    return {
        name: [
            row
            for row in rows
            if getattr(row, "enrollment_id", None) in here and _is_told(row, BELONGINGS[name])
        ]
        for name, rows in found.items()
        if name not in telling.without
    }


def _is_told(row: Any, of: Belonging) -> bool:
    return not of.told_once or getattr(row, of.told_once) is not None


class _Names:
    """What stands in the place of a key: a number within the record, a title, or who it was."""

    def __init__(self, db: Db, numbers: Mapping[str, Mapping[int, int]], own: int | None) -> None:
        self._db = db
        self._numbers = numbers
        self._own = own
        self._known: dict[tuple[str, int], object] = {}

    def of(self, table: Table, key: int | None) -> object:
        """Name the row of a table; of other people only staff are named."""
        if key is None:
            return None
        if table.name in BELONGINGS and table.name != "accounts":
            return self._numbers.get(table.name, {}).get(key)
        place = (table.name, key)
        if place not in self._known:
            self._known[place] = self._read(table, key)
        return self._known[place]

    def _read(self, table: Table, key: int) -> object:
        row = self._db.execute(select(table).where(table.c.id == key)).one()
        if table.name != "accounts":
            return Pointed((name, getattr(row, name)) for name in _LABELS[table.name].split())
        if key == self._own:
            return "you"
        return row.name if row.role is not Role.CLIENT else None


def _told(db: Db, row: Any, names: _Names, telling: Telling) -> Row:
    table: Table = row.__table__
    one = BELONGINGS[table.name]
    told = {}
    for name in one.given.split():
        column = table.c[name]
        key = name.removesuffix("_id") if column.foreign_keys else name
        told[key] = _value(db, row, name, names)
    for name in one.alone.split():
        if opened := telling.alone.get(f"{table.name}.{name}"):
            told[name] = opened(row)
    if telling.asked is not None:
        for name in one.asked.split():
            told[name] = telling.asked(f"{table.name}.{name}", _value(db, row, name, names))
    return told


def _value(db: Db, row: Any, name: str, names: _Names) -> object:
    column = row.__table__.c[name]
    if column.info.get("is_sealed"):
        return _opened(read_sealed(db.keys, row, name))
    if column.foreign_keys:
        return names.of(next(iter(column.foreign_keys)).column.table, getattr(row, name))
    return getattr(row, name)


def _opened(text: str | None) -> object:
    """Give a sealed text as it was written, or the values that it holds."""
    try:
        held = json.loads(text) if text else None
    except ValueError:
        return text
    return held if isinstance(held, dict | list) else text
