"""Instruments as FHIR Questionnaires: out with what only Hearth reads, in with what was lost."""

import re
from collections.abc import Sequence

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.content.faults import ContentError, ContentFault
from clinic.content.fhir_export import export_questionnaire
from clinic.content.fhir_import import LARGEST_JSON, ImportedQuestionnaire, import_questionnaire
from clinic.content.instrument_forms import read_draft
from clinic.content.instrument_trials import trial_of
from clinic.domain.access import Action
from clinic.domain.measures.rights import WordingMedium
from clinic.forms.measures.instruments import ImportForm, SourceForm
from clinic.queries.measures.own_instruments import InstrumentDraft, get_draft_of
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("questionnaires", __name__)

_PLACE = "/measures/<id:instrument_id>/questionnaire"


@blueprint.url_value_preprocessor
def take_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a Questionnaire in, which may be larger than any form."""
    if endpoint == "therapist.questionnaires.create":
        request.max_content_length = LARGEST_JSON + 64 * 1024


@blueprint.get(_PLACE)
@access(Action.CONTENT_EDIT)
def show(instrument_id: str) -> Response | str:
    """Say what the file will hold, and what of it other programs pass over."""
    page = get_draft_of(db(), reader(), instrument_id)
    refused = _refused(page)
    if refused is not None:
        return refused
    return render_template(
        "therapist/measures/questionnaires/show.html",
        page=page,
        exported=export_questionnaire(page.instrument),
    )


@blueprint.get(f"{_PLACE}.json")
@access(Action.CONTENT_EDIT)
def download(instrument_id: str) -> Response:
    """Give the Questionnaire as a file."""
    page = get_draft_of(db(), reader(), instrument_id)
    refused = _refused(page)
    if refused is not None:
        return refused
    answer = make_response(export_questionnaire(page.instrument).text)
    answer.mimetype = "application/fhir+json"
    name = re.sub(r"[^a-z0-9-]", "-", page.row.key)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.fhir.json"'
    return answer


@blueprint.get("/measures/import")
@access(Action.CONTENT_EDIT)
def new() -> str:
    """Ask for a Questionnaire."""
    return _draw(ImportForm())


@blueprint.post("/measures/import")
@access(Action.CONTENT_EDIT)
def create() -> str | tuple[str, int]:
    """Show what a Questionnaire becomes, with what was lost; nothing is saved yet."""
    form = ImportForm()
    if not form.validate():
        return _draw(form), 422
    try:
        with form.file.data.stream as stream:
            imported = import_questionnaire(stream.read(LARGEST_JSON + 1))
    except ContentError as error:
        return _draw(form, error.faults), 422
    return _draft(imported)


def _draft(imported: ImportedQuestionnaire) -> str:
    draft = read_draft(imported.text, imported.key)
    return render_template(
        "therapist/measures/own_measures/source.html",
        base=None,
        form=SourceForm(formdata=None, text=imported.text),
        trial=trial_of(draft, {}),
        beyond=[],
        place=url_for("therapist.own_measures.create"),
        imported=imported,
    )


def _draw(form: ImportForm, faults: Sequence[ContentFault] = ()) -> str:
    return render_template("therapist/measures/questionnaires/new.html", form=form, faults=faults)


def _refused(page: InstrumentDraft) -> Response | None:
    """Refuse to pass words on that may not be; a key without words may go."""
    if page.instrument.is_score_only:
        flash(_("A measure that comes as a finished score has no questions to export."), "warning")
    elif page.instrument.has_wording:
        refusal = page.instrument.why_not(WordingMedium.EXPORT, now().date())
        if refusal is None:
            return None
        flash(_(refusal.message, **refusal.params), "warning")
    else:
        return None
    place = url_for("therapist.measures.show", instrument_id=page.row.public_id)
    return redirect(place, 303)
