"""A questionnaire on paper, for whoever answers with a pen, where its rights allow that."""

from dataclasses import dataclass
from gettext import NullTranslations

from clinic.domain.instruments import Instrument, Option
from clinic.printing import render
from clinic.printing.sheets import Paper, help_line


@dataclass(frozen=True, slots=True)
class _Question:
    number: int
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """The words of an instrument: those questions that share its answers, then the others."""

    short_name: str
    lead_in: str
    options: tuple[Option, ...]
    items: tuple[_Question, ...]
    others: tuple[_Question, ...]
    notice: str


def measure_html(
    instrument: Instrument,
    paper: Paper,
    is_large: bool,
    crisis_line: str,
    translations: NullTranslations = render.ENGLISH,
) -> str:
    """Give the empty form with the holder's place left free; its wording must be ours to print."""
    if not instrument.may_be_printed:
        raise ValueError(f"{instrument.key} may not be printed")
    return render.html(
        "measure.html",
        translations,
        document_title=instrument.short_name,
        language=instrument.language,
        paper=paper,
        is_large=is_large,
        form=_form(instrument),
        crisis_line=help_line(crisis_line, translations),
    )


def _form(instrument: Instrument) -> _Form:
    questions = [_Question(item.number, item.text or "", item.options) for item in instrument.asked]
    return _Form(
        short_name=instrument.short_name,
        lead_in=instrument.lead_in,
        options=instrument.options,
        items=tuple(question for question in questions if not question.options),
        others=tuple(question for question in questions if question.options),
        notice=instrument.rights.notice if instrument.rights else "",
    )
