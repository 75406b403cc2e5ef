"""What every command needs: the settings, the clock and one database session."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from clinic.db import Db, open_engine, session_factory
from clinic.domain.access import Actor
from clinic.models.audit import AuditJournal
from clinic.models.schema import is_current
from clinic.settings import Settings, load_keys


def program_itself() -> Actor:
    """Give the actor of deeds that are done from the console, at the time it is now."""
    return Actor(None, datetime.now(UTC))


@contextmanager
def open_database(settings: Settings) -> Iterator[Db]:
    """Open the clinic's database, refusing one that is not at the newest migration."""
    keys = load_keys(settings)
    engine = open_engine(settings.database_url, keys)
    try:
        if not is_current(engine, settings.migrations):
            raise click.ClickException(
                "The database is not at the newest version. Run: clinic db upgrade"
            )
        with session_factory(engine, keys, AuditJournal())() as db:
            yield db
    finally:
        engine.dispose()
