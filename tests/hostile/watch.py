"""Which tables a request wrote to, and how to take back what it wrote."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    and_,
    delete,
    event,
    insert,
    select,
    text,
    update,
)

from clinic.models import Base

_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
_HOLD = {"sqlite": "PRAGMA defer_foreign_keys = ON"}
_HOLD_ELSEWHERE = "SET LOCAL session_replication_role = replica"
"""Rows are put back one table after another; what they point to is right again at the end."""


Row = dict[str, Any]


@dataclass(frozen=True)
class Changed:
    """A row that does not stand as it stood: as it was, as it is, or both."""

    table: str
    rows: tuple[Row, ...]


class Watch:
    """Remembers the rows of all tables, and afterwards the tables that were written and kept."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.written: set[str] = set()
        self._new: set[str] = set()
        self._open: dict[int, set[str]] = {}
        self._hears = (
            ("before_cursor_execute", self._statement),
            ("commit", self._commit),
            ("rollback", self._rollback),
        )

    def __enter__(self) -> Self:
        self.remember()
        for name, hear in self._hears:
            event.listen(self.engine, name, hear)
        return self

    def __exit__(self, *_error: object) -> None:
        for name, hear in self._hears:
            event.remove(self.engine, name, hear)

    def remember(self) -> None:
        """Take what stands now for what is to be put back."""
        with self.engine.connect() as connection:
            self._rows = {t: _rows(connection, t) for t in Base.metadata.sorted_tables}
        self.written.clear()
        self._new.clear()

    def heard(self) -> set[str]:
        """Name the tables that were written to since the last time this was asked."""
        new, self._new = self._new, set()
        return new

    def differences(self) -> dict[str, list[str]]:
        """Say what stands otherwise than when it was remembered: columns, or rows more or less."""
        found: dict[str, set[str]] = {}
        with self.engine.connect() as connection:
            for table in (t for t in self._rows if t.name in self.written):
                before, now = self._rows[table], _rows(connection, table)
                told = found.setdefault(table.name, set())
                told |= {"+" for _made in now.keys() - before.keys()}
                told |= {"-" for _gone in before.keys() - now.keys()}
                for key in before.keys() & now.keys():
                    told |= {c for c, value in now[key].items() if before[key][c] != value}
        return {name: sorted(told) for name, told in found.items() if told}

    @property
    def remembered(self) -> dict[str, dict[Any, Row]]:
        """Give the rows as they stood, by table and single key."""
        return {
            table.name: {key[0]: row for key, row in rows.items() if len(key) == 1}
            for table, rows in self._rows.items()
        }

    def changes(self) -> list[Changed]:
        """Give every row that was made, removed or written otherwise since it was remembered."""
        found = []
        with self.engine.connect() as connection:
            for table in (t for t in self._rows if t.name in self.written):
                before, now = self._rows[table], _rows(connection, table)
                for key in before.keys() | now.keys():
                    if before.get(key) != now.get(key):
                        both = (before.get(key), now.get(key))
                        found.append(Changed(table.name, tuple(row for row in both if row)))
        return found

    def restore(self) -> None:
        """Put every row back as it was."""
        written = frozenset(self.written)
        if written:
            with self.engine.begin() as connection:
                hold = _HOLD.get(connection.dialect.name, _HOLD_ELSEWHERE)
                connection.execute(text(hold))
                with _triggers_asleep(connection):
                    for table in Base.metadata.sorted_tables:
                        if table.name in written:
                            self._put_back(connection, table)
        self.written.clear()
        self._new.clear()

    def _put_back(self, connection: Connection, table: Table) -> None:
        before, now = self._rows[table], _rows(connection, table)
        key = _key(table)
        for made in now.keys() - before.keys():
            connection.execute(delete(table).where(_is(table, made)))
        for removed in before.keys() - now.keys():
            connection.execute(insert(table).values(before[removed]))
        for same in before.keys() & now.keys():
            if before[same] != now[same]:
                values = {c: v for c, v in before[same].items() if c not in key}
                connection.execute(update(table).where(_is(table, same)).values(values))

    def _statement(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if found := _WRITES.match(statement):
            self._open.setdefault(id(connection), set()).add(found[1])

    def _commit(self, connection: Connection) -> None:
        kept = self._open.pop(id(connection), set())
        self.written |= kept
        self._new |= kept

    def _rollback(self, connection: Connection) -> None:
        self._open.pop(id(connection), None)


@contextmanager
def _triggers_asleep(connection: Connection) -> Iterator[None]:
    """Let rows be put back that a trigger keeps as they are; PostgreSQL was told so already."""
    asleep: list[tuple[str, str]] = []
    if connection.dialect.name == "sqlite":
        found = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        asleep = [(row.name, row.sql) for row in connection.execute(found)]
    for name, _sql in asleep:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _name, sql in asleep:
        connection.execute(text(sql))


def _key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _is(table: Table, key: tuple[Any, ...]) -> Any:
    return and_(*(c == v for c, v in zip(table.primary_key, key, strict=True)))


def _rows(connection: Connection, table: Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    found = connection.execute(select(table)).mappings()
    return {tuple(row[name] for name in _key(table)): dict(row) for row in found}
