"""`clinic instrument`: instruments as FHIR Questionnaires, out and in, without a database."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from clinic.content.faults import ContentError
from clinic.content.fhir_export import export_questionnaire
from clinic.content.fhir_import import LARGEST_JSON, import_questionnaire
from clinic.content.instrument_files import parse_instrument, shipped, shipped_keys
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.rights import WordingMedium


@click.group("instrument")
def instrument() -> None:
    """Instruments to and from FHIR."""


_output = click.option(
    "-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), help="The file."
)


@instrument.command("export")
@click.argument("key")
@_output
def export(key: str, target: Path | None) -> None:
    """Write the instrument KEY, or an instrument file, as a FHIR Questionnaire."""
    one = _instrument(key)
    if one.has_wording:
        refusal = one.why_not(WordingMedium.EXPORT, datetime.now(UTC).date())
        if refusal is not None:
            raise click.ClickException(str(refusal))
    exported = export_questionnaire(one)
    _write(exported.text, target)
    for words in exported.ours_alone:
        click.echo(f"only Hearth reads: {words}", err=True)
    for words in exported.left_out:
        click.echo(f"not in the file: {words}", err=True)


@instrument.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_output
def take_in(file: Path, target: Path | None) -> None:
    """Write what the FHIR Questionnaire in FILE becomes as an instrument file."""
    with file.open("rb") as stream:
        raw = stream.read(LARGEST_JSON + 1)
    try:
        imported = import_questionnaire(raw, file.name)
    except ContentError as error:
        raise click.ClickException("; ".join(str(fault) for fault in error.faults)) from None
    _write(imported.text, target)
    for title, told in (
        ("read", () if imported.is_ours else imported.read),
        ("set here", imported.new),
        ("not taken", imported.lost),
    ):
        for words in told:
            click.echo(f"{title}: {words}", err=True)


def _instrument(key: str) -> Instrument:
    path = Path(key)
    if path.suffix == ".yaml" and path.is_file():
        return parse_instrument(path.read_text(encoding="utf-8"), path.name)
    known = shipped_keys()
    if key.lower() not in known:
        raise click.UsageError(f"There is no instrument {key}. There are: {', '.join(known)}")
    return shipped(key.lower())


def _write(text: str, target: Path | None) -> None:
    if target is None:
        sys.stdout.write(text)
    else:
        target.write_text(text, encoding="utf-8")
