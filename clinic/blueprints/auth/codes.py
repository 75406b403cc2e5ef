"""The addresses on printed paper: they lead whoever may read a sheet to it, and others nowhere."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from clinic.domain.access import Action, Role, allows
from clinic.domain.homework.sheet_codes import read_code
from clinic.operations.homework.sheet_codes import note_miss
from clinic.queries.homework.sheet_codes import (
    FoundMeasure,
    FoundSheet,
    find_measure,
    find_sheet,
    has_missed_too_often,
)
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader, require_sign_in, signed_in

blueprint = Blueprint("codes", __name__)


@blueprint.get("/c/<sheet_code:code>")
@access(Action.OPEN_TO_ALL)
def show(code: str) -> Response | tuple[str, int]:
    """Go on to the sheet; somebody who is not signed in signs in first, whatever the code is."""
    if signed_in() is None:
        answer: Response = require_sign_in()
        return answer
    return _opened(code)


@blueprint.get("/c")
@access(Action.ACCOUNT_OWN)
def find() -> Response | str | tuple[str, int]:
    """Ask for a code, or go where one leads that was typed by hand."""
    typed = request.args.get("code", "")
    if not typed.strip():
        return render_template("auth/codes/find.html", is_closed=False)
    return _opened(read_code(typed))


def _opened(code: str) -> Response | tuple[str, int]:
    """Open a sheet, or say the same of every code that opens nothing to the reader."""
    if has_missed_too_often(db(), reader(), now()):
        abort(429)
    sheet = find_sheet(db(), reader(), code, now())
    measure = find_measure(db(), reader(), code, now())
    if sheet is not None:
        return redirect(_address(sheet), 303)
    if measure is not None:
        return redirect(_address_of_measure(measure), 303)
    note_miss(db(), actor())
    return render_template("auth/codes/find.html", is_closed=True), 404


def _address_of_measure(found: FoundMeasure) -> str:
    """Lead a client to the questions, and staff to where the paper is typed in, or to read it."""
    key, role = found.administration_id, reader().role
    if role is Role.CLIENT:
        return url_for("portal.measures.show", administration_id=key)
    if found.is_finished or not allows(role, Action.RESPONSE_TYPE):
        return url_for("therapist.administrations.show", administration_id=key)
    return url_for("therapist.keyings.new", administration_id=key)


def _address(found: FoundSheet) -> str:
    if found.is_practice:
        return _address_of_practice(found)
    if reader().role is Role.CLIENT:
        return url_for("portal.worksheets.edit", assignment_id=found.assignment_id)
    if found.response_id:
        return url_for("therapist.responses.show", response_id=found.response_id)
    return url_for(
        "therapist.clients.show",
        client_id=found.client_id,
        place=found.enrollment_id,
        _anchor=f"assignment-{found.assignment_id}",
    )


def _address_of_practice(found: FoundSheet) -> str:
    """Lead a client to the practice, and staff to where the week is typed in."""
    role, key = reader().role, found.assignment_id
    if role is Role.CLIENT:
        return url_for("portal.exercises.show", assignment_id=key)
    if allows(role, Action.RESPONSE_TYPE):
        return url_for("therapist.practice_papers.edit", assignment_id=key)
    return url_for(
        "therapist.clients.show",
        client_id=found.client_id,
        place=found.enrollment_id,
        _anchor="practice",
    )
