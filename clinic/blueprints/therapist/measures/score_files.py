"""Files of scores that were read into a cohort: what each brought, and taking one back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.operations.measures.import_undoing import Undone, undo_import
from clinic.presenters.course_charts import occasion_name
from clinic.queries.measures.score_files import get_score_file, score_file_page
from clinic.web.errors import sentence
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("score_files", __name__)


@blueprint.get("/score-files/<id:file_id>")
@access(Action.COHORT_READ)
def show(file_id: str) -> str:
    """Show what a file brought, and what goes when it is taken back."""
    return _page(file_id)


@blueprint.post("/score-files/<id:file_id>/removal")
@access(Action.COHORT_OPEN)
def remove(file_id: str) -> Response | tuple[str, int]:
    """Take the file back; what others wrote since then stays, or nothing goes."""
    file = get_score_file(db(), reader(), file_id)
    page = score_file_page(db(), reader(), file_id)
    cohort_id, name = page.cohort.public_id, page.cohort.name
    try:
        done = undo_import(db(), actor(), file)
    except Refused as refused:
        return _page(file_id, sentence(refused)), 422
    flash(_taken(done, name), "success")
    if done.has_cohort:
        return redirect(url_for("therapist.cohorts.index"), 303)
    return redirect(url_for("therapist.cohort_measures.show", cohort_id=cohort_id), 303)


def _taken(done: Undone, name: str) -> str:
    scores = ngettext("%(num)d score", "%(num)d scores", done.scores)
    people = ngettext("%(num)d person", "%(num)d people", done.people)
    told = _("Taken back: %(scores)s and %(people)s.", scores=scores, people=people)
    if not done.has_cohort:
        return told
    gone = _("The cohort %(name)s was recorded for this file and went with it.", name=name)
    return f"{told} {gone}"


def _page(file_id: str, refusal: str = "") -> str:
    page = score_file_page(db(), reader(), file_id)
    return render_template(
        "therapist/measures/score_files/show.html",
        page=page,
        occasions=[
            _("Scores: %(occasion)s", occasion=occasion_name(each)) for each in page.occasions
        ],
        refusal=refusal,
    )
