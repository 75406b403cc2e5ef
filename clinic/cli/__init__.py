"""The console command `clinic`: exit 0 when done, 2 with one sentence when something is wrong."""

import sys

import click

from clinic.cli.audit import audit
from clinic.cli.backups import backup, backup_key, restore
from clinic.cli.content import content
from clinic.cli.database import db
from clinic.cli.demo import demo
from clinic.cli.evaluate import evaluate_scores
from clinic.cli.instruments import instrument
from clinic.cli.key_changes import keys_of_clinic
from clinic.cli.keys import recovery_sheet
from clinic.cli.other_database import move_clinic
from clinic.cli.packs import pack
from clinic.cli.score_imports import import_scores
from clinic.cli.scoring import score_answers
from clinic.cli.serve import serve
from clinic.cli.sheets import sheet
from clinic.cli.users import user
from clinic.cli.worker import worker
from clinic.content.faults import ContentError
from clinic.domain.errors import Refused
from clinic.printing.render import PrintFailed
from clinic.settings import WrongSetting
from clinic.sqlite import UnsafeSqlite
from clinic.zone_database import use_newest_zones


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hearth-clinic", prog_name="Hearth")
def clinic() -> None:
    """Hearth: run group programs with sessions, homework, measures and paper as one thing."""


for command in (
    audit,
    backup,
    backup_key,
    content,
    db,
    demo,
    evaluate_scores,
    import_scores,
    instrument,
    keys_of_clinic,
    move_clinic,
    pack,
    recovery_sheet,
    restore,
    score_answers,
    serve,
    sheet,
    user,
    worker,
):
    clinic.add_command(command)


def main() -> None:
    """Run a command; every fault that a person can mend is one sentence and exit status 2."""
    use_newest_zones()
    try:
        clinic(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as help_text:
        click.echo(help_text.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as fault:
        click.echo(f"clinic: {fault.format_message()}", err=True)
        sys.exit(2)
    except (WrongSetting, UnsafeSqlite, Refused, ContentError) as fault:
        click.echo(f"clinic: {fault}", err=True)
        sys.exit(2)
    except PrintFailed as fault:
        click.echo(f"clinic: {fault.message}", err=True)
        sys.exit(2)
    except OSError as fault:
        click.echo(f"clinic: {fault.filename or 'The system'}: {fault.strerror or fault}", err=True)
        sys.exit(2)
