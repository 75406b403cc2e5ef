"""`clinic audit`: whether the trail holds, and its ends for a place elsewhere."""

from datetime import UTC, datetime
from pathlib import Path

import click

from clinic.cli.command_context import open_database
from clinic.domain.clinic.trail import BrokenLink, ChainEnd, LinkFault, read_ends
from clinic.lookups.clinic.trail import broken_links, chain_ends
from clinic.settings import read_settings

_SHOWN = 20
_WORDS = {
    LinkFault.CHANGED: "was changed, or does not follow the one before it",
    LinkFault.MISSING: "has no entry before it",
    LinkFault.END_CUT: "is not where the chain ended: entries were cut off or added",
    LinkFault.END_CHANGED: "is called the end by something the program did not write",
    LinkFault.UNKNOWN_CHAIN: "belongs to a chain that the program does not have",
    LinkFault.OLDER_END: "was an end once, and is no longer there",
}


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option(
    "--ends",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of ends that was kept elsewhere: finds a whole database that was put back.",
)
def verify(ends: Path | None) -> None:
    """Look along every chain of the trail."""
    noted = _read(ends) if ends else []
    with open_database(read_settings()) as db:
        found = broken_links(db, noted)
        entries = sum(end.number for end in chain_ends(db))
    if found:
        for one in found[:_SHOWN]:
            click.echo(f"Entry {_place(one)} {_WORDS[one.fault]}.", err=True)
        more = f" (the first {_SHOWN} are above)" if len(found) > _SHOWN else ""
        count = "one place" if len(found) == 1 else f"{len(found)} places"
        raise click.ClickException(f"The trail does not hold in {count}{more}.")
    against = f", and holds every one of {len(noted)} ends from elsewhere" if noted else ""
    click.echo(f"The trail holds: {entries:,} entries with a key{against}.")


@audit.command("ends")
def print_ends() -> None:
    """Print the ends of all chains, to be kept on another machine or on paper."""
    with open_database(read_settings()) as db:
        click.echo(text_of(chain_ends(db)), nl=False)


def text_of(ends: list[ChainEnd]) -> str:
    """Write ends as the text that `clinic audit verify --ends` reads."""
    lines = [f"# audit trail, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC", *(e.line() for e in ends)]
    return "".join(f"{line}\n" for line in lines)


def _read(path: Path) -> list[ChainEnd]:
    try:
        return read_ends(path.read_text(encoding="utf-8").splitlines())
    except ValueError:
        raise click.ClickException(f"{path} is no list of ends of the audit trail.") from None


def _place(one: BrokenLink) -> str:
    return f"{one.number} of chain {one.chain}" if one.chain >= 0 else f"{one.number} (without key)"
