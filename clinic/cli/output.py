"""Writing a file that a command was asked for, readable for its owner alone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from clinic.domain.clinic.settings import Paper
from clinic.printing import render
from clinic.settings import Settings


def sheet_options(command: Callable[..., None]) -> Callable[..., None]:
    """Ask where a sheet of secrets is to be written, and on which paper."""
    size = click.Choice([size.value for size in Paper])
    path = click.Path(dir_okay=False, path_type=Path)
    told = "The file to write, a PDF or a text by its ending."
    command = click.option("--paper", type=size, default="A4", show_default=True)(command)
    return click.option("-o", "--output", type=path, required=True, help=told)(command)


def check_sheet(output: Path, settings: Settings) -> None:
    """Refuse a place where a sheet of secrets may not lie, before there is one."""
    if output.resolve().is_relative_to(settings.data.resolve()):
        raise click.UsageError("--output must lie outside CLINIC_DATA, as the keys do")
    if output.suffix not in (".pdf", ".txt"):
        raise click.UsageError("--output must end in .pdf or .txt")


def write_sheet(output: Path, text: str, template: str, paper: str, **values: Any) -> None:
    """Write a sheet of secrets to print: as a text, or as a PDF made of a template."""
    if output.suffix == ".txt":
        write_private(output, text.encode())
        return
    page = render.html(template, language="en", paper=Paper(paper), is_large=False, **values)
    write_private(output, render.pdf(page))


def write_private(path: Path, content: bytes) -> None:
    """Write a file with mode 0600, also where one with another mode stands already."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
