"""The typing desk: questionnaires that come in on paper, one key an answer, one after the other."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.therapist.measures.next_paper import (
    address_of,
    desk_now,
    following_of,
    to_next,
    to_paper,
)
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.measures.keyings import counted_total, scheme_of
from clinic.domain.measures.stored_answers import fitting_codes
from clinic.domain.safety.cries import cries_of_page
from clinic.forms.measures.keyings import KeyingForm, keying_form
from clinic.lookups.safety.open_cases import open_case_of_measure
from clinic.models.risk import RiskCase
from clinic.operations.measures.administrations import hear_unkept_items
from clinic.operations.measures.keyings import key_in
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.numbers import figure
from clinic.queries.homework.typing_desk import DeskLine
from clinic.queries.measures.keyings import KeyingPage, keying_page
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("keyings", __name__)


@blueprint.get("/typing-desk")
@access(Action.RESPONSE_TYPE)
def index() -> str:
    """List what is still to be typed in; a code that is typed or scanned opens its paper."""
    return render_template(
        "therapist/measures/keyings/index.html",
        page=desk_now(),
        occasion_name=occasion_name,
        to_paper=to_paper,
    )


@blueprint.get("/administrations/<id:administration_id>/keying")
@access(Action.RESPONSE_TYPE)
def new(administration_id: str) -> Response | str:
    """Show the boxes of one questionnaire, or where it stands when nothing is to be keyed."""
    page = _page(administration_id)
    if page.administration.finished_at is not None:
        return redirect(_read(administration_id), 303)
    if page.second is not None:
        url = address_of("therapist.settlements.edit", administration_id=administration_id)
        return redirect(url, 303)
    return _draw(page, keying_form(page.instrument))


@blueprint.post("/administrations/<id:administration_id>/keying")
@access(Action.RESPONSE_TYPE)
def create(administration_id: str) -> Response | tuple[str, int]:
    """Keep what was keyed, and go on with the paper that is due next."""
    page = _page(administration_id)
    form = keying_form(page.instrument)
    if not form.validate() or (form.difference and not form.stands.data):
        case = case_of_unkept(page, form)
        return _draw(_page(administration_id), form, case), 422
    following = desk_now().after(administration_id, person_of(page))
    try:
        key_in(
            db(),
            actor(form.once.data),
            page.administration,
            form.answers,
            form.total,
            is_to_be_repeated=request.form.get("then") == "again",
        )
    except Refused as refused:
        form.add_refusal(refused)
        # What was read before the deed is gone with it.
        case = case_of_unkept(_page(administration_id), form)
        return _draw(_page(administration_id), form, case), 422
    return redirect(after_keying(page, following), 303)


@blueprint.get("/administrations/<id:administration_id>/keyed")
@access(Action.RESPONSE_TYPE)
def show(administration_id: str) -> Response | str:
    """Stop at an answer that asks for a person's attention, before the next paper is taken up."""
    page = _page(administration_id)
    case = open_case_of_measure(db(), page.administration)
    on = to_next(following_of(desk_now(), administration_id, person_of(page)))
    if case is None:
        return redirect(on, 303)
    return render_template(
        "therapist/measures/keyings/show.html",
        page=page,
        case=case,
        occasion=occasion_name(page.administration.occasion),
        on=on,
    )


def case_of_unkept(page: KeyingPage, form: KeyingForm, *, is_typed: bool = True) -> RiskCase | None:
    """Have a risk item heard although its page is not kept; give the case to look at first."""
    if not cries_of_page(page.instrument, form.codes):
        return None
    row = page.administration
    hear_unkept_items(db(), actor(), row, form.codes, is_typed=is_typed)
    return open_case_of_measure(db(), row)


def after_keying(page: KeyingPage, following: DeskLine | None) -> str:
    """Say what was kept, and give where to go on: the case that was opened, or the next paper."""
    key = page.administration.public_id
    _say(keying_page(db(), reader(), key) or page)
    if open_case_of_measure(db(), page.administration) is not None:
        then = following.key if following else None
        return address_of("therapist.keyings.show", administration_id=key, then=then)
    return to_next(following)


def person_of(page: KeyingPage) -> str:
    """Name the place with whose papers the desk goes on."""
    return str(page.administration.enrollment.public_id)


def _say(page: KeyingPage) -> None:
    measure, name = page.instrument.short_name, page.name
    answers = fitting_codes(page.instrument, page.administration.answers)
    total = figure(counted_total(page.instrument, answers))
    if page.administration.finished_at is not None:
        told = _("%(measure)s for %(name)s is entered.", measure=measure, name=name)
        if total:
            told = _(
                "%(measure)s for %(name)s is entered: %(total)s.",
                measure=measure,
                name=name,
                total=total,
            )
    elif page.second:
        told = _(
            "%(measure)s for %(name)s was keyed twice, with differences. It is waiting to be "
            "settled.",
            measure=measure,
            name=name,
        )
    else:
        told = _(
            "%(measure)s for %(name)s is saved and waiting for a second keying.",
            measure=measure,
            name=name,
        )
    flash(told, "success")


def _page(administration_id: str) -> KeyingPage:
    page = keying_page(db(), reader(), administration_id)
    if page is None:
        abort(404)
    return page


def _read(administration_id: str) -> str:
    return url_for("therapist.administrations.show", administration_id=administration_id)


def _draw(page: KeyingPage, form: KeyingForm, case: RiskCase | None = None) -> str:
    return render_template(
        "therapist/measures/keyings/new.html",
        page=page,
        form=form,
        case=case,
        occasion=occasion_name(page.administration.occasion),
        difference=form.difference if request.method == "POST" and not form.errors else None,
        pile=request.args.get("pile") or None,
        scheme_of=scheme_of,
        schemes={scheme_of(codes) for codes in page.instrument.codes.values()},
    )
