"""Filling in a sheet, here or in a PDF: saved while it is written, finished when one says so."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from clinic.blueprints.portal.own_sheet import (
    draw_again,
    draw_read,
    draw_sheet,
    hear_unkept_page,
    heard_in,
    own_form_id,
    own_sheet,
    printed_sheet,
    said_by_file,
)
from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.sheet_answers import SentSheet, as_typed, check_answers
from clinic.forms.homework.worksheets import answers_brought, answers_sent, written_in
from clinic.operations.homework.worksheets import (
    choose_readers,
    finish_response,
    save_for_readers,
    save_response,
)
from clinic.presenters.dates import full_day
from clinic.presenters.pdf_words import (
    clash_sentences,
    clashes_in_words,
    nothing_new,
    reading_words,
)
from clinic.printing.filled import LARGEST_FILE, read_filled
from clinic.queries.homework.homework import SheetPage
from clinic.web.errors import fault_sentences, sentence
from clinic.web.gate import access
from clinic.web.papers import file_sent
from clinic.web.reading_words import look_by_words
from clinic.web.request_context import actor, db

blueprint = Blueprint("worksheets", __name__)


@blueprint.url_value_preprocessor
def take_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a filled PDF in, which may be larger than any form; this runs before a form is read."""
    if endpoint == "portal.worksheets.upload":
        request.max_content_length = LARGEST_FILE + 64 * 1024


@blueprint.get("/assignments/<id:assignment_id>/worksheet")
@access(Action.WORKSHEET_FILL)
def edit(assignment_id: str) -> str:
    """Show the sheet to write in, or to read when its time is over."""
    page = own_sheet(assignment_id)
    if page.is_closed:
        return show_page("portal/worksheets/closed.html", page, [page.place])
    if not page.is_open:
        return draw_read(page)
    typed = as_typed(page.answers, page.unread)
    _answers, faults = check_answers(page.sheet, typed)
    return draw_sheet(page, typed, faults=fault_sentences(faults))


@blueprint.route("/assignments/<id:assignment_id>/worksheet", methods=["PUT", "POST"])
@access(Action.WORKSHEET_FILL)
def save(assignment_id: str) -> tuple[Response, int]:
    """Keep the answers as a script sends them, and say as of which version."""
    page = own_sheet(assignment_id, is_sent=True)
    sent = request.get_json(silent=True)
    answers = sent.get("answers") if isinstance(sent, dict) else None
    heard = heard_in(page, answers) if isinstance(answers, dict) else []
    written = _body(sent)
    if written is None:
        if isinstance(answers, dict):
            hear_unkept_page(page, answers)
        message = _("This could not be read. Nothing was changed.")
        return jsonify(message=message, heard=heard), 422
    try:
        kept = save_response(db(), actor(), page.assignment, written, Medium.PORTAL)
    except Refused as refused:
        hear_unkept_page(page, written.answers)
        status = 409 if isinstance(refused, Stale) else 422
        return jsonify(message=sentence(refused), heard=heard), status
    response = kept.response
    return jsonify(
        version=response.version,
        saved_at=response.saved_at.isoformat(),
        answered=response.answered,
        answers=kept.answers,
        faults=fault_sentences(kept.faults),
        clashes=clashes_in_words(page.sheet, kept.clashes),
        heard=heard,
    ), 200


@blueprint.post("/assignments/<id:assignment_id>/worksheet/completion")
@access(Action.WORKSHEET_FILL)
def finish(assignment_id: str) -> Response | tuple[str, int]:
    """Keep the whole form; it is done unless somebody wants to go on later."""
    page = own_sheet(assignment_id, is_sent=True)
    written = written_in(page.sheet, request.form)
    is_for_later = request.form.get("then") == "later"
    try:
        if is_for_later:
            kept = save_response(db(), actor(), page.assignment, written, Medium.PORTAL)
        else:
            kept = finish_response(
                *(db(), actor(), page.assignment, written, Medium.PORTAL),
                as_it_stands="as_it_stands" in request.form,
            )
    except Refused as refused:
        hear_unkept_page(page, written.answers)
        status = 409 if isinstance(refused, Stale) else 422
        return draw_sheet(page, written.answers, sentence(refused), is_kept=False), status
    if kept.clashes or (kept.faults and not is_for_later and kept.response.finished_at is None):
        return draw_again(assignment_id, written.answers, kept), 422
    flash(
        _("Your sheet is saved. You can continue at any time.") if is_for_later else _done(),
        "success",
    )
    if heard_in(page, written.answers):
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
    page = own_sheet(assignment_id)
    if not heard_in(page, page.answers):
        return redirect(url_for("portal.worksheets.edit", assignment_id=assignment_id), 303)
    by = look_by_words(page.look_by)
    return show_page("portal/worksheets/help.html", page, [page.place], by=by)


