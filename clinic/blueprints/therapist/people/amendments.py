"""What people ask to have corrected about them, to be answered."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.amendments import AmendmentState
from clinic.forms.people.amendments import AmendmentAnswerForm
from clinic.lookups.people.names import full_name
from clinic.operations.people.amendments import answer_amendment
from clinic.queries.people.amendments import AmendmentLine, amendments_of, get_amendment
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("amendments", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/amendments")
@access(Action.AMENDMENT_ANSWER)
def index(enrollment_id: str) -> str:
    """List what she asked for, with the answers."""
    place, lines = amendments_of(db(), reader(), enrollment_id)
    return render_template(
        "therapist/people/amendments/index.html",
        place=place,
        name=full_name(place.client),
        lines=lines,
    )


@blueprint.get("/amendments/<id:amendment_id>")
@access(Action.AMENDMENT_ANSWER)
def show(amendment_id: str) -> str:
    """Show one wish, and ask for the answer."""
    return _draw(get_amendment(db(), reader(), amendment_id), AmendmentAnswerForm())


@blueprint.post("/amendments/<id:amendment_id>/answer")
@access(Action.AMENDMENT_ANSWER)
def answer(amendment_id: str) -> Response | tuple[str, int]:
    """Tell her what came of it."""
    line = get_amendment(db(), reader(), amendment_id)
    form = AmendmentAnswerForm()
    if form.validate():
        is_done = form.outcome.data == AmendmentState.DONE.value
        try:
            answer_amendment(db(), actor(), line.row, str(form.answer.data), is_done=is_done)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("The answer stands on the person’s own page."), "success")
            place = line.row.enrollment.public_id
            return redirect(url_for(".index", enrollment_id=place), 303)
    return _draw(get_amendment(db(), reader(), amendment_id), form), 422


def _draw(line: AmendmentLine, form: AmendmentAnswerForm) -> str:
    return render_template(
        "therapist/people/amendments/show.html",
        line=line,
        place=line.row.enrollment,
        name=full_name(line.row.enrollment.client),
        form=form,
    )
