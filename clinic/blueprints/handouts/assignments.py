"""One person's sheet, for somebody who lost hers, and the end of a code that got lost with one."""

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.homework.sheet_codes import find_live_code
from clinic.lookups.people.names import printed_name
from clinic.lookups.programs.content import worksheet_of
from clinic.models.assignments import Assignment
from clinic.operations.homework.sheet_codes import issue_sheet_code, revoke_sheet_code
from clinic.presenters.dates import in_zone
from clinic.presenters.meeting_words import meeting_line
from clinic.printing.sheets import SheetJob, sheet_pdf
from clinic.queries.homework.sheet_codes import get_assigned_sheet
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader
from clinic.web.stamps import stamp

blueprint = Blueprint("assignments", __name__)


@blueprint.post("/assignments/<id:assignment_id>/sheet")
@access(Action.SHEET_PRINT)
def create(assignment_id: str) -> Response:
    """Give the sheet its code, then go on to the paper."""
    assignment = get_assigned_sheet(db(), reader(), assignment_id)
    # Read before anything is written: a form that cannot be read is refused here.
    large = "1" if request.form.get("large") else None
    issue_sheet_code(db(), actor(), assignment)
    return redirect(url_for(".show", assignment_id=assignment_id, large=large), 303)


@blueprint.get("/assignments/<id:assignment_id>/sheet.pdf")
@access(Action.SHEET_PRINT)
def show(assignment_id: str) -> Response:
    """Print the sheet for its person, with the code that lives; `large` asks for large print."""
    assignment = get_assigned_sheet(db(), reader(), assignment_id)
    is_large = request.args.get("large", "") not in ("", "0", "no")
    answer = make_response(sheet_pdf(_job(assignment, is_large), get_translations()))
    answer.mimetype = "application/pdf"
    # Neither a name nor the code of the sheet: the file stays behind in a folder of downloads.
    answer.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    return answer


@blueprint.post("/assignments/<id:assignment_id>/code/revocation")
@access(Action.SHEET_PRINT)
def revoke(assignment_id: str) -> Response:
    """End the code of a sheet that got lost."""
    assignment = get_assigned_sheet(db(), reader(), assignment_id)
    client, place = assignment.enrollment.client, assignment.enrollment
    revoke_sheet_code(db(), actor(), assignment)
    flash(_("That code no longer works. The next printout will carry a new one."), "success")
    back = url_for(
        "therapist.clients.show",
        client_id=client.public_id,
        place=place.public_id,
        _anchor=f"assignment-{assignment_id}",
    )
    return redirect(back, 303)


def _job(assignment: Assignment, is_large: bool) -> SheetJob:
    if assignment.worksheet is None:
        raise Refused(N_("This is a practice, not a sheet."))
    session = assignment.group_session
    own = stamp(
        printed_name(db(), session.cohort, assignment.enrollment.client),
        meeting_line(
            session.cohort.discreet_name,
            session.kind,
            session.number,
            in_zone(session.starts_at, session.cohort.time_zone).date(),
        ),
        find_live_code(db(), assignment, now()),
    )
    settings = clinic()
    return SheetJob(
        worksheet_of(assignment.worksheet),
        own.holder,
        own.subtitle,
        settings.paper,
        is_large,
        settings.crisis_line,
        code=own.code,
        link=own.link,
    )
