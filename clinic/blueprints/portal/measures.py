"""Answering a questionnaire: an introduction, one question a page, a look back, thanks."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug import Response

from clinic.blueprints.portal.room import questions_title, show_page
from clinic.domain.access import Action
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.instruments import Item
from clinic.domain.scoring import RiskState, flags
from clinic.forms.measures import AnswersForm, SendForm, answers_form
from clinic.operations.administrations import answer_items, finish_administration
from clinic.queries.portal_measures import MeasurePage, measure_page
from clinic.web.context import actor, db, now, reader
from clinic.web.gate import access

blueprint = Blueprint("measures", __name__)


@blueprint.get("/measures/<id:administration_id>")
@access(Action.MEASURE_ANSWER)
def show(administration_id: str) -> str:
    """Introduce the questions, or show all of them at once, or thank for the answers."""
    page = _page(administration_id)
    if page.is_finished:
        said = flags(page.instrument, page.answers)
        needs_help = any(risk.state is RiskState.FLAGGED for risk in said)
        return _draw("thanks", page, needs_help=needs_help)
    if page.is_open and request.args.get("mode") == "list":
        return _draw("list", page, form=_form(page, page.instrument.asked))
    return _draw("show", page)


@blueprint.post("/measures/<id:administration_id>")
@access(Action.MEASURE_ANSWER)
def answer_all(administration_id: str) -> Response | tuple[str, int]:
    """Keep the answers of the whole list."""
    page = _page(administration_id)
    form = _form(page, page.instrument.asked)
    if _keep(page, form):
        return redirect(_url("review", page), 303)
    return _draw("list", page, form=form), 422


@blueprint.route(
    "/measures/<id:administration_id>/items/<int(min=1,max=99):item>", methods=["GET", "POST"]
)
@access(Action.MEASURE_ANSWER)
def answer(administration_id: str, item: int) -> Response | str | tuple[str, int]:
    """Ask one question; going on and going back both keep what was chosen."""
    page = _page(administration_id)
    asked = page.instrument.asked
    place = next((place for place, each in enumerate(asked) if each.number == item), None)
    if place is None:
        abort(404)
    form = _form(page, [asked[place]])
    if request.method == "GET":
        if not page.is_open or page.is_finished:
            return redirect(_url("show", page), 303)
        return _draw("answer", page, form=form, item=asked[place], position=place + 1)
    if _keep(page, form):
        step = -1 if request.form.get("then") == "back" else 1
        return redirect(_step(page, place + step), 303)
    return _draw("answer", page, form=form, item=asked[place], position=place + 1), 422


@blueprint.get("/measures/<id:administration_id>/review")
@access(Action.MEASURE_ANSWER)
def review(administration_id: str) -> Response | str:
    """Show what will be sent, and name what was left open."""
    page = _page(administration_id)
    if not page.is_open or page.is_finished:
        return redirect(_url("show", page), 303)
    return _draw("review", page, form=SendForm())


@blueprint.post("/measures/<id:administration_id>/completion")
@access(Action.MEASURE_ANSWER)
def finish(administration_id: str) -> Response | tuple[str, int]:
    """Send the answers."""
    page = _page(administration_id)
    form = SendForm()
    if form.validate():
        doer = actor(form.once.data)
        try:
            finish_administration(db(), doer, page.row, page.instrument, Medium.PORTAL)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect(_url("show", page), 303)
    return _draw("review", page, form=form), 422


def _page(administration_id: str) -> MeasurePage:
    page = measure_page(db(), reader(), administration_id, now())
    if page is None:
        abort(404)
    return page


def _form(page: MeasurePage, items: tuple[Item, ...] | list[Item]) -> AnswersForm:
    return answers_form(page.instrument, items, page.answers)


def _keep(page: MeasurePage, form: AnswersForm) -> bool:
    if not form.validate():
        return False
    try:
        answer_items(db(), actor(), page.row, form.codes, Medium.PORTAL)
    except Refused as refused:
        form.add_refusal(refused)
        return False
    return True


def _step(page: MeasurePage, place: int) -> str:
    asked = page.instrument.asked
    if place < 0:
        return _url("show", page)
    if place >= len(asked):
        return _url("review", page)
    return _url("answer", page, item=asked[place].number)


def _url(name: str, page: MeasurePage, item: int | None = None) -> str:
    key = page.row.public_id
    return url_for(f"portal.measures.{name}", administration_id=key, item=item)


def _draw(name: str, page: MeasurePage, **values: object) -> str:
    title = questions_title(len(page.instrument.asked), page.instrument.recall)
    return show_page(f"portal/measures/{name}.html", page, [page.place], title=title, **values)
