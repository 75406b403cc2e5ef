"""Notes to days in a person's course: what the charts cannot know."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.outcomes.readings import ChartNoteForm
from clinic.lookups.people.names import full_name
from clinic.models.enrollments import Enrollment
from clinic.operations.people.chart_notes import remove_chart_note, write_chart_note
from clinic.queries.people.chart_notes import chart_notes_of, get_chart_note
from clinic.queries.people.enrollments import get_enrollment
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("chart_notes", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/chart-notes")
@access(Action.CHART_NOTE)
def index(enrollment_id: str) -> str:
    """List the notes, and ask for one more."""
    place = get_enrollment(db(), reader(), enrollment_id)
    today = now().astimezone(ZoneInfo(place.cohort.time_zone)).date()
    return _page(place, ChartNoteForm(noted_on=today))


@blueprint.post("/enrollments/<id:enrollment_id>/chart-notes")
@access(Action.CHART_NOTE)
def create(enrollment_id: str) -> Response | tuple[str, int]:
    """Write a note to a day."""
    place = get_enrollment(db(), reader(), enrollment_id)
    today = now().astimezone(ZoneInfo(place.cohort.time_zone)).date()
    form = ChartNoteForm()
    if form.validate():
        try:
            day = form.noted_on.data or today
            write_chart_note(db(), actor(form.once.data), place, day, str(form.words.data), today)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("The note is in the charts."), "success")
            return redirect(url_for(".index", enrollment_id=enrollment_id), 303)
    return _page(get_enrollment(db(), reader(), enrollment_id), form), 422


@blueprint.post("/chart-notes/<id:note_id>/removal")
@access(Action.CHART_NOTE)
def remove(note_id: str) -> Response:
    """Take a note out of the charts."""
    note, place = get_chart_note(db(), reader(), note_id)
    enrollment_id = place.public_id
    remove_chart_note(db(), actor(), note)
    flash(_("The note is removed."), "success")
    return redirect(url_for(".index", enrollment_id=enrollment_id), 303)


def _page(place: Enrollment, form: ChartNoteForm) -> str:
    return render_template(
        "therapist/people/chart_notes/index.html",
        place=place,
        name=full_name(place.client),
        notes=chart_notes_of(db(), reader(), place),
        form=form,
    )
