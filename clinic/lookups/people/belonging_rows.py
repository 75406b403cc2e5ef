"""Every row of one person in every table: what her copy holds, and what can end."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from clinic.db import Db
from clinic.domain.people.endings import EndKind
from clinic.models import Base
from clinic.models.belongings import BELONGINGS, ROOT
from clinic.models.clients import Client
from clinic.models.column_fates import FATES, Fate
from clinic.models.messages import Message


def rows_of(db: Db, client: Client, places: Collection[int] | None = None) -> dict[str, list[Any]]:
    """Follow the keys down from the person: a table comes after those that it points to.

    With `places`, by row id, only what depends on these, and on no place.
    """
    classes = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    ids: dict[str, set[Any]] = {"accounts": {client.account_id}, "clients": {client.id}}
    found: dict[str, list[Any]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in BELONGINGS:
            continue
        rows: dict[int, Any] = {}
        for column, wanted in _leads(table, ids):
            rows |= {row.id: row for row in db.scalars(_with(classes[table], column, wanted))}
        if table.name == "enrollments" and places is not None:
            rows = {key: row for key, row in rows.items() if key in places}
        found[table.name] = [rows[key] for key in sorted(rows)]
        ids[table.name] = {row.id for row in found[table.name]}
    return found


def ending_rows(
    db: Db, client: Client, kind: EndKind, before: datetime | None, place_id: int | None = None
) -> dict[str, list[Any]]:
    """Give the rows that a kind of end removes or empties: what is shown before is what is done."""
    places = None if place_id is None else [place_id]
    found = {
        name: [row for row in rows if _is_meant(row, FATES[name], kind, before)]
        for name, rows in rows_of(db, client, places).items()
    }
    if kind.is_whole:
        found["messages"] += _to_staff(db, [place.id for place in found["enrollments"]])
    return {name: rows for name, rows in found.items() if rows}


def _to_staff(db: Db, places: Collection[int]) -> Sequence[Message]:
    """Give what was written to staff about her: in no copy of hers, and gone with her."""
    about = select(Message).where(Message.enrollment_id.in_(places), Message.client_id.is_(None))
    return db.scalars(about.order_by(Message.id)).all()


def _is_meant(row: Any, fate: Fate, kind: EndKind, before: datetime | None) -> bool:
    if kind is EndKind.PRIVATE:
        words = (getattr(row, name) for name in fate.private.split())
        return any(words) and not getattr(row, "is_readable", False)
    if not kind.is_by_age:
        return fate.removes(kind) or bool(fate.emptied(kind))
    at = getattr(row, fate.age) if fate.removes(kind) else None
    return at is not None and before is not None and at < before


def _with(kind: Any, column: Any, wanted: set[Any]) -> Any:
    return select(kind).where(column.in_(wanted))


def _leads(table: Table, ids: Mapping[str, set[Any]]) -> list[tuple[Any, set[Any]]]:
    by = BELONGINGS[table.name].by
    if by == ROOT:
        return [(table.c.id, ids[table.name])]
    targets = {key.parent.name: key.column.table.name for key in table.foreign_keys}
    return [(table.c[column], ids[targets[column]]) for column in by.split()]
