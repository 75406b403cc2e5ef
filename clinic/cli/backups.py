"""`clinic backup`, `clinic backup-key` and `clinic restore`: nothing is lost with a machine."""

import signal
import threading
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from pyrage import x25519
from sqlalchemy.exc import DBAPIError

from clinic.backups.containers import read_identity, read_recipients
from clinic.backups.making import Brought, make, opened, sweep, thin_out
from clinic.backups.restoring import put_back
from clinic.backups.servers import BASE_ENDS, bring_cluster
from clinic.cli.command_context import open_database, program_itself
from clinic.cli.database import bring_up
from clinic.cli.endings import end_restored
from clinic.cli.following import Following, note_made
from clinic.cli.option_types import MOMENT
from clinic.cli.output import check_sheet, sheet_options, write_private, write_sheet
from clinic.cli.starting import at_rest, backing_up, looking
from clinic.db import Db
from clinic.domain.clinic.backups import NotABackup
from clinic.key_files import load_keys, write_keys
from clinic.operations.clinic.backups import end_restored_access, note_failed_backup
from clinic.printing.squares import square
from clinic.settings import Settings, read_settings

RECIPIENTS = "backup-recipients.txt"
_GROUP = 6
_TITLE = "Backup key"
_WHAT_FOR = (
    "Whoever holds this sheet and one backup can read everything in it: the database, and the keys "
    "that belong to it. Whoever has lost this sheet can open no backup. The server does not hold "
    "this key and cannot print it a second time. Keep it sealed and locked away, apart from the "
    "backups; a second copy in another building is wise."
)
_STEPS = (
    "On the new machine, set Hearth up, and bring the newest backup onto it.",
    "Scan the square, or type the line in the box, into an empty text file. Blanks do not matter, "
    "and a slip in typing is noticed.",
    "Look at the backup first: clinic restore BACKUP --key FILE --check. Then bring it back: "
    "clinic restore BACKUP --key FILE.",
    "Delete the text file. Start the server; everybody signs in again.",
)


@click.command("backup-key")
@sheet_options
def backup_key(output: Path, paper: str) -> None:
    """Make the key that opens backups, as a sheet to print; the server keeps its other half."""
    settings = read_settings()
    check_sheet(output, settings)
    identity = x25519.Identity.generate()
    key = str(identity)
    write_sheet(
        output,
        _text(key),
        "backup-key.html",
        paper,
        document_title=_TITLE,
        what_for=_WHAT_FOR,
        key=_grouped(key),
        square=square(key, _TITLE),
        steps=_STEPS,
    )
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.data / RECIPIENTS
    older = path.read_text(encoding="utf-8") if path.exists() else ""
    line = f"# made on {datetime.now(UTC):%Y-%m-%d}\n{identity.to_public()}\n"
    write_private(path, (older + line).encode())
    click.echo(f"{output} holds the key: print it, lock the paper away, and delete the file.")
    if older:
        click.echo(
            f"Backups open with the older keys too, until you remove their lines from {path}."
        )


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(1, 3650),
    default=30,
    show_default=True,
    help="Days of which one backup each is kept; of the last day, one an hour.",
)
@click.option(
    "--every",
    type=click.FloatRange(0.2, 86400),
    help="Go on until stopped: copy what was written every so many seconds (0.5 is good), and make "
    "a whole backup every quarter of an hour.",
)
def backup(folder: Path, keep: int, every: float | None) -> None:
    """Write a checked backup into FOLDER, beside people who go on working."""
    settings = read_settings()
    recipients = _recipients(settings)
    if folder.resolve().is_relative_to(settings.data.resolve()):
        raise click.UsageError(
            "FOLDER must lie outside CLINIC_DATA: what is lost together is no backup"
        )
    with backing_up(settings):
        sweep(settings.data, folder, recipients)
        with open_database(settings) as db:
            if every is None:
                _make_one(db, settings, recipients, folder, keep)
        if every is not None:
            Following(settings, recipients, folder, keep, every, _stopped()).run()


def _make_one(
    db: Db, settings: Settings, recipients: list[x25519.Recipient], folder: Path, keep: int
) -> None:
    """Make one, note it, and remove those that need not be kept any more."""
    began = time.monotonic()
    try:
        made = make(
            db.get_bind().engine, db.key_source, settings, recipients, folder, datetime.now(UTC)
        )
    except (NotABackup, OSError) as fault:
        # The same full disk may keep it from being noted; the console is told in any case.
        with suppress(DBAPIError):
            note_failed_backup(db, program_itself(), _milliseconds(began), str(fault))
        raise click.ClickException(f"No backup was made: {fault}.") from None
    took = _milliseconds(began)
    thin_out(folder, recipients, made.manifest.made_at, keep)
    note_made(db, made, took, folder, keep)
    click.echo(
        f"{made.path}: {made.manifest.rows:,} rows, {made.size:,} bytes, checked in "
        f"{took / 1000:.1f} s."
    )


