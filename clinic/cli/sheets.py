"""`clinic sheet`: one worksheet of the shipped content on paper."""

from pathlib import Path

import click

from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.domain.clinic.settings import Paper
from clinic.printing.filled import form_id
from clinic.printing.sheets import SheetJob, sheet_pdf
from clinic.settings import read_settings


@click.command()
@click.argument("code")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The PDF to write.",
)
@click.option("--large", is_flag=True, help="Large print.")
@click.option("--fillable", is_flag=True, help="A PDF to type in, with a field for each answer.")
@click.option(
    "--paper", type=click.Choice([size.value for size in Paper]), default="A4", show_default=True
)
def sheet(code: str, output: Path, large: bool, fillable: bool, paper: str) -> None:
    """Write the worksheet CODE as an empty sheet, for instance W03; needs no database."""
    keys = frozenset(load_instruments().instruments)
    library = load_library(read_settings().content, keys)
    worksheets = library.worksheets
    if code.upper() not in worksheets:
        known = ", ".join(sorted(worksheets))
        raise click.UsageError(f"There is no worksheet {code}. There are: {known}")
    sha256 = library.worksheet_sources[code.upper()].sha256
    job = SheetJob(
        worksheets[code.upper()],
        holder=None,
        subtitle="",
        paper=Paper(paper),
        is_large=large,
        crisis_line="",
        form_id=form_id(code.upper(), sha256) if fillable else "",
    )
    output.write_bytes(sheet_pdf(job))
