"""The blocks of a sheet in reading order, their prose ready to be shown."""

from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup

from clinic.domain.homework.figures import Figure
from clinic.domain.homework.worksheets import Field, Prose, Worksheet


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """A field, a figure, or prose whose HTML the content parser made and vouches for."""

    field: Field | None
    figure: Figure | None
    html: Markup


def blocks_of(sheet: Worksheet) -> tuple[SheetBlock, ...]:
    """Give a sheet's blocks with their prose ready to be shown."""
    return tuple(_block(block) for block in sheet.blocks)


def _block(block: Prose | Field | Figure) -> SheetBlock:
    match block:
        case Prose():
            return SheetBlock(None, None, safe_html(block.html))
        case Figure():
            return SheetBlock(None, block, Markup())
        case Field():
            return SheetBlock(block, None, Markup())
        case _:
            assert_never(block)


def safe_html(html: str) -> Markup:
    """Vouch for prose of a content file."""
    # Safe: the parser renders with raw HTML off, and files are the clinic's own.
    return Markup(html)  # noqa: S704
