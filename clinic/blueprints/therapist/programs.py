"""Programs: what cohorts are made from, week by week."""

from flask import Blueprint, render_template

from clinic.blueprints.therapist.course_charts import occasion_name
from clinic.domain.access import Action
from clinic.queries.programs import get_program, list_exercises, list_programs
from clinic.web.context import db, reader
from clinic.web.gate import access

blueprint = Blueprint("programs", __name__)


@blueprint.get("/programs")
@access(Action.PROGRAM_READ)
def index() -> str:
    """List the programs, and the exercises they are made of."""
    return render_template(
        "therapist/programs/index.html",
        page=list_programs(db(), reader()),
        exercises=list_exercises(db(), reader()),
    )


@blueprint.get("/programs/<id:program_id>")
@access(Action.PROGRAM_READ)
def show(program_id: str) -> str:
    """Show one version of a program by week."""
    page = get_program(db(), reader(), program_id)
    return render_template("therapist/programs/show.html", page=page, occasion_name=occasion_name)
