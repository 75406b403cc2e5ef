"""The copy of her whole record that a client may take at any time."""

from flask import Blueprint, make_response
from flask_babel import get_translations
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.forms.people.own_records import READ, OwnRecordForm
from clinic.operations.people.own_records import note_copy
from clinic.presenters.own_records import record_json, record_paper
from clinic.printing.own_records import record_pdf
from clinic.queries.groups.places import own_places
from clinic.queries.people.own_records import own_record
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("own_records", __name__)


@blueprint.get("/your-record")
@access(Action.RECORD_OWN)
@fresh()
def show() -> str:
    """Say what the copy holds, and offer it."""
    return _draw(OwnRecordForm(data={"form": READ}))


@blueprint.post("/your-record")
@access(Action.RECORD_OWN)
@fresh()
def create() -> Response | tuple[str, int]:
    """Give the copy, made for this one answer; no file of it stays here."""
    form = OwnRecordForm()
    if not form.validate():
        return _draw(form), 422
    record = own_record(db(), reader())
    if form.form.data == READ:
        translations = get_translations()
        answer = make_response(record_pdf(record_paper(record, clinic(), now()), translations))
        answer.mimetype = "application/pdf"
    else:
        answer = make_response(record_json(record, now()))
        answer.mimetype = "application/json"
    name = f"document-{now():%Y-%m-%d}.{form.form.data}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    note_copy(db(), actor(), record.person)
    return answer


def _draw(form: OwnRecordForm) -> str:
    places = own_places(db(), reader(), now())
    return show_page("portal/own_records/show.html", None, places, form=form)
