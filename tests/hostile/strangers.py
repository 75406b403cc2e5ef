"""Whose the rows are that a request has changed, and which of them were none of the sender's."""

from collections.abc import Iterator, Mapping
from typing import Any

from clinic.models import Base
from tests.hostile.watch import Changed, Row, Watch
from tests.scenes import World

OWNERS = {"mia": frozenset({"mia"}), "theresa": frozenset({"mia", "max", "noor"})}
"""Of the clients that the cast knows, those whose rows somebody's forms may touch."""

OFFICE = {"ada": frozenset({"messages", "endings", "emergencies"})}
"""An administrator gives mail of anybody another try, grants and takes back what is to end, and
reviews what was opened in an emergency, without reading what any of it says."""


def foreign_rows(world: World, watch: Watch, sender: str) -> list[str]:
    """Name the rows that were changed and are of a client with whom the sender has no part."""
    ids = {own.client.id: name for name, own in world.furniture.items() if name in _CLIENTS}
    allowed = OWNERS.get(sender, frozenset())
    return [
        f"{change.table} of {ids[client]}"
        for change in watch.changes()
        for client in _clients_of(change, watch.remembered)
        if client in ids and ids[client] not in allowed
        if change.table not in OFFICE.get(sender, ())
    ]


_CLIENTS = ("mia", "max", "noor", "olga")


def _clients_of(change: Changed, rows: Mapping[str, Mapping[int, Row]]) -> set[int]:
    """Climb from a row to the people that it is about."""
    return {client for row in change.rows for client in _climb(change.table, row, rows, set())}


def _climb(
    table: str, row: Row, rows: Mapping[str, Mapping[int, Row]], seen: set[tuple[str, Any]]
) -> Iterator[int]:
    if table == "clients":
        yield row["id"]
        return
    for column in Base.metadata.tables[table].columns:
        for foreign in column.foreign_keys:
            parent, key = foreign.column.table.name, row[column.name]
            # A cohort, a program or an account belongs to several people.
            if key is None or parent in _SHARED or (parent, key) in seen:
                continue
            seen.add((parent, key))
            if (above := rows.get(parent, {}).get(key)) is not None:
                yield from _climb(parent, above, rows, seen)


_SHARED = frozenset({"accounts", "cohorts", "group_sessions", "programs", "instruments"})
