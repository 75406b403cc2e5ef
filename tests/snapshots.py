"""What stands in a database, row by row, so that a test can say that nothing changed."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Engine, MetaData, select

from clinic.models import Base

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(
    engine: Engine, without: Collection[str] = (), metadata: MetaData = Base.metadata
) -> Rows:
    """Give every row of every table; `without` names tables, or columns as table.column."""
    found: Rows = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            kept = [c for c in table.c if f"{table.name}.{c.name}" not in without]
            if table.name not in without:
                rows = connection.execute(select(*kept).order_by(*table.primary_key))
                found[table.name] = [tuple(row) for row in rows]
    return found