def _milliseconds(since: float) -> int:
    return round((time.monotonic() - since) * 1000)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="A text file with the backup key, typed from its sheet.",
)
@click.option("--check", is_flag=True, help="Only open it and say what is in it.")
@click.option(
    "--until",
    type=MOMENT,
    help="Bring back what was written up to this moment (UTC), such as 2026-11-29T14:30.",
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The empty folder in which a PostgreSQL server from a .cluster FILE is to stand.",
)
@click.option(
    "--replace", is_flag=True, help="Put aside the clinic that stands here now; nothing is deleted."
)
def restore(
    file: Path,
    key_file: Path,
    check: bool,
    until: datetime | None,
    into: Path | None,
    replace: bool,
) -> None:
    """Bring a clinic back from a backup FILE, and what was copied after it into its folder."""
    settings = read_settings()
    # Held to the end: nobody is let in before older sign-ins and links have ended.
    if file.name.endswith(BASE_ENDS) != (into is not None):
        raise click.UsageError(f"--into and a FILE that ends in {BASE_ENDS} go together")
    if into is not None:
        _restore_server(_Wanted(file, key_file, until), settings, into)
        return
    with looking(settings), nullcontext() if check else at_rest(settings):
        _restore(_Wanted(file, key_file, until), settings, is_look=check, may_replace=replace)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which backup, the key that opens it, and up to when."""

    file: Path
    key_file: Path
    until: datetime | None


def _restore(wanted: _Wanted, settings: Settings, *, is_look: bool, may_replace: bool) -> None:
    try:
        identity = read_identity(wanted.key_file.read_text(encoding="utf-8"))
        with opened(wanted.file, identity, settings, wanted.until) as found:
            click.echo(_told(found))
            if is_look:
                return
            aside = put_back(found, settings, datetime.now(UTC), may_replace=may_replace)
    except NotABackup as fault:
        raise click.ClickException(f"{wanted.file} cannot be restored: {fault}.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{wanted.key_file} is no text file.") from None
    for path in aside:
        click.echo(f"What stood here is kept as {path}.")
    bring_up(settings)
    with open_database(settings) as db:
        end_restored_access(db, program_itself())
        click.echo(end_restored(db, settings, [wanted.file.parent, settings.data]))
    click.echo("The clinic is back. Everybody signs in again; links that were sent no longer work.")


def _restore_server(wanted: _Wanted, settings: Settings, into: Path) -> None:
    try:
        identity = read_identity(wanted.key_file.read_text(encoding="utf-8"))
        keys = bring_cluster(wanted.file, identity, into, wanted.until)
    except (NotABackup, UnicodeDecodeError) as fault:
        raise click.ClickException(f"{wanted.file} cannot be restored: {fault}.") from None
    if not settings.key_file.exists():
        write_keys(settings.key_file, keys)
    elif load_keys(settings) != keys:
        raise click.ClickException(
            f"{settings.key_file} holds other keys than the backup. Move it elsewhere, empty "
            f"{into}, and run this again."
        )
    click.echo(
        f"{into} holds the server and its log, checked. Give it to the server's user, start "
        "the server on it, and wait until it takes writes. Then: clinic user sign-out-all"
    )


def _told(found: Brought) -> str:
    told, rows = found.opened.manifest, found.contents.rows
    steps = f" and {found.forward.count:,} steps behind it" if found.forward else ""
    return (
        f"Made at {told.made_at:%Y-%m-%d %H:%M:%S} UTC by Hearth {told.program}{steps}: "
        f"{rows:,} rows in {len(found.contents.tables)} tables, all read, as of "
        f"{found.as_of:%Y-%m-%d %H:%M:%S.%f} UTC."
    )


def _recipients(settings: Settings) -> list[x25519.Recipient]:
    try:
        found = read_recipients(settings.data / RECIPIENTS)
    except NotABackup as fault:
        raise click.ClickException(f"{fault}.") from None
    if not found:
        raise click.ClickException(
            "There is no backup key yet. Run: clinic backup-key -o backup-key.pdf"
        )
    return found


def _stopped() -> threading.Event:
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    return stopped


def _grouped(key: str) -> str:
    return " ".join(key[at : at + _GROUP] for at in range(0, len(key), _GROUP))


def _text(key: str) -> str:
    steps = [f"{number}. {step}" for number, step in enumerate(_STEPS, start=1)]
    told = [f"# {line}" for line in (_TITLE, _WHAT_FOR, *steps)]
    return "\n".join([*told, _grouped(key), ""])
