"""One person's questionnaire on paper, with the code that leads back to the typing desk."""

from flask import Blueprint, make_response, redirect, request, url_for
from flask_babel import get_translations
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.homework.sheet_codes import codes_of_measures
from clinic.lookups.people.names import printed_name
from clinic.operations.homework.sheet_codes import issue_measure_codes
from clinic.presenters.dates import full_day, in_zone
from clinic.printing.measures import measure_pdf
from clinic.printing.sheets import Layout
from clinic.queries.measures.keyings import KeyingPage, keying_page
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader
from clinic.web.stamps import stamp

blueprint = Blueprint("administrations", __name__)


@blueprint.post("/administrations/<id:administration_id>/sheet")
@access(Action.SHEET_PRINT)
def create(administration_id: str) -> Response:
    """Give the questionnaire its code, then go on to the paper."""
    page = _page(administration_id)
    # Read before anything is written: a form that cannot be read is refused here.
    large = "1" if request.form.get("large") else None
    issue_measure_codes(db(), actor(), [page.administration])
    return redirect(url_for(".show", administration_id=administration_id, large=large), 303)


@blueprint.get("/administrations/<id:administration_id>/sheet.pdf")
@access(Action.SHEET_PRINT)
def show(administration_id: str) -> Response:
    """Print the questionnaire for its person; `large` asks for large print."""
    page = _page(administration_id)
    row, settings = page.administration, clinic()
    cohort = row.enrollment.cohort
    day = full_day(in_zone(now(), cohort.time_zone).date())
    code = codes_of_measures(db(), [row.id], now()).get(row.id)
    is_large = request.args.get("large", "") not in ("", "0", "no")
    pdf = measure_pdf(
        page.instrument,
        Layout(settings.paper, is_large, settings.crisis_line),
        get_translations(),
        today=now().date(),
        own=stamp(printed_name(db(), cohort, page.client), f"{cohort.discreet_name} · {day}", code),
    )
    answer = make_response(pdf)
    answer.mimetype = "application/pdf"
    # Neither a name nor a clinical word: the file stays behind in a folder of downloads.
    answer.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    return answer


def _page(administration_id: str) -> KeyingPage:
    page = keying_page(db(), reader(), administration_id)
    if page is None:
        raise Refused(N_("This measure has no questions to print."))
    return page
