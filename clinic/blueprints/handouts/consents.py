"""The consent of one person on paper, to sign or as it was agreed to."""

from flask import Blueprint
from flask_babel import get_translations
from werkzeug import Response

from clinic.domain.access import Action
from clinic.queries.people.consents import consent_of
from clinic.web.consent_papers import consent_paper
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("consents", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/consent.pdf")
@access(Action.LETTER_PRINT)
def show(enrollment_id: str) -> Response:
    """Print it."""
    return consent_paper(consent_of(db(), reader(), enrollment_id), now(), get_translations())
