"""The consent of one person as an answer that a printer takes."""

from datetime import datetime
from gettext import NullTranslations

from flask import make_response
from werkzeug import Response

from clinic.presenters.consent_papers import consent_form
from clinic.printing.consents import consent_pdf
from clinic.queries.people.consents import ConsentPage
from clinic.web.pages import clinic


def consent_paper(page: ConsentPage, now: datetime, translations: NullTranslations) -> Response:
    """Print what was agreed to last; where nothing stands, the text in force with lines to sign."""
    answer = make_response(consent_pdf(consent_form(page, clinic(), now), translations))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="agreement.pdf"'
    return answer
