"""The addresses on printed sheets: they lead whoever may read a sheet to it, and others nowhere."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from clinic.domain.access import Action, Role
from clinic.domain.sheet_codes import read_code
from clinic.operations.sheet_codes import note_miss
from clinic.queries.sheet_codes import FoundSheet, find_sheet, has_missed_too_often
from clinic.web.context import actor, db, now, reader, require_sign_in, signed_in
from clinic.web.gate import access

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
    found = find_sheet(db(), reader(), code, now())
    if found is None:
        note_miss(db(), actor())
        return render_template("auth/codes/find.html", is_closed=True), 404
    return redirect(_address(found), 303)


def _address(found: FoundSheet) -> str:
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
