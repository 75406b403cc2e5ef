"""One filling of a questionnaire: every answer, the score, and how it came about."""

from flask import Blueprint, render_template

from clinic.blueprints.therapist.course_charts import occasion_name
from clinic.domain.access import Action
from clinic.queries.keyings import keyings_of
from clinic.queries.measures import get_administration
from clinic.web.context import db, reader
from clinic.web.gate import access

blueprint = Blueprint("administrations", __name__)


@blueprint.get("/administrations/<id:administration_id>")
@access(Action.RESPONSE_READ)
def show(administration_id: str) -> str:
    """Show items with the chosen words, scores with rule and source, and the risk items."""
    page = get_administration(db(), reader(), administration_id)
    return render_template(
        "therapist/administrations/show.html",
        page=page,
        occasion=occasion_name(page.administration.occasion),
        keyings=keyings_of(db(), page.administration),
    )
