"""Every row of one database in another: from a file to a server, and back."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select

from clinic.models import Base

_BATCH = 500


@dataclass(frozen=True, slots=True)
class TableSum:
    """What a table holds, so that two databases can be compared."""

    rows: int
    sha256: str


def sums(connection: Connection) -> dict[str, TableSum]:
    """Sum up every table, row by row in the order of the keys."""
    return {table.name: _sum(connection, table) for table in Base.metadata.sorted_tables}


def carry(source: Connection, target: Connection) -> int:
    """Copy every row into a database of the same schema, and give their number.

    What stands there goes first: a database that was just made holds what migrations wrote.
    """
    tables = Base.metadata.sorted_tables
    for table in reversed(tables):
        target.execute(table.delete())
    count = 0
    for table in tables:
        for rows in _batches(source, table):
            target.execute(table.insert(), rows)
            count += len(rows)
    if target.dialect.name == "postgresql":
        for table in tables:
            _go_on_counting(target, table)
    return count


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    found = connection.execution_options(yield_per=_BATCH).execute(
        select(table).order_by(*table.primary_key)
    )
    for rows in found.mappings().partitions(_BATCH):
        yield [dict(row) for row in rows]


def _sum(connection: Connection, table: Table) -> TableSum:
    digest = hashlib.sha256()
    count = 0
    for rows in _batches(connection, table):
        for row in rows:
            plain = json.dumps(list(row.values()), default=_plain, sort_keys=True)
            digest.update(f"{plain}\n".encode())
        count += len(rows)
    return TableSum(count, digest.hexdigest())


def _plain(value: object) -> str:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return str(value)


def _go_on_counting(target: Connection, table: Table) -> None:
    """Let the server number new rows after those that came with their numbers."""
    key: Column[Any]
    for key in table.primary_key:
        if key.identity is None:
            continue
        last = target.scalar(select(func.max(key)))
        counter = func.pg_get_serial_sequence(table.name, key.name)
        target.execute(select(func.setval(counter, last or 1, bool(last))))
