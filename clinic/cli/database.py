"""`clinic db`: bringing the database and its content up to date."""

import click

from clinic.cli.command_context import open_database, open_new, program_itself
from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.schema import upgrade as upgrade_schema
from clinic.operations.clinic.trail import seal_trail
from clinic.operations.people.consents import adopt_consent_text
from clinic.operations.programs.programs import adopt_library
from clinic.server.process_locks import held
from clinic.settings import Settings, read_settings

_UPGRADE_LASTS = 600.0
_AT_WORK = (
    "Another upgrade (process {process}) has been at work for ten minutes. Look whether it still "
    "is, and try again then."
)


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Migrate to the newest version and take in the shipped programs."""
    settings = read_settings()
    is_first = not settings.key_file.exists()
    bring_up(settings)
    click.echo("The database is at the newest version.")
    if is_first:
        click.echo(
            f"New keys are in {settings.key_file}. Without that file nobody can read the data, so "
            "print them now and keep the paper locked away: clinic recovery-sheet -o recovery.pdf",
            err=True,
        )


def bring_up(settings: Settings) -> None:
    """Migrate and adopt content; what running cohorts use is never changed."""
    # One after the other: the second finds all done, or finishes what the first left.
    with held(settings.data / "upgrade.lock", _AT_WORK, _UPGRADE_LASTS, _say_that_it_waits):
        _bring_up(settings)


def _bring_up(settings: Settings) -> None:
    with open_new(settings) as engine:
        upgrade_schema(engine, settings.migrations)
    with open_database(settings) as session:
        adopt(session, program_itself(), settings)


def _say_that_it_waits() -> None:
    click.echo("Another upgrade is at work; waiting for its end ...", err=True)


def adopt(session: Db, actor: Actor, settings: Settings) -> None:
    """Take in the content folder, and the text of consent where a clinic has none yet."""
    shelf = load_instruments()
    library = load_library(settings.content, frozenset(shelf.instruments))
    adopt_library(session, actor, library, shelf)
    adopt_consent_text(session, actor)
    seal_trail(session, actor)
