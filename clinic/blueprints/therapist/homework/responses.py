"""What somebody wrote into a sheet: read as the sheet, or typed in from paper."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from clinic.blueprints.therapist.measures.next_paper import address_of, desk_now, to_paper
from clinic.domain.access import Action
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.sheet_answers import as_typed, check_answers, readable
from clinic.domain.homework.worksheets import BODY_REGIONS, CIRCLES, LADDER_PARTS
from clinic.domain.safety.cries import cries_in
from clinic.forms.homework.worksheets import answers_brought, answers_sent, clashing, written_in
from clinic.lookups.safety.open_cases import open_case_of_sheet
from clinic.operations.homework.worksheets import (
    KeptSheet,
    finish_response,
    hear_unkept,
    save_response,
)
from clinic.presenters.dates import full_day
from clinic.presenters.pdf_words import clash_sentences, nothing_new, reading_words
from clinic.printing.filled import LARGEST_FILE, form_id, read_filled
from clinic.queries.homework.responses import TypingPage, get_response, typing_page
from clinic.web.errors import fault_sentences, sentence
from clinic.web.gate import access
from clinic.web.papers import file_sent
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("responses", __name__)

_WORDS = {"circles": CIRCLES, "ladder_parts": LADDER_PARTS, "body_regions": BODY_REGIONS}
# what fields with fixed parts call them, by key


@blueprint.url_value_preprocessor
def take_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a filled PDF in, which may be larger than any form; this runs before a form is read."""
    if endpoint == "therapist.responses.upload":
        request.max_content_length = LARGEST_FILE + 64 * 1024


@blueprint.get("/worksheet-responses/<id:response_id>")
@access(Action.RESPONSE_READ)
def show(response_id: str) -> str:
    """Show the answers; what was left open is said to be open."""
    return render_template(
        "therapist/homework/responses/show.html",
        page=get_response(db(), reader(), response_id),
        regions=BODY_REGIONS,
        iso_day=_in_words,
    )


@blueprint.get("/assignments/<id:assignment_id>/answers")
@access(Action.RESPONSE_TYPE)
def edit(assignment_id: str) -> str:
    """Show the sheet laid out for typing: fields in their order, one hand on the keys."""
    page = typing_page(db(), reader(), assignment_id)
    typed = as_typed(page.answers, page.unread)
    _answers, faults = check_answers(page.sheet, typed)
    return _draw(page, typed, faults=fault_sentences(faults))


@blueprint.post("/assignments/<id:assignment_id>/answers")
@access(Action.RESPONSE_TYPE)
def update(assignment_id: str) -> Response | tuple[str, int]:
    """Keep what was typed in from paper, as done unless more is to come."""
    page = typing_page(db(), reader(), assignment_id)
    written = written_in(page.sheet, request.form)
    doer, is_for_later = actor(), request.form.get("then") == "later"
    try:
        if is_for_later:
            kept = save_response(db(), doer, page.assignment, written, Medium.PAPER)
        else:
            stands = "as_it_stands" in request.form
            kept = finish_response(
                db(), doer, page.assignment, written, Medium.PAPER, as_it_stands=stands
            )
    except Refused as refused:
        notice = _case_words() if _hear_unkept(page, written.answers) else ""
        faults = {refused.field: sentence(refused)} if refused.field else {}
        status = 409 if isinstance(refused, Stale) else 422
        return _draw(page, written.answers, sentence(refused), faults, notice), status
    if kept.clashes or (kept.faults and not is_for_later and kept.response.finished_at is None):
        return _draw_again(assignment_id, written.answers, kept), 422
    flash(_("“%(title)s” is entered.", title=page.sheet.title), "success")
    if open_case_of_sheet(db(), kept.response) is not None and cries_in(page.sheet, kept.answers):
        return redirect(address_of(".stop", assignment_id=assignment_id), 303)
    return redirect(_to_next(page), 303)


