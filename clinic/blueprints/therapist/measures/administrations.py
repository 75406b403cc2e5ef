"""Who is asked what and when, and one filling: every answer, the score, how it came about."""

from flask import Blueprint, render_template

from clinic.domain.access import Action
from clinic.domain.measures.rights import WordingMedium
from clinic.presenters.course_charts import occasion_name
from clinic.queries.measures.administrations import measures_asked
from clinic.queries.measures.measures import get_administration
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("administrations", __name__)


@blueprint.get("/cohorts/<id:cohort_id>/measures")
@access(Action.COHORT_READ)
def index(cohort_id: str) -> str:
    """Show who is due, overdue, done, refused or paused, occasion by occasion."""
    return render_template(
        "therapist/measures/administrations/index.html",
        page=measures_asked(db(), reader(), cohort_id, now()),
        occasion_name=occasion_name,
    )


@blueprint.get("/administrations/<id:administration_id>")
@access(Action.RESPONSE_READ)
def show(administration_id: str) -> str:
    """Show items with the chosen words, scores with rule and source, and the risk items."""
    page = get_administration(db(), reader(), administration_id, now())
    return render_template(
        "therapist/measures/administrations/show.html",
        page=page,
        occasion=occasion_name(page.administration.occasion),
        may_print=page.instrument.why_not(WordingMedium.PAPER, now().date()) is None,
    )
