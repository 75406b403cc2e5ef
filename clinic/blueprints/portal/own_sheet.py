"""A sheet of a client's own as its pages draw it: to write in, to read, to look at once more."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from clinic.blueprints.portal.room import show_page
from clinic.domain.enrollments import Medium
from clinic.domain.homework.sheet_answers import (
    UnreadWords,
    as_typed,
    check_answers,
    readable,
    unread_by_field,
)
from clinic.domain.homework.worksheets import BODY_REGIONS, CIRCLES, LADDER_PARTS, Answer
from clinic.domain.safety.cries import cries_in, places
from clinic.forms.homework.worksheets import answers_sent, clashing
from clinic.models.programs import WorksheetRow
from clinic.operations.homework.worksheets import KeptSheet, hear_unkept
from clinic.presenters.pdf_words import clash_sentences
from clinic.printing.filled import form_id
from clinic.printing.filled_fields import Filled
from clinic.printing.sheets import SheetJob, sheet_pdf
from clinic.queries.homework.homework import SheetPage, sheet_page
from clinic.web.errors import fault_sentences
from clinic.web.pages import clinic
from clinic.web.papers import pdf_answer
from clinic.web.request_context import actor, db, now, reader

_WORDS = {"circles": CIRCLES, "ladder_parts": LADDER_PARTS, "body_regions": BODY_REGIONS}
# what fields with fixed parts call them, by key


@dataclass(frozen=True, slots=True)
class FromFile:
    """What a PDF says that came when nothing of it can be kept: to be read, and copied."""

    answers: Mapping[str, Answer]
    unread: Mapping[str, tuple[UnreadWords, ...]]
    """Words that could not be read as their field asks, as they were typed."""
    filled: Filled

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stands in it."""
        return self.filled.is_whole and not (self.answers or self.unread)


def said_by_file(page: SheetPage, filled: Filled) -> FromFile:
    """Read a PDF as the sheet reads its answers, with the words of what does not fit."""
    sent = answers_sent(page.sheet, MultiDict(filled.pairs))
    answers, faults = check_answers(page.sheet, sent)
    words = {fault.key: fault.typed for fault in faults if fault.typed.strip()}
    return FromFile(answers, unread_by_field(page.sheet, words), filled)


def printed_sheet(page: SheetPage, subtitle: str, form_id: str = "") -> Response:
    """Print the sheet with what stands in it; a form id makes it one to fill in."""
    settings = clinic()
    job = SheetJob(
        page.sheet,
        None,  # a file of a person's own needs no name on it
        subtitle,
        settings.paper,
        is_large=False,
        crisis_line=settings.crisis_line,
        answers=page.answers,
        form_id=form_id,
    )
    name = f"document-{page.place.day_of(now()).isoformat()}.pdf"
    return pdf_answer(sheet_pdf(job, get_translations()), name)


def own_form_id(page: SheetPage) -> str:
    """Name the version of the sheet, as its fillable PDF does."""
    row = page.assignment.worksheet
    assert isinstance(row, WorksheetRow)  # noqa: S101 - a page of a sheet has its row
    return form_id(row.code, row.content_hash)


def heard_in(page: SheetPage, answers: Mapping[str, object]) -> list[str]:
    """Name the marks of these answers that ask for help at once."""
    return sorted(places(cries_in(page.sheet, readable(page.sheet, answers))))


def hear_unkept_page(page: SheetPage, answers: Mapping[str, object]) -> list[str]:
    """Have a mark heard although its page cannot be kept: out of date, late, or with a fault."""
    heard = heard_in(page, answers)
    if heard:
        hear_unkept(db(), actor(), page.assignment, answers, Medium.PORTAL)
    return heard


def own_sheet(assignment_id: str, *, is_sent: bool = False) -> SheetPage:
    """Load a sheet of the reader's own; a practice is not found.

    A page that `is_sent` is heard also where the sheet was taken out of the homework meanwhile.
    """
    page = sheet_page(db(), reader(), assignment_id, now(), is_sent=is_sent)
    if page is None:
        abort(404)
    return page


def draw_sheet(
    page: SheetPage,
    answers: Mapping[str, object],
    message: str = "",
    faults: Mapping[str, str] | None = None,
    *,
    may_stand: bool = False,
    is_kept: bool = True,
    is_heard: bool = False,
) -> str:
    """Draw the sheet to write in, with what is left to be looked at; `is_heard` beside it."""
    return show_page(
        "portal/worksheets/edit.html",
        page,
        [page.place],
        answers=answers,
        message=message,
        faults=faults or {},
        may_stand=may_stand,
        is_heard=is_heard or bool(heard_in(page, answers)),
        is_kept=is_kept,
        words=_WORDS,
    )


def draw_read(
    page: SheetPage,
    message: str = "",
    file: FromFile | None = None,
    *,
    is_heard: bool = False,
) -> str:
    """Draw the sheet to be read, before and after its time, with what a late `file` says."""
    return show_page(
        "portal/worksheets/read.html",
        page,
        [page.place],
        words=_WORDS,
        message=message,
        file=file,
        is_heard=is_heard,
    )


def draw_again(assignment_id: str, typed: Mapping[str, object], kept: KeptSheet) -> str:
    """Show what is left to be looked at in a sheet of which all else is kept."""
    page = own_sheet(assignment_id)
    marks = fault_sentences(kept.faults) | clash_sentences(page.sheet, kept.clashes)
    answers = {**as_typed(kept.answers, page.unread), **clashing(typed, kept.clashes)}
    return draw_sheet(page, answers, _left_to_do(kept), marks, may_stand=not kept.clashes)


def _left_to_do(kept: KeptSheet) -> str:
    if kept.clashes:
        return _(
            "Everything else is kept. This was changed in two places: please choose which "
            "one to keep."
        )
    return _(
        "Everything you wrote is kept. What is marked could not be read the way the sheet asks: "
        "change it, or leave your words as they are."
    )
