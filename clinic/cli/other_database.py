"""`clinic move`: the same clinic in a database of the other kind."""

import click
from sqlalchemy.exc import ArgumentError, DBAPIError

from clinic.backups.restoring import Differs, move
from clinic.cli.command_context import open_database
from clinic.cli.starting import at_rest
from clinic.db import open_engine
from clinic.domain.clinic.backups import NotABackup
from clinic.settings import WrongSetting, database_url, read_settings


@click.command("move")
@click.argument("url")
def move_clinic(url: str) -> None:
    """Copy the clinic into the empty database at URL, and compare the two row by row."""
    settings = read_settings()
    with open_database(settings) as db, at_rest(settings):
        bind = db.get_bind()
        try:
            target = open_engine(database_url(url, settings.data), db.keys)
            try:
                rows = move(bind.engine, target, settings)
            finally:
                target.dispose()
        except (ArgumentError, ValueError):
            raise WrongSetting("URL must look like postgresql://user:password@host/name.") from None
        except DBAPIError as fault:
            reason = str(fault.orig).strip().partition("\n")[0]
            raise click.ClickException(f"The new database cannot be written: {reason}.") from None
        except NotABackup as fault:
            raise click.ClickException(f"Nothing was moved: {fault}.") from None
        except Differs as fault:
            raise click.ClickException(
                f"The new database is not the same in: {fault}. The old one is as it was; throw "
                "the new one away."
            ) from None
    total = sum(rows.values())
    click.echo(f"{total:,} rows in {len(rows)} tables stand in both, each compared.")
    click.echo(
        "Set CLINIC_DATABASE_URL to the new one, start the server, and keep the old one a while."
    )
