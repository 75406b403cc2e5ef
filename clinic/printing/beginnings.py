"""What paper people still need before a group begins: bound so that two never share a paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from clinic.domain.clinic.settings import Paper
from clinic.domain.text import N_
from clinic.printing import render
from clinic.printing.stamps import Copy, Stamps, as_job

_TITLE = N_("Before you begin")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSheet:
    """What is asked of a person about reaching her and about what she needs."""

    holder: str
    subtitle: str
    asks_language: bool
    asks_emergency: bool
    asks_access: bool
    clinic: str
    paper: Paper
    is_large: bool = False
    language: str = "en"


def contact_html(sheet: ContactSheet, translations: NullTranslations = render.ENGLISH) -> str:
    return render.html(
        "contact-sheet.html",
        translations,
        document_title=translations.gettext(_TITLE),
        language=sheet.language,
        paper=sheet.paper,
        is_large=sheet.is_large,
        sheet=sheet,
    )


def bind_papers(
    documents: Sequence[str],
    paper: Paper,
    language: str = "en",
    translations: NullTranslations = render.ENGLISH,
) -> bytes:
    """Print the documents one after another, each on a paper of its own: they are handed back."""
    # Most of them name somebody, so nothing of them is kept.
    printed = [render.once(document) for document in documents]
    binding: dict[str, object] = {
        "title": translations.gettext(_TITLE),
        "language": language,
        "is_duplex": True,
        "parts": as_job(tuple((Copy(number),) for number in range(len(printed)))),
    }
    return render.bind(binding, printed, Stamps(paper).html())
