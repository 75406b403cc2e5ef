"""`clinic user`: accounts from the terminal, for the first administrator."""

from dataclasses import replace

import click
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.exc import NoResultFound

from clinic.cli.command_context import open_database, program_itself
from clinic.db import Db
from clinic.domain.access import Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.lookups.clinic.factors import factors_of
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.clinic.system import account_named
from clinic.models.accounts import Account
from clinic.operations.clinic.accounts import add_account
from clinic.operations.clinic.backups import end_restored_access
from clinic.operations.clinic.factors import end_all_factors
from clinic.operations.clinic.invitations import issue_at_terminal
from clinic.operations.clinic.settings import change_settings
from clinic.settings import Settings, read_settings

_STAFF = [role.value for role in Role if role is not Role.CLIENT]
_LONGEST_NAME = 200


@click.group()
def user() -> None:
    """Accounts of staff."""


@user.command()
@click.option("--name", required=True, help="As colleagues know the person.")
@click.option("--email", required=True, help="The sign-in name.")
@click.option("--role", type=click.Choice(_STAFF), default="administrator", show_default=True)
def add(name: str, email: str, role: str) -> None:
    """Make an account and print the link with which the person sets a passphrase."""
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise click.UsageError(f"--name: expected a name of at most {_LONGEST_NAME} characters")
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        raise click.UsageError(f"--email {email}: this is not an e-mail address") from None
    settings = read_settings()
    with open_database(settings) as db:
        account = add_account(db, program_itself(), name=name.strip(), email=email, role=Role(role))
        _print_link(settings, db, account)


@user.command()
@click.option("--email", required=True, help="The sign-in name.")
def invite(email: str) -> None:
    """Print a new link for an account, for instance of the only administrator; old links end.

    Its owner is told, and the audit trail says that it was made at the terminal.
    """
    settings = read_settings()
    with open_database(settings) as db:
        _print_link(settings, db, _named(db, email))


@user.command("forget-factor")
@click.option("--email", required=True, help="The sign-in name.")
def forget_factor(email: str) -> None:
    """End the second factor of an account, whose owner lost telephone and paper.

    Make sure that it is her who asks. She is told, and the audit trail says that it was done here.
    """
    with open_database(read_settings()) as db:
        account = _named(db, email)
        if not factors_of(db, account.id):
            raise click.UsageError(f"--email {email}: there is no second factor to end")
        end_all_factors(db, program_itself(), account, AccountEventKind.FACTOR_RESET_AT_TERMINAL)
    click.echo("Ended. A new one is set up at the next sign-in.", err=True)


@user.command("sign-out-all")
def sign_out_all() -> None:
    """End every sign-in, known device and link that is open.

    After a server came back from a backup, where what had ended lives again; or after a theft.
    """
    with open_database(read_settings()) as db:
        ended = end_restored_access(db, program_itself())
    click.echo(f"Sign-ins ended: {ended}. Everybody signs in again.", err=True)


@user.command("second-proof")
@click.argument("rule", type=click.Choice(("on", "off")))
def second_proof(rule: str) -> None:
    """Let the clinic ask its staff for a second proof, or not.

    For when nobody gets in, as where the clock of the server is wrong: codes depend on it. Whoever
    has set up a proof of her own is still asked for it.
    """
    with open_database(read_settings()) as db:
        asks = rule == "on"
        change_settings(db, program_itself(), replace(clinic_settings(db), asks_second_factor=asks))
    told = "asked for" if asks else "not asked for"
    click.echo(f"Staff are {told} a second proof.", err=True)


def _named(db: Db, email: str) -> Account:
    try:
        return account_named(db, email)
    except NoResultFound:
        raise click.UsageError(f"--email {email}: there is no such account") from None


def _print_link(settings: Settings, db: Db, account: Account) -> None:
    issued = issue_at_terminal(db, program_itself(), account)
    click.echo(f"{settings.base_url}/invitation/{issued.token}")
    last = issued.expires_at
    click.echo(f"The link works once, until {last:%B} {last.day}, {last.year}.", err=True)
