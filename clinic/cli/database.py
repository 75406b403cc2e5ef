"""`clinic db`: bringing the database and its content up to date."""

import click

from clinic.cli.session import open_database, program_itself
from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.db import Db, open_engine
from clinic.domain.access import Actor
from clinic.models.schema import upgrade as upgrade_schema
from clinic.operations.programs import adopt_library
from clinic.settings import Settings, load_keys, read_settings


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Migrate to the newest version and take in the shipped programs."""
    settings = read_settings()
    bring_up(settings)
    click.echo("The database is at the newest version.")


def bring_up(settings: Settings) -> None:
    """Migrate and adopt content; what running cohorts use is never changed."""
    engine = open_engine(settings.database_url, load_keys(settings))
    upgrade_schema(engine, settings.migrations)
    engine.dispose()
    with open_database(settings) as session:
        adopt(session, program_itself(), settings)


def adopt(session: Db, actor: Actor, settings: Settings) -> None:
    """Take in the programs, sheets, exercises and instruments of the content folder."""
    shelf = load_instruments()
    library = load_library(settings.content, frozenset(shelf.instruments))
    adopt_library(session, actor, library, shelf)
