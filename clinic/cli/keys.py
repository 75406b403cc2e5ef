"""`clinic recovery-sheet`: the keys on paper, for the day on which their file is lost."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import click

from clinic.cli.output import check_sheet, sheet_options, write_sheet
from clinic.domain.clinic.keys import KeyRing
from clinic.key_files import load_keys
from clinic.settings import Settings, read_settings

_GROUP = 4
_CHECK = 4
_TITLE = "Recovery sheet"
_WHAT_FOR = (
    "Whoever holds this sheet and a copy of the database can read everything in it. Whoever has "
    "lost both this sheet and the key file can read nothing of it ever again. Keep it sealed and "
    "locked away, apart from the server and from its backups."
)
_STEPS = (
    "Type the lines in the box into an empty text file, exactly as they stand. A long line may go "
    "on below; type it as one. Spaces between the groups do not matter.",
    "Put the file where CLINIC_KEY_FILE says ({key_file} when this was printed), and make it "
    "readable for the clinic's user alone: chmod 600.",
    "Run clinic recovery-sheet again and compare the check words. One that differs names the key "
    "in which a sign is wrong.",
)


@click.command("recovery-sheet")
@sheet_options
def recovery_sheet(output: Path, paper: str) -> None:
    """Write the content of the key file as a sheet to print and lock away."""
    settings = read_settings()
    if not settings.key_file.exists():
        raise click.ClickException(
            f"There are no keys in {settings.key_file}. At first, clinic db upgrade makes them."
        )
    check_sheet(output, settings)
    ring = load_keys(settings)
    write_sheet(
        output,
        _text(settings, ring),
        "recovery.html",
        paper,
        document_title=_TITLE,
        what_for=_WHAT_FOR,
        lines=tuple(_lines(ring)),
        checks=tuple(_checks(ring)),
        steps=tuple(_steps(settings)),
    )
    click.echo(f"{output} holds the keys: print it, lock the paper away, and delete the file.")


def _lines(ring: KeyRing) -> Iterator[str]:
    """Give the key file line by line; reading it back takes spaces between the groups."""
    keys = [f"{json.dumps(name)}: {_grouped(key)}" for name, key in ring.keys.items()]
    yield f'{{"current": {json.dumps(ring.current)}, "keys": {{'
    yield from (f"{key}," for key in keys[:-1])
    yield keys[-1]
    yield f'}}, "database": {_grouped(ring.database)}' + ("," if ring.coming else "}")
    if ring.coming:
        yield f'"coming": {_grouped(ring.coming)}}}'


def _grouped(key: bytes) -> str:
    return json.dumps(key.hex(" ", _GROUP // 2))


def _checks(ring: KeyRing) -> Iterator[str]:
    """Give a short word a key, so that a slip in typing shows and says where it is."""
    of_database = zip(("database", "coming"), ring.database_keys, strict=False)
    for name, key in (*ring.keys.items(), *of_database):
        yield f"{name} {hashlib.sha256(key).hexdigest()[:_CHECK]}"


def _steps(settings: Settings) -> Iterator[str]:
    yield from (step.format(key_file=settings.key_file) for step in _STEPS)


def _text(settings: Settings, ring: KeyRing) -> str:
    steps = [f"{number}. {step}" for number, step in enumerate(_steps(settings), start=1)]
    checks = f"Check words: {', '.join(_checks(ring))}"
    parts = (_TITLE, _WHAT_FOR, "\n".join(_lines(ring)), checks, *steps)
    return "\n\n".join(parts) + "\n"