@blueprint.get("/assignments/<id:assignment_id>/answers/kept")
@access(Action.RESPONSE_TYPE)
def stop(assignment_id: str) -> Response | str:
    """Stop at a mark that asks for a person's attention, before the next paper is taken up."""
    page = typing_page(db(), reader(), assignment_id)
    case = page.case
    if case is None or page.is_kept_back:
        return redirect(_to_next(page), 303)
    return render_template(
        "therapist/homework/responses/stop.html", page=page, case=case, on=_to_next(page)
    )


def _to_next(page: TypingPage) -> str:
    """Give where the desk goes on, or the person's own page where nothing waits to be typed."""
    place = page.enrollment
    key = page.assignment.public_id
    following = desk_now().after(key, place.public_id, place)
    if following is not None:
        return to_paper(following)
    return url_for(
        "therapist.clients.show",
        client_id=place.client.public_id,
        place=place.public_id,
        _anchor="assignments",
    )


@blueprint.post("/assignments/<id:assignment_id>/answers/file")
@access(Action.RESPONSE_TYPE)
def upload(assignment_id: str) -> tuple[str, int]:
    """Read a filled PDF that somebody handed in, and show it; nothing is kept before that."""
    page = typing_page(db(), reader(), assignment_id)
    sent = file_sent(LARGEST_FILE)
    try:
        filled = read_filled(sent, page.sheet, form_id(page.row.code, page.row.content_hash))
    except Refused as refused:
        return _draw(page, page.answers, sentence(refused)), 422
    # What a PDF says is heard with the reading; nobody has to keep it first.
    said = answers_sent(page.sheet, MultiDict(filled.pairs))
    is_heard = _hear_unkept(page, said)
    if page.is_kept_back:
        return _draw(page, {}, notice=_case_words() if is_heard else ""), 422
    brought = answers_brought(page.sheet, page.answers, filled.pairs, filled.base)
    told = [_case_words()] if is_heard else []
    told += reading_words(filled, brought.taken)
    told.append(
        _("Nothing is kept yet. Look it over, then keep it.")
        if brought.taken
        else nothing_new(filled)
    )
    marks = fault_sentences(brought.faults) | clash_sentences(page.sheet, brought.clashes)
    return _draw(page, brought.answers, faults=marks, notice=" ".join(told)), 200


def _case_words() -> str:
    return _("Something in it opened a risk case. Please look at it now.")


def _hear_unkept(page: TypingPage, answers: Mapping[str, object]) -> bool:
    """Have a mark heard although its page is not kept, and write nothing where there is none."""
    if not cries_in(page.sheet, readable(page.sheet, answers)):
        return False
    return hear_unkept(db(), actor(), page.assignment, answers, Medium.PAPER)


def _draw_again(assignment_id: str, typed: Mapping[str, object], kept: KeptSheet) -> str:
    """Show what is left to be looked at in a sheet of which all else is kept."""
    page = typing_page(db(), reader(), assignment_id)
    marks = fault_sentences(kept.faults) | clash_sentences(page.sheet, kept.clashes)
    answers = {**as_typed(kept.answers, page.unread), **clashing(typed, kept.clashes)}
    message = (
        _(
            "Everything else is kept. This was changed in two places: please choose which one to "
            "keep."
        )
        if kept.clashes
        else _(
            "Everything else is kept. What is marked cannot be read the way the sheet asks: "
            "correct it, or keep the words as they are on the paper."
        )
    )
    has_case = bool(cries_in(page.sheet, kept.answers)) and page.has_case
    notice = _case_words() if has_case else ""
    return _draw(page, answers, message, marks, notice, may_stand=not kept.clashes)


def _draw(
    page: TypingPage,
    answers: Mapping[str, object],
    message: str = "",
    faults: Mapping[str, str] | None = None,
    notice: str = "",
    *,
    may_stand: bool = False,
) -> str:
    return render_template(
        "therapist/homework/responses/edit.html",
        page=page,
        answers=answers,
        message=message,
        faults=faults or {},
        notice=notice,
        may_stand=may_stand,
        reason=request.form.get("reason", ""),
        words=_WORDS,
    )


def _in_words(iso: str) -> str:
    return full_day(date.fromisoformat(iso))
