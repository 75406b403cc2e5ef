"""What somebody agrees to, on paper: with lines to sign on, or with what was agreed and when."""

from dataclasses import dataclass
from gettext import NullTranslations

from clinic.domain.clinic.settings import Paper
from clinic.domain.text import N_
from clinic.printing import render

_TITLE = N_("Agreement")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentForm:
    """A text for one person; days and times come as words of the reader's language."""

    clinic: str
    title: str
    paragraphs: tuple[str, ...]
    version: int
    written_on: str
    person: str
    paper: Paper
    is_large: bool = False
    agreed: str = ""
    """A whole sentence: who agreed, how and when; empty for lines to sign on."""
    printed_on: str
    language: str = "en"


def consent_html(form: ConsentForm, translations: NullTranslations = render.ENGLISH) -> str:
    return render.html(
        "consent.html",
        translations,
        document_title=translations.gettext(_TITLE),
        language=form.language,
        paper=form.paper,
        is_large=form.is_large,
        form=form,
    )


def consent_pdf(form: ConsentForm, translations: NullTranslations = render.ENGLISH) -> bytes:
    return render.pdf(consent_html(form, translations))
