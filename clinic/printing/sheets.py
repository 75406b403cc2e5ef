"""One worksheet on paper: A4 or Letter, ordinary or large print, for somebody or nobody yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from gettext import NullTranslations

from markupsafe import Markup

from clinic.domain.text import N_
from clinic.domain.worksheets import Answer, Field, Prose, Worksheet
from clinic.printing import render

_HELP = N_("Need help now? Call %(line)s")
_HELP_CARD = N_("Need help now? Call the line on your help card.")
_WEEK_NAMES = {0: N_("Orientation"), 9: N_("Booster")}
_WEEK = N_("Week %(number)s")


class Paper(StrEnum):
    """The two sizes that a clinic's printer holds."""

    A4 = "A4"
    LETTER = "Letter"

    @property
    def css(self) -> str:
        """Give the size as a style sheet names it."""
        return self.value.lower()


@dataclass(frozen=True, slots=True)
class SheetJob:
    """One worksheet to print; without a holder a line for the name stands in its place."""

    worksheet: Worksheet
    holder: str | None
    subtitle: str
    # Small words under the name, as "Tuesdays · from Session 1".
    paper: Paper
    is_large: bool
    crisis_line: str
    # A number or a name and a number; empty points to the person's own help card.
    answers: Mapping[str, Answer] | None = None
    # None prints the empty sheet.


@dataclass(frozen=True, slots=True)
class _Block:
    """A field, or prose whose HTML the content parser made and vouches for."""

    field: Field | None
    html: Markup
    is_steps: bool


def sheet_html(job: SheetJob, translations: NullTranslations = render.ENGLISH) -> str:
    """Give the sheet as HTML; the document's own title is the code alone, which tells nothing."""
    sheet = job.worksheet
    blocks = _blocks(sheet)
    return render.html(
        "sheet.html",
        translations,
        document_title=sheet.code,
        language=sheet.language,
        paper=job.paper,
        is_large=job.is_large,
        sheet=sheet,
        blocks=blocks,
        has_steps=any(block.is_steps for block in blocks),
        holder=job.holder,
        subtitle=job.subtitle,
        foot=_foot(sheet, translations),
        crisis_line=help_line(job.crisis_line, translations),
        answers=job.answers,
    )


def sheet_pdf(job: SheetJob, translations: NullTranslations = render.ENGLISH) -> bytes:
    return render.pdf(sheet_html(job, translations))


def help_line(crisis_line: str, translations: NullTranslations) -> str:
    """Give the line at the foot of every page that says whom to call."""
    if not crisis_line.strip():
        return translations.gettext(_HELP_CARD)
    return translations.gettext(_HELP) % {"line": crisis_line.strip()}


def _blocks(sheet: Worksheet) -> tuple[_Block, ...]:
    """Let only the first list of steps stand beside the box: it is printed once."""
    blocks: list[_Block] = []
    for block in sheet.blocks:
        if isinstance(block, Prose):
            is_steps = block.is_steps and not any(earlier.is_steps for earlier in blocks)
            # Safe: the parser renders with raw HTML off, and files are the clinic's own.
            blocks.append(_Block(None, Markup(block.html), is_steps))  # noqa: S704
        else:
            blocks.append(_Block(block, Markup(), False))
    return tuple(blocks)


def _foot(sheet: Worksheet, translations: NullTranslations) -> str:
    if sheet.week is None:
        return sheet.code
    name = _WEEK_NAMES.get(sheet.week)
    week = (
        translations.gettext(name) if name else translations.gettext(_WEEK) % {"number": sheet.week}
    )
    return f"{sheet.code} · {week}"
