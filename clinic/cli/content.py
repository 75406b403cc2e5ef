"""`clinic content`: checking worksheets, exercises, programs and instruments."""

from pathlib import Path

import click

from clinic.content.faults import ContentError, ContentFault
from clinic.content.instrument_files import SHIPPED, load_instruments
from clinic.content.library import check as check_library
from clinic.settings import ROOT


@click.group()
def content() -> None:
    """Worksheets, exercises, programs and instruments."""


@content.command()
@click.argument(
    "path", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)
def check(path: Path | None) -> None:
    """Parse all content below PATH (the shipped content without one) and report each fault."""
    folder = path or ROOT / "worksheets"
    faults: list[ContentFault] = []
    keys: frozenset[str] = frozenset()
    try:
        keys = frozenset(load_instruments(SHIPPED).instruments)
    except ContentError as error:
        faults += error.faults
    faults += check_library(folder, keys)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        count = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise click.ClickException(f"{count} in {folder}.")
    kinds = ("sheets/*.md", "exercises/*.md", "programs/*.yaml")
    files = sum(len(list(folder.glob(kind))) for kind in kinds)
    click.echo(f"{files} files and {len(keys)} instruments, no faults.")
