"""Filling in a sheet, here or in a PDF: saved while it is written, finished when one says so."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.cries import cries_in, places
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.sheet_answers import readable
from clinic.domain.worksheets import BODY_REGIONS, CIRCLES, LADDER_PARTS
from clinic.forms.worksheets import answers_brought, answers_sent
from clinic.models.programs import Worksheet
from clinic.operations.worksheets import (
    WrongAnswers,
    choose_readers,
    finish_response,
    hear_unkept,
    save_for_readers,
    save_response,
)
from clinic.printing.filled import LARGEST_FILE, form_id, read_filled
from clinic.printing.sheets import Paper, SheetJob, sheet_pdf
from clinic.queries.homework import SheetPage, sheet_page
from clinic.web.context import actor, db, now, reader
from clinic.web.errors import fault_sentences, sentence
from clinic.web.gate import access
from clinic.web.pages import clinic, full_day, in_zone
from clinic.web.papers import file_sent, pdf_answer
from clinic.web.pdf_words import clash_sentences, nothing_new, reading_words

blueprint = Blueprint("worksheets", __name__)

_WORDS = {"circles": CIRCLES, "ladder_parts": LADDER_PARTS, "body_regions": BODY_REGIONS}
# what fields with fixed parts call them, by key


@blueprint.url_value_preprocessor
def take_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a filled PDF in, which may be larger than any form; this runs before a form is read."""
    if endpoint == "portal.worksheets.upload":
        request.max_content_length = LARGEST_FILE + 64 * 1024


@blueprint.get("/assignments/<id:assignment_id>/worksheet")
@access(Action.WORKSHEET_FILL)
def edit(assignment_id: str) -> str:
    """Show the sheet to write in, or to read when its time is over."""
    page = _page(assignment_id)
    if page.is_closed:
        return show_page("portal/worksheets/closed.html", page, [page.place])
    return _draw(page, page.answers) if page.is_open else _read(page)


@blueprint.route("/assignments/<id:assignment_id>/worksheet", methods=["PUT", "POST"])
@access(Action.WORKSHEET_FILL)
def save(assignment_id: str) -> tuple[Response, int]:
    """Keep the answers as a script sends them, and say as of which version."""
    page = _page(assignment_id)
    body = _body(request.get_json(silent=True))
    if body is None:
        return jsonify(message=_("This could not be read. Nothing was changed.")), 422
    try:
        response = save_response(db(), actor(), page.assignment, *body, Medium.PORTAL)
    except WrongAnswers as wrong:
        heard = _hear_unkept(page, body[0])
        said = {"message": _first(page, wrong), "faults": fault_sentences(wrong.faults)}
        return jsonify(**said, heard=heard), 422
    except Refused as refused:
        heard = _hear_unkept(page, body[0])
        status = 409 if isinstance(refused, Stale) else 422
        return jsonify(message=sentence(refused), heard=heard), status
    saved = {"version": response.version, "saved_at": response.saved_at.isoformat()}
    return jsonify(**saved, answered=response.answered, heard=_heard(page, body[0])), 200


@blueprint.post("/assignments/<id:assignment_id>/worksheet/completion")
@access(Action.WORKSHEET_FILL)
def finish(assignment_id: str) -> Response | tuple[str, int]:
    """Keep the whole form; it is done unless somebody wants to go on later."""
    page = _page(assignment_id)
    answers = answers_sent(page.sheet, request.form)
    is_for_later = request.form.get("then") == "later"
    deed = save_response if is_for_later else finish_response
    version = request.form.get("version", 0, type=int)
    try:
        deed(db(), actor(), page.assignment, answers, version, Medium.PORTAL)
    except WrongAnswers as wrong:
        _hear_unkept(page, answers)
        return _draw(page, answers, sentence(wrong), fault_sentences(wrong.faults)), 422
    except Refused as refused:
        _hear_unkept(page, answers)
        return _draw(page, answers, sentence(refused)), 409 if isinstance(refused, Stale) else 422
    flash(
        _("Your sheet is kept. You can go on at any time.") if is_for_later else _done(), "success"
    )
    if _heard(page, answers):
        return redirect(url_for("portal.worksheets.help", assignment_id=assignment_id), 303)
    return redirect(url_for("portal.today.show"), 303)


