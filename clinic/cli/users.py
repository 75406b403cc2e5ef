"""`clinic user`: accounts from the terminal, for the first administrator."""

import click

from clinic.cli.session import open_database, program_itself
from clinic.domain.access import Role
from clinic.operations.accounts import add_account
from clinic.operations.invitations import issue_invitation
from clinic.settings import read_settings

_STAFF = [role.value for role in Role if role is not Role.CLIENT]


@click.group()
def user() -> None:
    """Accounts of staff."""


@user.command()
@click.option("--name", required=True, help="As colleagues know the person.")
@click.option("--email", required=True, help="The sign-in name.")
@click.option("--role", type=click.Choice(_STAFF), default="administrator", show_default=True)
def add(name: str, email: str, role: str) -> None:
    """Make an account and print the link with which the person sets a passphrase."""
    settings = read_settings()
    with open_database(settings) as db:
        account = add_account(db, program_itself(), name=name, email=email, role=Role(role))
        issued = issue_invitation(db, program_itself(), account)
    click.echo(f"{settings.base_url}/invitation/{issued.token}")
    click.echo(f"The link works once, until {issued.expires_at:%B %d, %Y}.", err=True)
