"""The whole record of one person, read for herself: every row of hers in every table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.people.privacy import Privacy
from clinic.lookups.homework.own_words import own_answers, own_note, own_unread
from clinic.lookups.people.belonging_rows import rows_of
from clinic.models.accounts import privacy_of
from clinic.models.belongings import BELONGINGS
from clinic.models.clients import Client
from clinic.models.sealed import read_sealed
from clinic.queries.people.contacts import get_own_client

Row = Mapping[str, object]
Opener = Callable[[Db, Any, Privacy], object]

OPENERS: dict[str, Opener] = {
    "practice_entries.private_note": own_note,
    "worksheet_responses.answers": own_answers,
    "worksheet_responses.unread": own_unread,
}
"""What she wrote for herself alone, opened as on her own pages: closed there is closed here."""

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


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A person's record as plain values: her name, and the rows of hers by table."""

    person: Client
    tables: Mapping[str, tuple[Row, ...]]


def own_record(db: Db, reader: Reader) -> OwnRecord:
    """Give the reader's own record, whole; staff have none.

    Rows are counted within the record alone: how many others there are is nobody's to read off.
    """
    client = get_own_client(db, reader)
    found = rows_of(db, client)
    numbers = {
        name: {row.id: number for number, row in enumerate(rows, 1)} for name, rows in found.items()
    }
    privacy = privacy_of(db, client.account_id)
    names = _Names(db, numbers, client.account_id)
    tables = {
        name: tuple(_told(db, row, names, privacy) for row in rows) for name, rows in found.items()
    }
    return OwnRecord(client, tables)


class Pointed(dict[str, object]):
    """What is said of a meeting, a group or a sheet that others have as well."""


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
        if table.name in self._numbers and table.name != "accounts":
            return self._numbers[table.name].get(key)
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


def _told(db: Db, row: Any, names: _Names, privacy: Privacy) -> Row:
    table: Table = row.__table__
    told: dict[str, object] = {}
    one = BELONGINGS[table.name]
    for name in f"{one.given} {one.alone}".split():
        column = table.c[name]
        if name in one.alone.split():
            told[name] = OPENERS[f"{table.name}.{name}"](db, row, privacy)
        elif column.info.get("is_sealed"):
            told[name] = _opened(read_sealed(db.keys, row, name))
        elif column.foreign_keys:
            target = next(iter(column.foreign_keys)).column.table
            told[name.removesuffix("_id")] = names.of(target, getattr(row, name))
        else:
            told[name] = getattr(row, name)
    return told


def _opened(text: str | None) -> object:
    """Give a sealed text as it was written, or the values that it holds."""
    try:
        held = json.loads(text) if text else None
    except ValueError:
        return text
    return held if isinstance(held, dict | list) else text
