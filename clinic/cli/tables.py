"""Tables on the terminal: drawn by rich for a person, plain columns for a pipe."""

import sys
from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

Rows = Sequence[Sequence[str]]


def show_table(title: str, header: Sequence[str], rows: Rows) -> None:
    """Show a table under its title; nothing of a table without rows."""
    if not rows:
        return
    if is_terminal():
        table = Table(*header, title=title, title_justify="left", title_style="bold")
        for row in rows:
            table.add_row(*map(Text, row))
        Console().print(table)
        return
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    click.echo(title)
    for row in (header, *rows):
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())
    click.echo()


def is_terminal() -> bool:
    """Tell whether a person is looking."""
    return sys.stdout.isatty()


def figure(value: float | None, decimals: int = 2) -> str:
    """Write a figure with steady decimals, and a dash for one that does not exist."""
    if value is None:
        return "-"
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text
