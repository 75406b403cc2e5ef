"""The schema's version: bringing a database up to the newest migration, and asking where it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select

_UPGRADE_LOCK = 0x68757067


def configuration(engine: Engine, migrations: Path) -> Config:
    """Give Alembic its folder and the engine; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, migrations: Path, to: str = "head") -> None:
    """Migrate up to a revision, all steps in one transaction, one upgrade after the other."""
    with _alone(engine):
        command.upgrade(configuration(engine, migrations), to)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Hold the server's own lock, which ends with the line; a file has one beside it."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
        yield


def downgrade(engine: Engine, migrations: Path, to: str) -> None:
    """Migrate down to a revision."""
    command.downgrade(configuration(engine, migrations), to)


def is_current(engine: Engine, migrations: Path) -> bool:
    """Say whether the database stands at the newest migration."""
    newest = ScriptDirectory.from_config(configuration(engine, migrations)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