@blueprint.get("/assignments/<id:assignment_id>/worksheet.pdf")
@access(Action.WORKSHEET_FILL)
def form(assignment_id: str) -> Response:
    """Give the sheet as a PDF to fill in, with what stands in it already."""
    page = own_sheet(assignment_id)
    if not page.is_open or page.is_closed:
        abort(404)
    return printed_sheet(page, "", form_id=own_form_id(page))


@blueprint.post("/assignments/<id:assignment_id>/worksheet/file")
@access(Action.WORKSHEET_FILL)
def upload(assignment_id: str) -> Response | tuple[str, int]:
    """Take the answers out of a PDF that was filled in, and show them for a last look."""
    page = own_sheet(assignment_id, is_sent=True)
    try:
        filled = read_filled(file_sent(LARGEST_FILE), page.sheet, own_form_id(page))
    except Refused as refused:
        is_late = _comes_late(page)
        message = sentence(refused)
        return draw_read(page, message) if is_late else draw_sheet(page, page.answers, message), 422
    # What a PDF says is heard with the reading; nobody has to keep it first.
    is_heard = bool(hear_unkept_page(page, answers_sent(page.sheet, MultiDict(filled.pairs))))
    if _comes_late(page):
        return draw_read(page, file=said_by_file(page, filled), is_heard=is_heard), 422
    brought = answers_brought(page.sheet, page.answers, filled.pairs, filled.base)
    told = reading_words(filled, brought.taken)
    try:
        if brought.taken and not (brought.faults or brought.clashes or filled.doubtful):
            written = SentSheet(brought.answers, page.version, page.answers)
            save_response(db(), actor(), page.assignment, written, Medium.PORTAL)
    except Refused as refused:
        file = said_by_file(page, filled)
        return draw_read(page, sentence(refused), file, is_heard=is_heard), 422
    if brought.faults or brought.clashes or filled.doubtful:
        marks = fault_sentences(brought.faults) | clash_sentences(page.sheet, brought.clashes)
        told.append(_("Nothing is kept yet. Look it over, then keep it."))
        return draw_sheet(page, brought.answers, " ".join(told), marks, is_kept=False), 422
    if not brought.taken:
        told.insert(0, nothing_new(filled))
    elif filled.is_whole:
        told.append(_("All of it is saved here. Look it over, and say when it is done."))
    flash(" ".join(told), "success" if brought.taken else "message")
    return redirect(url_for("portal.worksheets.edit", assignment_id=assignment_id), 303)


def _comes_late(page: SheetPage) -> bool:
    """Say whether nothing more can be kept of a sheet, by whatever way it comes."""
    is_out = not (page.assignment.is_active or page.stays_open)
    return page.is_closed or is_out or (not page.is_open and actor().opened is None)


@blueprint.get("/assignments/<id:assignment_id>/copy.pdf")
@access(Action.WORKSHEET_FILL)
def copy(assignment_id: str) -> Response:
    """Give somebody what she wrote, to keep; its name tells nothing."""
    page = own_sheet(assignment_id)
    if page.saved_at is None or page.is_closed:
        abort(404)
    return printed_sheet(page, full_day(page.place.day_of(page.saved_at)))


def _choose(assignment_id: str, *, is_shared: bool) -> Response | tuple[str, int]:
    page = own_sheet(assignment_id, is_sent=True)
    try:
        if "version" in request.form:
            written = written_in(page.sheet, request.form)
            doer = actor()
            kept = save_for_readers(db(), doer, page.assignment, written, is_shared=is_shared)
            if not kept.is_whole:
                return draw_again(assignment_id, written.answers, kept), 422
        elif page.response is not None:
            choose_readers(db(), actor(), page.response, is_shared=is_shared)
        else:
            abort(404)
    except Refused as refused:
        answers = answers_sent(page.sheet, request.form)
        hear_unkept_page(page, answers)
        status = 409 if isinstance(refused, Stale) else 422
        return draw_sheet(page, answers, sentence(refused), is_kept=False), status
    flash(
        _("Your facilitators can read this sheet now. You can take that back.")
        if is_shared
        else _("From now on only you can read this sheet. Somebody may have read it before."),
        "success",
    )
    return redirect(url_for("portal.worksheets.edit", assignment_id=assignment_id), 303)


def _done() -> str:
    return _("Your sheet is saved as done. You can find it under Done.")


def _body(sent: Any) -> SentSheet | None:
    if not isinstance(sent, dict) or not isinstance(sent.get("answers"), dict):
        return None
    # A save that does not say what it builds on could undo another unseen.
    version, base = sent.get("version"), sent.get("base")
    if type(version) is not int:
        return None
    return SentSheet(sent["answers"], version, base if isinstance(base, dict) else None)
