"""The sheet for a week of practice at home: what was agreed with one person, and how it is done.

It names nobody, so that all with whom the same was agreed share one master.
"""

from dataclasses import dataclass
from gettext import NullTranslations

from markupsafe import Markup

from clinic.printing import render
from clinic.printing.sheets import Layout, help_line


@dataclass(frozen=True, slots=True)
class AgreedPractice:
    """One practice with its dose in words, and a line for each day as the desk types it."""

    title: str
    dose: str
    gentler: str
    """The title of the gentler practice, or empty."""
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """How one practice is done."""

    title: str
    purpose: str
    caution: str
    stop_rule: str
    html: str
    gentler_than: str
    """The title of the practice below which it is the gentler rung, or empty."""


@dataclass(frozen=True, slots=True)
class HomePractice:
    """One person's week, without her name."""

    code: str
    title: str
    purpose: str
    language: str
    practices: tuple[AgreedPractice, ...]
    steps: tuple[Steps, ...]


def home_practice_html(
    sheet: HomePractice,
    layout: Layout,
    translations: NullTranslations = render.ENGLISH,
    *,
    has_code_place: bool = False,
) -> str:
    """Give the sheet as HTML, with an empty place for a name and maybe for a code."""
    return render.html(
        "home-practice.html",
        translations,
        document_title=sheet.code,
        language=sheet.language,
        paper=layout.paper,
        is_large=layout.is_large,
        sheet=sheet,
        # Safe: the parser renders with raw HTML off, and files are the clinic's own.
        texts=tuple(Markup(steps.html) for steps in sheet.steps),  # noqa: S704
        foot=sheet.code,
        crisis_line=help_line(layout.crisis_line, translations),
        is_coded=has_code_place,
    )