@blueprint.post("/assignments/<id:assignment_id>/worksheet/sharing")
@access(Action.WORKSHEET_FILL)
def share(assignment_id: str) -> Response | tuple[str, int]:
    """Let the facilitators read the sheet from now on; what is typed beside it is kept first."""
    return _choose(assignment_id, is_shared=True)


@blueprint.post("/assignments/<id:assignment_id>/worksheet/sharing/end")
@access(Action.WORKSHEET_FILL)
def take_back(assignment_id: str) -> Response | tuple[str, int]:
    """Close the sheet again to everybody but its writer."""
    return _choose(assignment_id, is_shared=False)


@blueprint.get("/assignments/<id:assignment_id>/worksheet/help")
@access(Action.WORKSHEET_FILL)
def help(assignment_id: str) -> Response | str:
    """Show where help is, right after a sheet was kept that asks for it, and the ways on."""
    page = _page(assignment_id)
    if not _heard(page, page.answers):
        return redirect(url_for("portal.worksheets.edit", assignment_id=assignment_id), 303)
    return show_page("portal/worksheets/help.html", page, [page.place])


@blueprint.get("/assignments/<id:assignment_id>/worksheet.pdf")
@access(Action.WORKSHEET_FILL)
def form(assignment_id: str) -> Response:
    """Give the sheet as a PDF to fill in, with what stands in it already."""
    page = _page(assignment_id)
    if not page.is_open or page.is_closed:
        abort(404)
    return _print(page, "", form_id=_form_id(page))


@blueprint.post("/assignments/<id:assignment_id>/worksheet/file")
@access(Action.WORKSHEET_FILL)
def upload(assignment_id: str) -> Response | tuple[str, int]:
    """Take the answers out of a PDF that was filled in, and show them for a last look."""
    page = _page(assignment_id)
    if not page.is_open:
        return _read(page), 422
    try:
        filled = read_filled(file_sent(LARGEST_FILE), page.sheet, _form_id(page))
        # What a PDF says is heard with the reading; nobody has to keep it first.
        _hear_unkept(page, answers_sent(page.sheet, MultiDict(filled.pairs)))
        brought = answers_brought(page.sheet, page.answers, filled.pairs, filled.base)
        told = reading_words(filled, brought.taken)
        if brought.faults or brought.clashes or filled.doubtful:
            marks = fault_sentences(brought.faults) | clash_sentences(page.sheet, brought.clashes)
            told.append(_("Nothing of it is kept yet. Look it through, then keep it."))
            return _draw(page, brought.answers, " ".join(told), marks), 422
        if brought.taken:
            doer = actor()
            save_response(db(), doer, page.assignment, brought.answers, page.version, Medium.PORTAL)
    except Refused as refused:
        return _draw(page, page.answers, sentence(refused)), 422
    if not brought.taken:
        told.insert(0, nothing_new())
    elif not filled.unread and not filled.notes:
        told.append(_("All of it is kept here. Look it through, and say when it is done."))
    flash(" ".join(told), "success" if brought.taken else "message")
    return redirect(url_for("portal.worksheets.edit", assignment_id=assignment_id), 303)


@blueprint.get("/assignments/<id:assignment_id>/copy.pdf")
@access(Action.WORKSHEET_FILL)
def copy(assignment_id: str) -> Response:
    """Give somebody what she wrote, to keep; its name tells nothing."""
    page = _page(assignment_id)
    if page.saved_at is None or page.is_closed:
        abort(404)
    return _print(page, full_day(in_zone(page.saved_at, page.place.zone)))


