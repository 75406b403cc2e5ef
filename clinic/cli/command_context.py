"""What every command needs: the settings, the clock and one database session."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import ArgumentError, DBAPIError

from clinic.db import Db, open_engine, session_factory
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import Keys
from clinic.key_files import KeyFile
from clinic.lookups.clinic.keys import can_unseal
from clinic.models.audit import AuditJournal
from clinic.models.schema import is_current
from clinic.settings import Settings, WrongSetting


def program_itself() -> Actor:
    """Give the actor of deeds that are done from the console, at the time it is now."""
    return Actor(None, datetime.now(UTC))


@contextmanager
def open_database(settings: Settings) -> Iterator[Db]:
    """Open the clinic's database, refusing one that is not at the newest migration."""
    if not settings.has_data and not settings.key_file.exists():
        raise click.ClickException("There is no clinic here yet. Run: clinic db upgrade")
    keys = KeyFile(settings)
    with _reached(settings, keys) as engine:
        if not is_current(engine, settings.migrations):
            raise click.ClickException(
                "The database is not at the newest version. Run: clinic db upgrade"
            )
        with session_factory(engine, keys, AuditJournal())() as db:
            if not can_unseal(db):
                raise click.ClickException(
                    f"The texts were not sealed with the keys in {settings.key_file}: one of them "
                    "is mistyped or belongs elsewhere, or those of the last change are missing. "
                    "Compare the check words: clinic recovery-sheet -o check.txt"
                )
            db.rollback()
            yield db


@contextmanager
def open_new(settings: Settings) -> Iterator[Engine]:
    """Open a database that may be empty still, making its keys if it is."""
    is_first = not settings.key_file.exists()
    with _reached(settings, KeyFile(settings)) as engine:
        if is_first and inspect(engine).get_table_names():
            # Only a server's database can come here: a file is found before keys are made.
            settings.key_file.unlink()
            raise WrongSetting(
                f"CLINIC_KEY_FILE: {settings.key_file} is missing, and the database is in use. "
                "Put the key file back, or type it in from its recovery sheet."
            )
        yield engine


@contextmanager
def _reached(settings: Settings, keys: Keys) -> Iterator[Engine]:
    """Open an engine and make sure that there is a database at its other end."""
    try:
        engine = open_engine(settings.database_url, keys)
    except (ArgumentError, ValueError):  # the second for a port that is none
        raise WrongSetting(
            "CLINIC_DATABASE_URL must look like postgresql://user:password@host/name."
        ) from None
    try:
        try:
            engine.connect().close()
        except DBAPIError as fault:
            raise click.ClickException(_why(settings, fault)) from None
        yield engine
    finally:
        engine.dispose()


def _why(settings: Settings, fault: DBAPIError) -> str:
    reason = str(fault.orig).strip().partition("\n")[0]
    if "not a database" in reason:
        return (
            f"The database was not written with the keys in {settings.key_file}, or is damaged. "
            "Put back the key file that belongs to it: one from before the last change of keys "
            "opens only copies from before it."
        )
    return f"The database cannot be opened: {reason}."
