"""Answering a questionnaire: an introduction, one question a page, a look back, thanks."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import questions_title, show_page
from clinic.domain.access import Action
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.measures.administrations import QuestionLayout
from clinic.domain.measures.instruments import Item
from clinic.domain.safety.cries import cries_of_page
from clinic.forms.measures.measures import (
    AnswersForm,
    SendForm,
    answers_form,
    changed_codes,
    drawn_codes,
    whole_code,
)
from clinic.operations.homework.refusals import refuse as note_refusal
from clinic.operations.homework.refusals import take_up_again
from clinic.operations.measures.administrations import (
    answer_items,
    finish_administration,
    hear_unkept_items,
)
from clinic.operations.people.clients import choose_layout
from clinic.queries.measures.portal_measures import MeasurePage, measure_page
from clinic.web.errors import sentence
from clinic.web.gate import access, edits
from clinic.web.reading_words import look_by_words
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("measures", __name__)


@blueprint.get("/measures/<id:administration_id>")
@access(Action.MEASURE_ANSWER)
def show(administration_id: str) -> str:
    """Introduce the questions, or show all of them at once, or thank for the answers."""
    page = _page(administration_id)
    if page.is_finished:
        return _draw("thanks", page, needs_help=bool(page.heavy))
    if page.is_open and not page.is_refused and request.args.get("mode") == "list":
        return _draw("list", page, form=_form(page, page.instrument.asked))
    return _draw("show", page)


@blueprint.post("/measures/<id:administration_id>")
@access(Action.MEASURE_ANSWER)
@edits
def answer_all(administration_id: str) -> Response | tuple[str, int]:
    """Keep the answers of the whole list."""
    page = _page(administration_id)
    form = _form(page, page.instrument.asked)
    if _keep(page, form):
        heavy = _heavy(page, form.codes) - page.heavy
        if heavy:
            return redirect(_url("help", page, item=min(heavy)), 303)
        return redirect(_url("review", page), 303)
    return _draw("list", page, form=form, unkept=bool(_heard(page, form.codes))), 422


@blueprint.route(
    "/measures/<id:administration_id>/items/<int(min=1,max=99):item>", methods=["GET", "POST"]
)
@access(Action.MEASURE_ANSWER)
@edits
def answer(administration_id: str, item: int) -> Response | str | tuple[str, int]:
    """Ask one question; going on and going back both keep what was chosen."""
    page = _page(administration_id)
    asked = page.instrument.asked
    place = next((place for place, each in enumerate(asked) if each.number == item), None)
    if place is None:
        abort(404)
    form = _form(page, [asked[place]])
    if request.method == "GET":
        if not page.is_open or page.is_finished or page.is_refused:
            return redirect(_url("show", page), 303)
        return _draw("answer", page, form=form, item=asked[place], position=place + 1)
    if _keep(page, form):
        is_back = request.form.get("then") == "back"
        if not is_back and _heavy(page, form.codes):
            return redirect(_url("help", page, item=item), 303)
        return redirect(_step(page, place + (-1 if is_back else 1)), 303)
    unkept = bool(_heard(page, form.codes))
    drawn = _draw("answer", page, form=form, item=asked[place], position=place + 1, unkept=unkept)
    return drawn, 422


@blueprint.put("/measures/<id:administration_id>")
@access(Action.MEASURE_ANSWER)
@edits
def save_all(administration_id: str) -> tuple[Response, int]:
    """Keep the answers of the whole list while they are given."""
    page = _page(administration_id)
    return _save(page, page.instrument.asked)


@blueprint.put("/measures/<id:administration_id>/items/<int(min=1,max=99):item>")
@access(Action.MEASURE_ANSWER)
@edits
def save(administration_id: str, item: int) -> tuple[Response, int]:
    """Keep the answer of one question as soon as it is given."""
    page = _page(administration_id)
    asked = tuple(each for each in page.instrument.asked if each.number == item)
    if not asked:
        abort(404)
    return _save(page, asked)


@blueprint.get("/measures/<id:administration_id>/items/<int(min=1,max=99):item>/help")
@access(Action.MEASURE_ANSWER)
def help(administration_id: str, item: int) -> Response | str:
    """Show where help is, right after an answer that sounded heavy, and the way on."""
    page = _page(administration_id)
    if not page.is_open or page.is_finished or item not in page.heavy:
        return redirect(_url("show", page), 303)
    numbers = [each.number for each in page.instrument.asked]
    is_list = page.layout is QuestionLayout.LIST
    on = _url("review", page) if is_list else _step(page, numbers.index(item) + 1)
    return _draw("help", page, on=on)


@blueprint.post("/measures/<id:administration_id>/layout")
@access(Action.MEASURE_ANSWER)
def choose(administration_id: str) -> Response:
    """Keep how the person likes to be asked, and go on in that way."""
    page = _page(administration_id)
    is_list = request.form.get("layout") == QuestionLayout.LIST
    layout = QuestionLayout.LIST if is_list else QuestionLayout.ONE
    choose_layout(db(), actor(), page.row.enrollment.client_id, layout)
    return redirect(_url("show", page) + ("?mode=list" if is_list else ""), 303)


@blueprint.post("/measures/<id:administration_id>/refusal")
@access(Action.MEASURE_ANSWER)
def refuse(administration_id: str) -> Response:
    """Take a no for an answer; a reason is welcome."""
    page = _page(administration_id)
    note_refusal(db(), actor(), page.row, request.form.get("reason", ""))
    return redirect(_url("show", page), 303)


@blueprint.post("/measures/<id:administration_id>/refusal/removal")
@access(Action.MEASURE_ANSWER)
def take_up(administration_id: str) -> Response:
    """Take the no back."""
    page = _page(administration_id)
    take_up_again(db(), actor(), page.row)
    return redirect(_url("show", page), 303)


@blueprint.get("/measures/<id:administration_id>/review")
@access(Action.MEASURE_ANSWER)
def review(administration_id: str) -> Response | str:
    """Show what will be sent, and name what was left open."""
    page = _page(administration_id)
    if not page.is_open or page.is_finished or page.is_refused:
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
            finish_administration(db(), doer, page.row, Medium.PORTAL)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect(_url("show", page), 303)
    return _draw("review", page, form=form), 422


def _page(administration_id: str) -> MeasurePage:
    page = measure_page(db(), reader(), administration_id, now())
    if page is None:
        _hear_last(administration_id)
        abort(404)
    return page


def _hear_last(administration_id: str) -> None:
    """Have a page heard that was open when the right to show its words ended."""
    page = measure_page(db(), reader(), administration_id, now(), is_sent=True)
    if page is None or request.method == "GET":
        return
    body = request.get_json(silent=True)
    answers = body.get("answers") if isinstance(body, dict) else None
    sent = answers if isinstance(answers, dict) else request.form
    asked = [item.number for item in page.instrument.asked]
    _unkept(page, {number: whole_code(sent.get(f"item_{number}")) for number in asked})


def _form(page: MeasurePage, items: tuple[Item, ...] | list[Item]) -> AnswersForm:
    return answers_form(page.instrument, items, page.answers)


def _keep(page: MeasurePage, form: AnswersForm) -> bool:
    if not form.validate():
        _unkept(page, form.codes)
        return False
    try:
        answer_items(db(), actor(), page.row, form.codes, Medium.PORTAL)
    except Refused as refused:
        _unkept(page, form.codes)
        form.add_refusal(refused)
        return False
    return True


def _unkept(page: MeasurePage, codes: Mapping[int, int | None]) -> list[str]:
    """Have an answer heard although it cannot be kept: on an old page somebody may ask for help."""
    if heard := _heard(page, codes):
        hear_unkept_items(db(), actor(), page.row, codes)
    return heard


def _heard(page: MeasurePage, codes: Mapping[int, int | None]) -> list[str]:
    return [f"{item}={codes[item]}" for item in sorted(_heavy(page, codes))]


def _save(page: MeasurePage, items: Sequence[Item]) -> tuple[Response, int]:
    """Keep what a script sends: an item that it leaves out is one without an answer."""
    body = request.get_json(silent=True)
    sent = body.get("answers") if isinstance(body, dict) else None
    sent_from = body.get("drawn") if isinstance(body, dict) else None
    names = {f"item_{item.number}": item.number for item in items}
    read = sent if isinstance(sent, dict) else {}
    codes = {number: whole_code(read.get(name)) for name, number in names.items()}
    if not isinstance(sent, dict) or set(sent) - set(names):
        message = _("This could not be read. Nothing was changed.")
        return jsonify(message=message, heard=_unkept(page, codes)), 422
    changed, clashing = changed_codes(codes, page.answers, sent_from)
    try:
        row = answer_items(db(), actor(), page.row, changed, Medium.PORTAL)
    except Refused as refused:
        return jsonify(message=sentence(refused), heard=_unkept(page, codes)), 422
    if clashing:
        told = _(
            "Question %(number)s was answered somewhere else in the meantime. Nothing was "
            "overwritten: press the button below to see both answers and choose.",
            number=min(clashing),
        )
        return jsonify(message=told, heard=_unkept(page, codes)), 409
    drawn = drawn_codes(codes)
    return jsonify(version=row.version, heard=_heard(page, codes), drawn=drawn), 200


def _heavy(page: MeasurePage, codes: Mapping[int, int | None]) -> set[int]:
    """Number those of these questions that were answered so that help comes first."""
    return {cry.item for cry in cries_of_page(page.instrument, codes) if cry.item is not None}


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
    values = {"unkept": False, "title": title, "by": look_by_words(page.look_by)} | values
    return show_page(f"portal/measures/{name}.html", page, [page.place], **values)
