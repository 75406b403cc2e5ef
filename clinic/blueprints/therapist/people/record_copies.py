"""The copy of a person's record that staff makes when she asks, and hands out."""

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.record_copies import HandingWay
from clinic.forms.people.own_records import READ, OwnRecordForm
from clinic.forms.people.record_copies import HandOverForm, RecordCopyForm
from clinic.lookups.people.names import full_name
from clinic.models.reports import RecordCopy
from clinic.operations.people.record_copies import hand_over, make_copy, take_file
from clinic.presenters.own_records import record_json, record_paper, value_lines
from clinic.presenters.record_words import column_words
from clinic.printing.own_records import record_pdf
from clinic.queries.people.record_copies import (
    CopiesPage,
    copies_page,
    get_copy,
    record_of_copy,
)
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("record_copies", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/record-copies")
@access(Action.RECORD_GIVE)
def index(enrollment_id: str) -> str:
    """List the copies, with the words of staff to be looked at for the next one."""
    page = copies_page(db(), reader(), enrollment_id)
    given = [words.key for words in page.words if not words.names_somebody]
    return _list(page, _form(page, asked_on=_today(page), words=given))


@blueprint.post("/enrollments/<id:enrollment_id>/record-copies")
@access(Action.RECORD_GIVE)
@fresh()
def create(enrollment_id: str) -> Response | tuple[str, int]:
    """Make a copy, to be taken within a day."""
    page = copies_page(db(), reader(), enrollment_id)
    form = _form(page)
    if form.validate():
        try:
            copy = make_copy(
                db(),
                actor(form.once.data),
                page.place,
                form.asked_on.data or _today(page),
                form.words.data or (),
                today=_today(page),
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect(url_for(".show", copy_id=copy.public_id), 303)
    return _list(page, form), 422


@blueprint.get("/record-copies/<id:copy_id>")
@access(Action.RECORD_GIVE)
def show(copy_id: str) -> str:
    """Show how a copy stands: to be taken, handed out, or over."""
    return _one(get_copy(db(), reader(), copy_id), OwnRecordForm(data={"form": READ}))


@blueprint.post("/record-copies/<id:copy_id>/file")
@access(Action.RECORD_GIVE)
@fresh()
def file(copy_id: str) -> Response | tuple[str, int]:
    """Give a file of the copy, made for this one answer; none stays here."""
    copy = get_copy(db(), reader(), copy_id)
    form = OwnRecordForm()
    if not form.validate():
        return _one(copy, form), 422
    try:
        take_file(db(), actor(), copy)
    except Refused as refused:
        form.add_refusal(refused)
        return _one(copy, form), 422
    record = record_of_copy(db(), reader(), copy)
    if form.form.data == READ:
        paper = record_paper(record, clinic(), now(), is_handed_out=True)
        answer = make_response(record_pdf(paper, get_translations()))
        answer.mimetype = "application/pdf"
    else:
        answer = make_response(record_json(record, now()))
        answer.mimetype = "application/json"
    name = f"document-{now():%Y-%m-%d}.{form.form.data}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.post("/record-copies/<id:copy_id>/handing-over")
@access(Action.RECORD_GIVE)
def hand(copy_id: str) -> Response | tuple[str, int]:
    """Note that she has it."""
    copy = get_copy(db(), reader(), copy_id)
    form = HandOverForm()
    if form.validate():
        try:
            hand_over(db(), actor(), copy, HandingWay(form.way.data))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("It is noted that this copy was handed out."), "success")
            return redirect(url_for(".show", copy_id=copy_id), 303)
    return _one(copy, OwnRecordForm(data={"form": READ}), form), 422


def _today(page: CopiesPage) -> date:
    return now().astimezone(ZoneInfo(page.place.cohort.time_zone)).date()


def _form(page: CopiesPage, **values: object) -> RecordCopyForm:
    return RecordCopyForm([(words.key, words.column) for words in page.words], **values)


def _list(page: CopiesPage, form: RecordCopyForm) -> str:
    return render_template(
        "therapist/people/record_copies/index.html",
        page=page,
        name=full_name(page.place.client),
        form=form,
        column_words=column_words(words.place for words in page.words),
        value_lines=partial(value_lines, zone=page.place.cohort.time_zone),
        now=now(),
    )


def _one(copy: RecordCopy, form: OwnRecordForm, handing: HandOverForm | None = None) -> str:
    signed = reader().account_id
    return render_template(
        "therapist/people/record_copies/show.html",
        copy=copy,
        name=full_name(copy.enrollment.client),
        form=form,
        handing=handing or HandOverForm(),
        may_take=copy.made_by_id == signed and copy.is_open_at(now()),
        now=now(),
        is_open=copy.is_open_at(now()),
    )
