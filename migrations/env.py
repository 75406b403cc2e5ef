"""Runs migrations on an engine that the caller hands over in the configuration's attributes."""

from typing import Any, Literal

from alembic import context

from clinic.models import Base
from clinic.models.base import UtcDateTime


def written_as(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Keep our own types out of migrations: a migration must run when the code has moved on."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run in one transaction; SQLite changes tables by copying them."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_server_default=True,
            render_item=written_as,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
