"""Taking the newest change of a schedule back."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.lookups.groups.schedules import cohort_of_change
from clinic.operations.groups.schedules import undo_schedule_change
from clinic.queries.groups.schedules import get_schedule_change
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("schedule_changes", __name__)


@blueprint.post("/schedule-changes/<id:change_id>/removal")
@access(Action.SESSION_CHANGE)
def remove(change_id: str) -> Response:
    """Give everything its dates from before, or say why that is too late."""
    change = get_schedule_change(db(), reader(), change_id)
    cohort_id = cohort_of_change(db(), change)
    try:
        undo_schedule_change(db(), actor(), change)
    except Refused as refused:
        flash(_(refused.message, **refused.params), "warning")
    else:
        flash(_("The change is taken back. Everything has its dates from before."), "success")
    return redirect(url_for("therapist.cohorts.show", cohort_id=cohort_id), 303)
