"""Filling in a sheet: saved while it is written, finished when somebody says so."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.worksheets import BODY_REGIONS, CIRCLES, LADDER_PARTS
from clinic.forms.worksheets import answers_sent
from clinic.operations.worksheets import WrongAnswers, finish_response, save_response
from clinic.queries.homework import SheetPage, sheet_page
from clinic.web.context import actor, db, now, reader
from clinic.web.errors import sentence
from clinic.web.gate import access

blueprint = Blueprint("worksheets", __name__)

_WORDS = {"circles": CIRCLES, "ladder_parts": LADDER_PARTS, "body_regions": BODY_REGIONS}
# what fields with fixed parts call them, by key


@blueprint.get("/assignments/<id:assignment_id>/worksheet")
@access(Action.WORKSHEET_FILL)
def edit(assignment_id: str) -> str:
    """Show the sheet to write in, or to read when its time is over."""
    page = _page(assignment_id)
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
        return jsonify(message=_first(page, wrong), faults=_faults(wrong)), 422
    except Refused as refused:
        return jsonify(message=sentence(refused)), 409 if isinstance(refused, Stale) else 422
    saved = {"version": response.version, "saved_at": response.saved_at.isoformat()}
    return jsonify(**saved, answered=response.answered), 200


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
        return _draw(page, answers, sentence(wrong), _faults(wrong)), 422
    except Refused as refused:
        return _draw(page, answers, sentence(refused)), 409 if isinstance(refused, Stale) else 422
    flash(
        _("Your sheet is kept. You can go on at any time.") if is_for_later else _done(), "success"
    )
    return redirect(url_for("portal.today.show"), 303)


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
        words=_WORDS,
    )


def _read(page: SheetPage) -> str:
    return show_page("portal/worksheets/read.html", page, [page.place], words=_WORDS)


def _faults(wrong: WrongAnswers) -> dict[str, str]:
    """Give a sentence for each field, or for each cell of a table as `log-0-minutes`."""
    return {
        fault.key.replace(".", "-"): str(_(fault.message, **fault.params)) for fault in wrong.faults
    }


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
