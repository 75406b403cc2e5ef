"""Reports: sections of words, tables and drawings, the same way for whoever they are for."""

from dataclasses import dataclass, field
from gettext import NullTranslations

from markupsafe import Markup

from clinic.charts.frame import FONT
from clinic.domain.clinic.settings import Paper
from clinic.printing import render

_OWN_FONT = "Hearth Sans, sans-serif"


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of words; the first cell of a row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of `clinic/charts`, and in a sentence what it shows."""

    svg: Markup
    says: str

    def __post_init__(self) -> None:
        # Paper has the faces of the print folder and no other.
        object.__setattr__(self, "svg", Markup(self.svg.replace(FONT, _OWN_FONT)))  # noqa: S704 - as it came


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part of a report under its own heading."""

    title: str
    paragraphs: tuple[str, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    notes: tuple[str, ...] = ()
    """Small print: rules, sources, what is missing."""
    quotes: tuple[tuple[str, str], ...] = ()
    """A day and somebody's own words."""


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """One report as it is printed."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[ReportSection, ...]
    foot: str
    holder: str
    """For the top of each page; empty where nobody may be named."""
    paper: Paper
    closing: tuple[str, ...] = field(default=())
    is_preview: bool = False
    language: str = "en"


def report_html(report: PrintedReport, translations: NullTranslations = render.ENGLISH) -> str:
    """Give the report as it will be printed."""
    return render.html(
        "report.html",
        translations,
        document_title=report.title,
        language=report.language,
        paper=report.paper,
        is_large=False,
        report=report,
    )


def report_pdf(report: PrintedReport, translations: NullTranslations = render.ENGLISH) -> bytes:
    """Print the report as a tagged PDF."""
    return render.pdf(report_html(report, translations))
