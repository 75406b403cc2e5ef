"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from clinic.db import Db
from tests.client import Person
from tests.databases import engine_of


@contextmanager
def counted(db: Db) -> Iterator[list[str]]:
    """Collect every SELECT that is made in the meantime."""
    engine = engine_of(db)
    assert isinstance(engine, Engine)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def selects_of(db: Db, person: Person, endpoint: str, **values: object) -> int:
    """Count the SELECTs of one page, which must be there."""
    with counted(db) as asked:
        assert person.get(endpoint, **values).status == 200
    return len(asked)
