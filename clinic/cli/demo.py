"""`clinic demo`: a clinic full of invented people, in a folder of its own, and its pages."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from clinic.cli import demo_story as story
from clinic.cli.command_context import open_database
from clinic.cli.database import bring_up
from clinic.cli.demo_clinic import fill
from clinic.cli.serve import run
from clinic.cli.worker import mail_worker
from clinic.lookups.clinic.system import has_accounts
from clinic.server.starts import Start
from clinic.settings import ROOT, Settings, read_settings

_STALE_DAYS = 1


@click.command()
@click.option("--fresh", is_flag=True, help="Throw the demo clinic away and build it again.")
@click.option("--no-serve", is_flag=True, help="Only make the demo clinic.")
def demo(fresh: bool, no_serve: bool) -> None:
    """Make a demo clinic if there is none, and serve it."""
    settings = _settings()
    if fresh:
        rmtree(settings.data, ignore_errors=True)
        settings.key_file.unlink(missing_ok=True)
    bring_up(settings)
    with open_database(settings) as db:
        if not has_accounts(db):
            click.echo("Making the demo clinic ...")
            fill(db, datetime.now(UTC), _zone())
            (settings.data / "made-on").write_text(date.today().isoformat())  # noqa: DTZ011 -- local
    _tell(settings)
    if not no_serve:
        with mail_worker():
            run(Start(settings, is_demo=True), is_clock_right=True)


def _settings() -> Settings:
    """Read the settings with folders of the demo's own; the server's process reads the same."""
    folder = Path(os.environ.get("CLINIC_DATA") or ROOT / "var")
    os.environ["CLINIC_DATA"] = str(folder / "demo")
    os.environ["CLINIC_KEY_FILE"] = str(folder / "demo-keys.json")
    os.environ.pop("CLINIC_DATABASE_URL", None)
    # Nobody of the demo exists: nothing of it may leave this machine.
    os.environ["CLINIC_SMTP_URL"] = "file:"
    return read_settings()


def _zone() -> str:
    """Guess the zone of this machine, so that "today at 18:00" is the reader's own evening."""
    for guess in (
        os.environ.get("TZ", ""),
        str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2],
    ):
        try:
            return ZoneInfo(guess).key if guess else "UTC"
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return "UTC"


def _tell(settings: Settings) -> None:
    made_on = date.fromisoformat((settings.data / "made-on").read_text())
    click.echo(f"\n  Hearth is at {settings.base_url}\n")
    for sign_in_name, what in (
        ("theresa@example.org", "therapist, with tonight's group"),
        ("mia@example.org", "client, on a phone"),
        ("sigrid@example.org", "supervisor, who reads along"),
        ("ada@example.org", "administrator"),
    ):
        click.echo(f"  {sign_in_name:<22} {what}")
    click.echo(f"\n  Passphrase of all: {story.PASSPHRASE}\n")
    if date.today() - made_on > timedelta(days=_STALE_DAYS):  # noqa: DTZ011 -- the reader's own day
        click.echo("  The demo's calendar has moved on. `clinic demo --fresh` builds it again.\n")
    click.echo(f"  What is sent is kept in {settings.data / 'mailbox'}.")
    click.echo("  Stop with Ctrl-C.\n")
