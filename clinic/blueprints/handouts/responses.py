"""What somebody wrote into a sheet, on paper: for the file of a clinic, or to speak about."""

from zoneinfo import ZoneInfo

from flask import Blueprint
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.lookups.people.names import printed_name
from clinic.presenters.dates import full_day, in_zone
from clinic.printing.sheets import SheetJob, sheet_pdf
from clinic.queries.homework.responses import get_response
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.papers import pdf_answer
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("responses", __name__)


@blueprint.get("/worksheet-responses/<id:response_id>.pdf")
@access(Action.RESPONSE_PRINT)
def show(response_id: str) -> Response:
    """Print the sheet with its answers, under the name that the cohort puts on paper."""
    page = get_response(db(), reader(), response_id)
    zone = page.enrollment.cohort.time_zone
    settings = clinic()
    job = SheetJob(
        page.sheet,
        printed_name(db(), page.enrollment.cohort, page.enrollment.client),
        _("As of %(day)s", day=full_day(in_zone(page.response.saved_at, zone))),
        settings.paper,
        is_large=False,
        crisis_line=settings.crisis_line,
        answers=page.answers,
    )
    today = now().astimezone(ZoneInfo(zone)).date()
    return pdf_answer(sheet_pdf(job, get_translations()), f"sheet-{today.isoformat()}.pdf")
