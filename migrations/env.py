"""Runs migrations on an engine that the caller hands over in the configuration's attributes."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from clinic.models import Base
from clinic.models.base import UtcDateTime


def written_as(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Keep our own types out of migrations: a migration must run when the code has moved on."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run all steps in one transaction; SQLite changes tables by copying them."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=is_sqlite,
            transactional_ddl=True,
            # SQLite does not tell of the identity of a key, and there are no other defaults.
            compare_server_default=not is_sqlite,
            render_item=written_as,
        )
        with unheld_rows(connection) if is_sqlite else nullcontext(), context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                check_rows(connection)


@contextmanager
def unheld_rows(connection: Connection) -> Iterator[None]:
    """Let a table be copied and dropped although others point to it; SQLite would refuse."""
    # On the driver itself, because SQLite ignores this inside a transaction.
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def check_rows(connection: Connection) -> None:
    """Refuse what a migration left behind when it was not held: rows that point to nobody."""
    asked = "PRAGMA foreign_key_check"
    if found := {row[0] for row in connection.exec_driver_sql(asked)}:
        raise IntegrityError(asked, None, ValueError(f"rows of {sorted(found)} point to nobody"))


run()
