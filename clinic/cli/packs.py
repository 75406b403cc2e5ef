"""`clinic pack`: the room's pack of one meeting, from the terminal."""

import sys
from pathlib import Path

import click
from flask_babel import get_translations
from rich.console import Console
from rich.progress import Progress

from clinic.app import create_app
from clinic.cli.command_context import open_database, program_itself
from clinic.domain.homework.handouts import PackChoice
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.clinic.system import session_numbered
from clinic.lookups.homework.room_packs import room_of
from clinic.operations.homework.sheet_codes import issue_sheet_codes
from clinic.presenters.room_packs import pack_of
from clinic.printing.packs import pack_pdf
from clinic.settings import read_settings
from clinic.web.stamps import stamp


@click.command()
@click.argument("cohort")
@click.argument("session", type=click.IntRange(0, 99))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The PDF to write.",
)
def pack(cohort: str, session: int, output: Path) -> None:
    """Write the pack of SESSION, a number, of COHORT, the name of a group."""
    settings = read_settings()
    with open_database(settings) as db, create_app(settings).test_request_context():
        meeting = session_numbered(db, cohort, session)
        if meeting is None:
            raise click.UsageError(f"There is no cohort {cohort} with a session {session}.")
        doer = program_itself()
        issue_sheet_codes(db, doer, meeting)
        room = room_of(db, meeting, doer.at)
        wanted = pack_of(room, clinic_settings(db), PackChoice(large=room.large), stamp, doer.at)
        # A terminal sees how far it is; a pipe sees nothing.
        terminal = Console(stderr=True)
        with Progress(console=terminal, transient=True, disable=not sys.stderr.isatty()) as shown:
            task = shown.add_task("Printing")
            printed = pack_pdf(
                wanted,
                get_translations(),
                lambda done, of: shown.update(task, completed=done, total=of),
            )
    output.write_bytes(printed)
