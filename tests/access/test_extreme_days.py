"""A stored day or instant at an end of the calendar kills nobody's page."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Column, Table, update
from sqlalchemy.exc import IntegrityError

from clinic.models.base import Base, Day, UtcDateTime
from tests.access.matrix import PEOPLE
from tests.databases import engine_of
from tests.scenes import World

ENDS = [
    pytest.param(date.max, id="the last"),
    pytest.param(date.min, id="the first", marks=pytest.mark.release),
]
UNTOUCHED = {"login_sessions", "audit_entries", "sign_in_attempts"}
"""Who is signed in is asked at each request, and a chain of entries is never rewritten."""


def dated(kind: type) -> list[tuple[Table, Column[object]]]:
    """Give every column of a kind that a row of a clinic may hold."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in UNTOUCHED]
    return [(table, c) for table in tables for c in table.c if isinstance(c.type, kind)]


def plant(world: World, kind: type, end: date) -> int:
    """Set every column to one end of the calendar where no constraint forbids it."""
    noon = datetime(end.year, end.month, end.day, 12, tzinfo=UTC)
    planted = 0
    with engine_of(world.db).begin() as connection:
        for table, column in dated(kind):
            try:
                with connection.begin_nested():
                    value = end if kind is Day else noon
                    changed = update(table).where(column.is_not(None)).values({column: value})
                    planted += connection.execute(changed).rowcount
            except IntegrityError:
                continue
    return planted


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("kind", [Day, UtcDateTime], ids=["days", "instants"])
def test_every_page_of_everybody_answers(world: World, kind: type, end: date) -> None:
    assert plant(world, kind, end) > 10
    dead = []
    for door in (door for door in world.doors if door.method == "GET"):
        for name in PEOPLE:
            try:
                status = world.ask(name, door)
            except Exception as error:
                dead.append(f"{name} at {door.endpoint}: {error!r}")
                continue
            if status >= 500:
                dead.append(f"{name} at {door.endpoint}: {status}")
    assert dead == []
