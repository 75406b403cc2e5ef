"""Taking the rows of one person out of every table, as the declaration of fates says."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, update

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.outcomes.releases import under_other_keys
from clinic.domain.people.endings import EndKind
from clinic.lookups.people.belonging_rows import ending_rows, rows_of
from clinic.models import Base
from clinic.models.accounts import Account
from clinic.models.audit import Submission
from clinic.models.clients import Client
from clinic.models.column_fates import ALIASES, FATES, PLACE_HOLDERS
from clinic.models.reports import ReportIssue
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed, write_sealed

_AT_ONCE = 500


@operation
def remove(db: Db, actor: Actor, client: Client, kind: EndKind, before: datetime | None) -> str:
    """Remove and empty what a kind ends; gives how many rows of which table, as JSON."""
    found = ending_rows(db, client, kind, before)
    if kind.is_whole:
        _forget_in_reports(db, found.get("enrollments", []))
    # From the leaves up: a row goes before those that it points to.
    for name in reversed(found):
        table, fate = Base.metadata.tables[name], FATES[name]
        if fate.removes(kind):
            _delete(db, actor, table, [row.id for row in found[name]])
        else:
            _empty(db, table, found[name], fate.emptied(kind))
    return json.dumps({name: len(rows) for name, rows in found.items()})


@operation
def remove_again(db: Db, actor: Actor, client: Client) -> str:
    """Remove everything of somebody whom a backup brought back, as it stood in that backup."""
    cases = rows_of(db, client)["risk_cases"]
    open_ones = [case.id for case in cases if case.closed_at is None]
    if open_ones:
        # It was closed since, or she could not have been erased; an open one cannot be removed.
        somebody = select(Account.id).order_by(Account.id).limit(1).scalar_subquery()
        closed = {"closed_at": actor.at, "closed_by_id": somebody, "action": "–"}
        db.execute(update(RiskCase).where(RiskCase.id.in_(open_ones)).values(**closed))
    return remove(db, actor, client, EndKind.ERASURE, None)


def _delete(db: Db, actor: Actor, table: Table, ids: Sequence[int]) -> None:
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        _detach(db, table, some)
        db.execute(
            delete(Submission).where(Submission.table == table.name, Submission.row_id.in_(some))
        )
        if "erased_at" in table.c:
            # What was signed is held by the database itself, until it is marked as to be erased.
            marked = update(table).where(table.c.id.in_(some))
            db.execute(marked.values(erased_at=actor.at))
        db.execute(delete(table).where(table.c.id.in_(some)))


def _detach(db: Db, table: Table, ids: Collection[int]) -> None:
    """Let rows that stay, such as a message that travelled with another one, point to nothing."""
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table and key.parent.nullable:
                pointing = update(other).where(key.parent.in_(ids))
                db.execute(pointing.values({key.parent: None}))


def _empty(db: Db, table: Table, rows: Iterable[Any], columns: Sequence[str]) -> None:
    for row in rows:
        values = {name: _emptied(table, name, row) for name in columns}
        db.execute(update(table).where(table.c.id == row.id).values(values))


def _emptied(table: Table, name: str, row: Any) -> object:
    full = f"{table.name}.{name}"
    return row.public_id if full in ALIASES else PLACE_HOLDERS.get(full)


def _forget_in_reports(db: Db, hers: Iterable[Any]) -> None:
    """Put other keys into what reports about her groups told.

    Those facts stay, so that a later report tells of nobody by subtracting. Under a negative number
    they lead to no row, and to nobody who is given the number of her place afterward.
    """
    cohorts = {place.id: place.cohort_id for place in hers}
    for issue in db.scalars(select(ReportIssue).where(ReportIssue.cohort_id.in_(cohorts.values()))):
        if told := read_sealed(db.keys, issue, "told"):
            write_sealed(db.keys, issue, "told", under_other_keys(told, cohorts))
