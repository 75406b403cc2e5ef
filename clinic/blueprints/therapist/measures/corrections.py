"""Mending a slip of the keyer after a questionnaire is in: with a reason, and nothing lost."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.therapist.measures.keyings import case_of_unkept
from clinic.domain.access import Action
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.measures.keyings import scheme_of
from clinic.domain.measures.stored_answers import fitting_codes
from clinic.forms.measures.administrations import CorrectionForm, correction_form
from clinic.lookups.safety.open_cases import open_case_of_measure
from clinic.models.risk import RiskCase
from clinic.operations.measures.administrations import correct_answers
from clinic.presenters.course_charts import occasion_name
from clinic.queries.measures.keyings import KeyingPage, keying_page
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("corrections", __name__)


@blueprint.get("/administrations/<id:administration_id>/correction")
@access(Action.RESPONSE_TYPE)
def edit(administration_id: str) -> str:
    """Show the keys as they stand."""
    page = _page(administration_id)
    return _draw(page, correction_form(page.instrument, _standing(page)))


@blueprint.post("/administrations/<id:administration_id>/correction")
@access(Action.RESPONSE_TYPE)
@edits
def update(administration_id: str) -> Response | tuple[str, int]:
    """Keep what the paper says, and compute every scale again."""
    page = _page(administration_id)
    form = correction_form(page.instrument, _standing(page))
    if not form.validate():
        case = case_of_unkept(page, form, is_typed=False)
        return _draw(_page(administration_id), form, case), 422
    try:
        correct_answers(
            db(),
            actor(form.once.data),
            page.administration,
            form.answers,
            form.reason.data or "",
        )
    except Refused as refused:
        form.add_refusal(refused)
        case = case_of_unkept(_page(administration_id), form, is_typed=False)
        return _draw(_page(administration_id), form, case), 422
    flash(
        _("Corrected. The earlier answers are kept below, with your name and the reason."),
        "success",
    )
    if open_case_of_measure(db(), page.administration) is not None:
        return redirect(_to("therapist.keyings.show", administration_id), 303)
    return redirect(_to("therapist.administrations.show", administration_id), 303)


def _standing(page: KeyingPage) -> dict[int, int]:
    """Give what stands and can stand: what does not fit is to be typed from the paper."""
    return fitting_codes(page.instrument, page.administration.answers)


def _page(administration_id: str) -> KeyingPage:
    page = keying_page(db(), reader(), administration_id)
    row = page.administration if page else None
    if page is None or row is None or row.finished_at is None or row.medium is not Medium.PAPER:
        abort(404)
    return page


def _to(endpoint: str, administration_id: str) -> str:
    return url_for(endpoint, administration_id=administration_id)


def _draw(page: KeyingPage, form: CorrectionForm, case: RiskCase | None = None) -> str:
    return render_template(
        "therapist/measures/corrections/edit.html",
        page=page,
        form=form,
        case=case,
        occasion=occasion_name(page.administration.occasion),
        scheme_of=scheme_of,
    )
