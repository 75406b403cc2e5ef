"""Sheets: the catalogue, and one sheet as it will be written on."""

from flask import Blueprint, render_template

from clinic.domain.access import Action
from clinic.domain.homework.exercises import FLOW_LABELS, SKILL_LABELS
from clinic.queries.programs.programs import get_worksheet, list_worksheets
from clinic.web.gate import access
from clinic.web.request_context import db, reader

blueprint = Blueprint("worksheets", __name__)


@blueprint.get("/worksheets")
@access(Action.PROGRAM_READ)
def index() -> str:
    """List the sheets of the programs on offer."""
    return render_template(
        "therapist/homework/worksheets/index.html",
        page=list_worksheets(db(), reader()),
        skills=SKILL_LABELS,
    )


@blueprint.get("/worksheets/<id:worksheet_id>")
@access(Action.PROGRAM_READ)
def show(worksheet_id: str) -> str:
    """Show one version of a sheet, with the ways to print it."""
    page = get_worksheet(db(), reader(), worksheet_id)
    return render_template(
        "therapist/homework/worksheets/show.html",
        page=page,
        skill=SKILL_LABELS[page.sheet.skill],
        flow=FLOW_LABELS[page.sheet.flow],
    )
