"""The copy of a person's record on paper, to be read by her."""

from dataclasses import dataclass
from gettext import NullTranslations

from clinic.domain.clinic.settings import Paper
from clinic.domain.text import N_
from clinic.printing import render

_TITLE = N_("Your record")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One thing that is noted: what it is, and what was noted, line by line."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPart:
    """All that is noted of one kind, entry by entry."""

    title: str
    entries: tuple[tuple[RecordLine, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPaper:
    """A record as words; days and times are written in the reader's language."""

    clinic: str
    person: str
    made_on: str
    zone: str
    told: str
    """What is in it and what is not."""
    parts: tuple[RecordPart, ...]
    empty: tuple[str, ...]
    """Of which kinds nothing is noted."""
    paper: Paper
    language: str = "en"


def record_html(record: RecordPaper, translations: NullTranslations = render.ENGLISH) -> str:
    return render.html(
        "own-record.html",
        translations,
        document_title=translations.gettext(_TITLE),
        language=record.language,
        paper=record.paper,
        is_large=False,
        record=record,
    )


def record_pdf(record: RecordPaper, translations: NullTranslations = render.ENGLISH) -> bytes:
    return render.pdf(record_html(record, translations))
