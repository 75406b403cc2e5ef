"""What fields with fixed parts call them, by key, for pages that read an answer back."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from clinic.domain.homework.worksheets import BODY_REGIONS, CIRCLES, LADDER_PARTS, Column, Field

SHEET_WORDS: Mapping[str, Mapping[str, str]] = {
    "circles": CIRCLES,
    "ladder_parts": LADDER_PARTS,
    "body_regions": BODY_REGIONS,
}


def mark_words(field: Field) -> str:
    """Name the answers of a table of which those who lead the group are told."""
    return _(" or ").join(words for column in field.columns for words in _marks(column))


def _marks(column: Column) -> Iterator[str]:
    """Name an option, a number from its bound on, or any words, as each column asks for them."""
    for option in column.options:
        if option.risk is not None:
            yield _("“%(label)s: %(option)s”", label=column.label, option=option.label)
    if column.risk is None:
        return
    if column.risk_from is None:
        yield _("anything under “%(label)s”", label=column.label)
    else:
        bound = f"{column.risk_from:g}"
        yield _("%(number)s or more under “%(label)s”", number=bound, label=column.label)
