"""One worksheet on paper: A4 or Letter, ordinary or large print, for somebody or nobody yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from markupsafe import Markup

from clinic.domain.clinic.settings import Paper
from clinic.domain.homework.figures import Figure
from clinic.domain.homework.worksheets import Answer, Field, Prose, Readers, Worksheet
from clinic.domain.text import N_
from clinic.printing import render
from clinic.printing.squares import square

_HELP = N_("Need help now? Call %(line)s")
_HELP_NUMBER = N_("Need help now? Call your emergency number.")
_READERS = {
    # Each with whether it is a form to bring back; paper is read only where it is handed in.
    (Readers.MINE, False): N_("Keep this sheet. Hand it in only if you want it read."),
    (Readers.MINE, True): N_(
        "This sheet is yours. Bring it back to your own page, and only you can read it there. Hand "
        "it in only if you want it read."
    ),
    (Readers.FACILITATORS, False): N_("If you hand it in, your facilitators read it."),
    (Readers.FACILITATORS, True): N_("Your facilitators can read what you bring back."),
}
SQUARE = N_("A square for the camera of a phone")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is one person's own on a sheet; all the rest is the same on everybody's."""

    holder: str
    subtitle: str
    code: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """On what something is printed, how large, and whom to call by the foot of its pages."""

    paper: Paper
    is_large: bool = False
    crisis_line: str = ""


@dataclass(frozen=True, slots=True)
class SheetJob:
    """One worksheet to print; without a holder a line for the name stands in its place."""

    worksheet: Worksheet
    holder: str | None
    subtitle: str
    """Small words under the name, as "Tuesdays · from Session 1"."""
    paper: Paper
    is_large: bool
    crisis_line: str
    """A number or a name and a number; empty points to the emergency number."""
    answers: Mapping[str, Answer] | None = None
    """None prints the empty sheet."""
    code: str | None = None
    """What opens this person's sheet when it is typed, as "BCDF-GHJK"."""
    link: str | None = None
    """The same for a camera, drawn over the code; without one there is neither."""
    form_id: str = ""
    """Makes a fillable PDF that says for which version of the sheet it is; empty prints paper."""
    is_master: bool = False
    """Leaves the holder's place empty, for a stamp."""
    has_code_place: bool = False
    """A master that leaves room for a square as well."""

    @property
    def is_form(self) -> bool:
        """Whether it is typed in: a sheet to read has no place for it, whoever asks."""
        return bool(self.form_id and self.worksheet.fields)


@dataclass(frozen=True, slots=True)
class _Block:
    """A field, a figure, or prose whose HTML the content parser made and vouches for."""

    field: Field | None
    figure: Figure | None
    html: Markup
    has_care: bool
    """Whether the box that says go gently stands beside it."""


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
        is_care_beside=any(block.has_care for block in blocks),
        holder=job.holder,
        subtitle=job.subtitle,
        code=job.code,
        square=square(job.link, translations.gettext(SQUARE)) if job.link else None,
        foot=sheet.code,
        # A promise stands where it is seen, and large words find no room at the foot.
        has_readers_above=sheet.readers is Readers.MINE or job.is_large,
        who_reads=_who_reads(job, translations),
        crisis_line=help_line(job.crisis_line, translations),
        answers=job.answers,
        form_id=job.form_id if job.is_form else "",
        is_master=job.is_master,
        is_coded=job.has_code_place or job.link is not None,
    )


def sheet_pdf(job: SheetJob, translations: NullTranslations = render.ENGLISH) -> bytes:
    return render.pdf(sheet_html(job, translations), is_form=job.is_form)


def help_line(crisis_line: str, translations: NullTranslations) -> str:
    """Give the line at the foot of every page that says whom to call."""
    if not crisis_line.strip():
        return translations.gettext(_HELP_NUMBER)
    return translations.gettext(_HELP) % {"line": crisis_line.strip()}


def _who_reads(job: SheetJob, translations: NullTranslations) -> str:
    """Say who reads what will be written; what is printed with its answers has been read."""
    if not job.worksheet.fields or (job.answers is not None and not job.is_form):
        return ""
    return translations.gettext(_READERS[job.worksheet.readers, job.is_form])


def _blocks(sheet: Worksheet) -> tuple[_Block, ...]:
    """Let the box stand beside the first steps or the first figure: it is printed once."""
    blocks: list[_Block] = []
    for block in sheet.blocks:
        if isinstance(block, Field):
            blocks.append(_Block(block, None, Markup(), False))
            continue
        has_care = not any(earlier.has_care for earlier in blocks)
        if isinstance(block, Prose):
            # Safe: the parser renders with raw HTML off, and files are the clinic's own.
            html = Markup(block.html)  # noqa: S704
            blocks.append(_Block(None, None, html, has_care and block.is_steps))
        else:
            blocks.append(_Block(None, block, Markup(), has_care))
    return tuple(blocks)
