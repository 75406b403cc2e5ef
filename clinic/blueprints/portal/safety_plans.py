"""A safety plan that somebody begins by herself, from the page of help."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.operations.safety.safety_plans import begin_plan
from clinic.queries.safety.safety_plans import plan_place
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("safety_plans", __name__)


@blueprint.post("/safety-plan")
@access(Action.WORKSHEET_FILL)
def create() -> Response:
    """Begin the plan, or go on with the one there is."""
    place = plan_place(db(), reader())
    if place is None:
        abort(404)
    try:
        plan = begin_plan(db(), actor(), place)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
        return redirect(url_for("auth.help.show"), 303)
    return redirect(url_for("portal.worksheets.edit", assignment_id=plan.public_id), 303)
