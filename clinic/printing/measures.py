"""A questionnaire on paper, for whoever answers with a pen, where its rights allow that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from gettext import NullTranslations

from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument, Item, Option
from clinic.domain.measures.rights import WordingMedium
from clinic.printing import render
from clinic.printing.sheets import SQUARE, Layout, Stamp, help_line
from clinic.printing.squares import square


@dataclass(frozen=True, slots=True)
class _Group:
    """Questions that share their answers stand in one table; one with its own stands alone."""

    heading: str
    options: tuple[Option, ...]
    items: tuple[Item, ...]
    is_table: bool


@dataclass(frozen=True, slots=True)
class _FormWords:
    """The words of an instrument in the order of its form."""

    short_name: str
    lead_in: str
    groups: tuple[_Group, ...]
    notice: str
    is_compared: bool
    """Whether somebody compared the wording with its source."""


def measure_html(
    instrument: Instrument,
    layout: Layout,
    translations: NullTranslations = render.ENGLISH,
    *,
    today: date,
    own: Stamp | None = None,
    has_code_place: bool = False,
) -> str:
    """Give the empty form, or refuse where paper is not ours.

    It is one person's own, or has the holder's place left free for a stamp, with room for a square.
    """
    refusal = instrument.why_not(WordingMedium.PAPER, today)
    if refusal is not None:
        raise Refused(refusal.message, refusal.params)
    return render.html(
        "measure.html",
        translations,
        document_title=instrument.short_name,
        language=instrument.language,
        paper=layout.paper,
        is_large=layout.is_large,
        form=_form(instrument),
        own=own,
        square=square(own.link, translations.gettext(SQUARE)) if own and own.link else None,
        is_coded=has_code_place or bool(own and own.link),
        crisis_line=help_line(layout.crisis_line, translations),
    )


def measure_pdf(
    instrument: Instrument,
    layout: Layout,
    translations: NullTranslations = render.ENGLISH,
    *,
    today: date,
    own: Stamp,
) -> bytes:
    """Give one person's questionnaire as a file, with the code that leads to the typing desk."""
    return render.pdf(measure_html(instrument, layout, translations, today=today, own=own))


def _form(instrument: Instrument) -> _FormWords:
    return _FormWords(
        short_name=instrument.short_name,
        lead_in=instrument.lead_in,
        groups=tuple(_groups(instrument)),
        notice=instrument.rights.notice if instrument.rights else "",
        is_compared=instrument.wording_source is None or instrument.wording_source.is_verified,
    )


def _groups(instrument: Instrument) -> Iterator[_Group]:
    table: list[Item] = []
    for item in instrument.asked:
        if table and (item.heading or item.options):
            yield _table(instrument, table)
            table = []
        if item.options:
            yield _Group(item.heading, item.options, (item,), is_table=False)
        else:
            table.append(item)
    if table:
        yield _table(instrument, table)


def _table(instrument: Instrument, items: Sequence[Item]) -> _Group:
    return _Group(items[0].heading, instrument.options, tuple(items), is_table=True)
