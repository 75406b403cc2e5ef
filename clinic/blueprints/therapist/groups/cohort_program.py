"""The program of a running cohort: what another version would change, and moving to it by hand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused, Stale
from clinic.forms.programs.content import MoveCohortForm
from clinic.models.programs import ProgramRow
from clinic.operations.groups.cohort_program import move_cohort
from clinic.queries.groups.cohort_program import MovePage, move_page
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("cohort_program", __name__)


@blueprint.get("/cohorts/<id:cohort_id>/program")
@access(Action.COHORT_OPEN)
def edit(cohort_id: str) -> str:
    """Show the versions there are, and what the chosen one would change."""
    page = move_page(db(), reader(), cohort_id, request.args.get("to"), now())
    return _draw(page, MoveCohortForm(version=page.cohort.version, program=_id_of(page.target)))


@blueprint.post("/cohorts/<id:cohort_id>/program")
@access(Action.COHORT_OPEN)
def update(cohort_id: str) -> Response | tuple[str, int]:
    """Move the cohort; what is past or begun stays as it is."""
    form = MoveCohortForm()
    page = move_page(db(), reader(), cohort_id, form.program.data, now())
    status = 422
    if form.validate() and page.target is not None:
        try:
            move_cohort(db(), actor(), page.cohort, page.target, int(form.version.data or 0))
        except Refused as refused:
            form.add_refusal(refused)
            status = 409 if isinstance(refused, Stale) else 422
        else:
            flash(_("The cohort has moved to the version that you chose."), "success")
            return redirect(url_for("therapist.cohorts.show", cohort_id=cohort_id), 303)
    page = move_page(db(), reader(), cohort_id, form.program.data, now())
    # What the page shows is what the next press is about, whoever changed the cohort meanwhile.
    form.version.process(None, page.cohort.version)
    form.version.raw_data = None  # or the field goes on showing what was sent
    return _draw(page, form), status


def _draw(page: MovePage, form: MoveCohortForm) -> str:
    return render_template("therapist/groups/cohort_program/edit.html", page=page, form=form)


def _id_of(program: ProgramRow | None) -> str | None:
    return program.public_id if program else None
