"""What every command that reads a table asks alike: the options, the file, its faults and notes."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click

from clinic.cli.option_types import Word
from clinic.domain.measures.table_cells import (
    DecimalSign,
    Outside,
    TableReading,
    number_in,
    plain_number,
)
from clinic.domain.measures.table_files import (
    MAX_CHARACTERS,
    Remark,
    TableFileError,
    decode,
)

_MOST_BYTES = 4 * MAX_CHARACTERS
_RANGE = re.compile(r"\s*([+-]?[0-9.]+)\s*(?:-|–|\.\.|:|to)\s*([+-]?[0-9.]+)\s*")

F = TypeVar("F", bound=Callable[..., object])


class Missing(click.ParamType[frozenset[str]]):
    """Codes and words that stand for a gap, as in -99,999."""

    name = "codes"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[str]:
        """Read the codes; numbers count in every way of writing them."""
        if isinstance(value, frozenset):
            return value
        found = [part.strip() for part in str(value).split(",")]
        if not all(found):
            self.fail(f"{value}: expected codes with commas between, as in -99,999", param, ctx)
        meanings = [(part, number_in(part)) for part in found]
        return frozenset(plain_number(n[0]) if n else part.casefold() for part, n in meanings)


class Range(click.ParamType[tuple[float, float]]):
    """The lowest and the highest score, as in 0-63."""

    name = "low-high"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Read both ends."""
        if isinstance(value, tuple):
            return value
        match = _RANGE.fullmatch(str(value))
        ends = [number_in(end) for end in match.groups()] if match else []
        if len(ends) != 2 or not all(ends) or not ends[0][-1] < ends[1][-1]:
            self.fail(f"{value}: expected the lowest and the highest score, as in 0-63", param, ctx)
        return ends[0][-1], ends[1][-1]


class ColumnValue(click.ParamType[tuple[str, str]]):
    """A column and what stands in it."""

    name = "column=value"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Part the two."""
        if isinstance(value, tuple):
            return value
        column, sign, wanted = str(value).partition("=")
        if not column.strip() or not sign:
            self.fail(f"{value}: expected COLUMN=VALUE", param, ctx)
        return column.strip(), wanted.strip()


_missing = click.option(
    "--missing",
    type=Missing(),
    default=frozenset[str](),
    help="Codes for a gap, as in -99,999. NA, N/A, NaN, NULL, a dot and nothing are gaps anyway.",
)
_outside = click.option(
    "--outside",
    type=Word(Outside),
    default=Outside.REFUSE,
    show_default=True,
    help="What to do with numbers outside the range: refuse the file, or leave the cells out,"
    " which are counted and named.",
)
_decimal = click.option(
    "--decimal", type=Word(DecimalSign), help="The sign before decimals, where 1,500 could be two."
)
_only = click.option(
    "--only",
    type=ColumnValue(),
    multiple=True,
    help="Read the rows alone that have this value, as in redcap_repeat_instrument=phq9.",
)


def gap_options(command: F) -> F:
    """Add the options of every table to a command."""
    return _outside(_missing(command))


def table_options(command: F) -> F:
    """Add the options of a table of scores to a command."""
    return _only(_decimal(gap_options(command)))


def reading_of(
    missing: frozenset[str],
    outside: Outside,
    decimal: DecimalSign | None = None,
    only: Iterable[tuple[str, str]] = (),
) -> TableReading:
    """Put together what was said of a file."""
    return TableReading(missing, decimal, outside, tuple(only))


def text_of(file: Path) -> tuple[str, tuple[Remark, ...]]:
    """Give a file as text, and what is unusual about its encoding; raises `TableFileError`."""
    if file.stat().st_size > _MOST_BYTES:
        raise click.ClickException(f"{file.name} is larger than a table of scores can be.")
    return decode(file.read_bytes())


def tell(file: Path, remarks: Iterable[Remark]) -> None:
    """Say on standard error what was taken for something else than a row of data, or left out."""
    for remark in remarks:
        click.echo(f"{file.name}: {remark}", err=True)


def refused(file: Path, error: TableFileError) -> click.ClickException:
    """Say the first fault of a file and how many more there are."""
    first, more = error.faults[0], len(error.faults) - 1
    rest = f" (and {more} more {'fault' if more == 1 else 'faults'})" if more else ""
    mark = ":" if first.row is None and first.column is None else ","
    return click.ClickException(f"{file.name}{mark} {first}{rest}")
