"""Exercises: one practice as clients read it."""

from flask import Blueprint, render_template

from clinic.domain.access import Action
from clinic.domain.homework.exercises import CONTEXT_LABELS, FLOW_LABELS, SKILL_LABELS
from clinic.queries.programs.programs import get_exercise
from clinic.web.gate import access
from clinic.web.request_context import db, reader

blueprint = Blueprint("exercises", __name__)


@blueprint.get("/exercises/<id:exercise_id>")
@access(Action.PROGRAM_READ)
def show(exercise_id: str) -> str:
    """Show one version of an exercise, its caution before its steps."""
    page = get_exercise(db(), reader(), exercise_id)
    exercise = page.exercise
    return render_template(
        "therapist/homework/exercises/show.html",
        page=page,
        skill=SKILL_LABELS[exercise.skill],
        flow=FLOW_LABELS[exercise.flow],
        context=CONTEXT_LABELS[exercise.context],
    )