def _choose(assignment_id: str, *, is_shared: bool) -> Response | tuple[str, int]:
    page = _page(assignment_id)
    answers = answers_sent(page.sheet, request.form)
    version = request.form.get("version", type=int)
    try:
        if version is not None:
            save_for_readers(db(), actor(), page.assignment, answers, version, is_shared=is_shared)
        elif page.response is not None:
            choose_readers(db(), actor(), page.response, is_shared=is_shared)
        else:
            abort(404)
    except WrongAnswers as wrong:
        _hear_unkept(page, answers)
        return _draw(page, answers, sentence(wrong), fault_sentences(wrong.faults)), 422
    except Refused as refused:
        _hear_unkept(page, answers)
        return _draw(page, answers, sentence(refused)), 409 if isinstance(refused, Stale) else 422
    flash(
        _("Your facilitators can read this sheet now. You can take that back.")
        if is_shared
        else _("From now on only you can read this sheet. Somebody may have read it before."),
        "success",
    )
    return redirect(url_for("portal.worksheets.edit", assignment_id=assignment_id), 303)


def _print(page: SheetPage, subtitle: str, form_id: str = "") -> Response:
    settings = clinic()
    job = SheetJob(
        page.sheet,
        None,  # a file of a person's own needs no name on it
        subtitle,
        Paper(settings.paper.value),
        is_large=False,
        crisis_line=settings.crisis_line,
        answers=page.answers,
        form_id=form_id,
    )
    name = f"document-{page.place.day_of(now()).isoformat()}.pdf"
    return pdf_answer(sheet_pdf(job, get_translations()), name)


def _form_id(page: SheetPage) -> str:
    row = page.assignment.worksheet
    assert isinstance(row, Worksheet)  # noqa: S101 - a page of a sheet has its row
    return form_id(row.code, row.content_hash)


def _heard(page: SheetPage, answers: Mapping[str, object]) -> list[str]:
    """Name the marks of these answers that ask for help at once."""
    return sorted(places(cries_in(page.sheet, readable(page.sheet, answers))))


def _hear_unkept(page: SheetPage, answers: Mapping[str, object]) -> list[str]:
    """Have a mark heard although its page cannot be kept: out of date, late, or with a fault."""
    heard = _heard(page, answers)
    if heard:
        hear_unkept(db(), actor(), page.assignment, answers, Medium.PORTAL)
    return heard


def _done() -> str:
    return _("Your sheet is kept as done. You find it under Done.")


def _page(assignment_id: str) -> SheetPage:
    page = sheet_page(db(), reader(), assignment_id, now())
    if page is None:
        abort(404)
    return page


def _draw(
    page: SheetPage,
    answers: Mapping[str, object],
    message: str = "",
    faults: Mapping[str, str] | None = None,
) -> str:
    return show_page(
        "portal/worksheets/edit.html",
        page,
        [page.place],
        answers=answers,
        message=message,
        faults=faults or {},
        is_heard=bool(_heard(page, answers)),
        words=_WORDS,
    )


def _read(page: SheetPage) -> str:
    return show_page("portal/worksheets/read.html", page, [page.place], words=_WORDS)


def _first(page: SheetPage, wrong: WrongAnswers) -> str:
    """Say the first fault with the words of its field, for a page that shows one line."""
    fault = wrong.faults[0]
    labels = {field.key: field.label for field in page.sheet.fields}
    key = fault.key.partition(".")[0]
    return f"{labels.get(key, key)}: {_(fault.message, **fault.params)}"


def _body(sent: Any) -> tuple[Mapping[str, object], int] | None:
    if not isinstance(sent, dict) or not isinstance(sent.get("answers"), dict):
        return None
    # A save that does not say what it builds on could undo another unseen.
    version = sent.get("version")
    return (sent["answers"], version) if type(version) is int else None
