"""Settling two keyings of one paper: what differs stands side by side, and the paper decides."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from clinic.blueprints.therapist.measures.keyings import after_keying, case_of_unkept, person_of
from clinic.blueprints.therapist.measures.next_paper import desk_now
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.measures.keyings import MISSING, scheme_of
from clinic.forms.measures.keyings import KeyingForm, keying_form
from clinic.models.risk import RiskCase
from clinic.operations.measures.keyings import settle
from clinic.presenters.course_charts import occasion_name
from clinic.queries.measures.keyings import KeyingPage, keying_page
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("settlements", __name__)


@blueprint.get("/administrations/<id:administration_id>/settlement")
@access(Action.RESPONSE_TYPE)
def edit(administration_id: str) -> Response | str:
    """Show what two hands keyed differently."""
    page = _page(administration_id)
    if page.administration.finished_at is not None or not page.differing:
        url = url_for("therapist.keyings.new", administration_id=administration_id)
        return redirect(url, 303)
    return _draw(page, keying_form(page.instrument, page.differing))


@blueprint.post("/administrations/<id:administration_id>/settlement")
@access(Action.RESPONSE_TYPE)
def update(administration_id: str) -> Response | tuple[str, int]:
    """Keep what the paper decides; from now on the questionnaire counts."""
    page = _page(administration_id)
    form = keying_form(page.instrument, page.differing)
    if not form.validate():
        case = case_of_unkept(page, form)
        return _draw(_page(administration_id), form, case), 422
    following = desk_now().after(administration_id, person_of(page))
    try:
        settle(db(), actor(form.once.data), page.administration, form.codes)
    except Refused as refused:
        form.add_refusal(refused)
        # What was read before the deed is gone with it.
        case = case_of_unkept(_page(administration_id), form)
        return _draw(_page(administration_id), form, case), 422
    return redirect(after_keying(page, following), 303)


def _page(administration_id: str) -> KeyingPage:
    page = keying_page(db(), reader(), administration_id)
    if page is None:
        abort(404)
    return page


def _draw(page: KeyingPage, form: KeyingForm, case: RiskCase | None = None) -> str:
    return render_template(
        "therapist/measures/settlements/edit.html",
        page=page,
        form=form,
        case=case,
        occasion=occasion_name(page.administration.occasion),
        scheme_of=scheme_of,
        missing=MISSING,
        pile=request.args.get("pile") or None,
    )
