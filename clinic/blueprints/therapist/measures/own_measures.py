"""Questionnaires of one's own: a form whose rows come and go, its source, and a scored trial."""

from collections.abc import Mapping
from typing import TypeVar

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.content.instrument_forms import (
    Draft,
    beyond_form,
    draft_of,
    form_data,
    own_key,
    read_draft,
)
from clinic.content.instrument_trials import Trial, trial_of
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.line_merging import MergedText, merge_lines
from clinic.domain.measures.instrument_versions import OWN
from clinic.domain.measures.instruments import Instrument
from clinic.forms.measures.instruments import InstrumentForm, SourceForm, change_rows
from clinic.forms.programs.content import LAID_OVER_SOUND, LAID_TOGETHER
from clinic.models import programs as rows
from clinic.operations.measures.own_instruments import UNCHANGED, save_instrument
from clinic.queries.measures.own_instruments import (
    BrokenInstrument,
    InstrumentDraft,
    find_broken,
    get_draft_of,
    newest_draft_of,
)
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("own_measures", __name__)
_Form = TypeVar("_Form", InstrumentForm, SourceForm)

_START = {
    "answers": [
        {"value": "0", "label": ""},
        {"value": "1", "label": ""},
        {"value": "2", "label": ""},
        {"value": "3", "label": ""},
    ],
    "questions": [{"text": ""}, {"text": ""}, {"text": ""}],
    "scales": [{"title": "", "bands": []}],
    "media": ["screen", "paper"],
}


@blueprint.get("/measures/own/new")
@access(Action.CONTENT_EDIT)
def new() -> str:
    """Begin a questionnaire with a few empty rows."""
    return _draw(None, InstrumentForm(formdata=None, data=_START), None)


@blueprint.post("/measures/own")
@access(Action.CONTENT_EDIT)
def create() -> Response | str | tuple[str, int]:
    """Do what the button says: a row more or less, a trial, the source, or save."""
    return _work(None)


@blueprint.get("/measures/<id:instrument_id>/edit")
@access(Action.CONTENT_EDIT)
def edit(instrument_id: str) -> Response | str:
    """Show the newest version in its rows, or as text where it says more than rows can."""
    broken = _broken(instrument_id)
    if broken is not None:
        return _draw_broken(broken, SourceForm(formdata=None, text=broken.row.source))
    base = _base(instrument_id)
    if not base.is_newest:
        flash(_("This is an older version. The newest can be edited."), "warning")
        return redirect(url_for("therapist.measures.show", instrument_id=instrument_id), 303)
    if beyond_form(base.instrument):
        return _draw_source(base, SourceForm(formdata=None, text=base.row.source), None)
    return _draw(base, InstrumentForm(formdata=None, data=form_data(base.instrument)), None)


@blueprint.post("/measures/<id:instrument_id>/edit")
@access(Action.CONTENT_EDIT)
def update(instrument_id: str) -> Response | str | tuple[str, int]:
    """Do what the button says, and save as the next version."""
    broken = _broken(instrument_id)
    if broken is not None:
        return _mend(broken, SourceForm())
    return _work(_base(instrument_id))


@blueprint.post("/measures/own/trial")
@access(Action.CONTENT_EDIT)
def trial() -> Response:
    """Score the answers that were typed, and say what is still to mend; nothing is saved."""
    if "text" in request.form:
        draft = read_draft(SourceForm().text.data or "", _key_in(SourceForm().text.data or ""))
        answers: Mapping[int, str] = {}
    else:
        form = InstrumentForm()
        draft = _draft(form, None)
        answers = _answers(form)
    tried = trial_of(draft, answers)
    return jsonify(html=render_template("therapist/measures/own_measures/trial.html", trial=tried))


def _work(base: InstrumentDraft | None) -> Response | str | tuple[str, int]:
    deed = request.form.get("deed", "save")
    if "text" in request.form:
        return _work_source(base, SourceForm(), deed)
    form = InstrumentForm()
    if change_rows(form, deed):
        return _draw(base, form, None)
    draft = _draft(form, base)
    if deed == "source":
        return _draw_source(base, SourceForm(formdata=None, text=draft.text), draft)
    if deed == "try":
        return _draw(base, form, draft)
    if base and not base.is_newest and draft.instrument is not None and form.validate():
        return _lay_together(base, draft.text, form.note.data)
    is_sound = form.validate()
    for fault, place in zip(draft.faults, draft.places, strict=True):
        form.say(place, fault.message)
    if base and draft.text == _as_rows(base):
        form.add_refusal(Refused(UNCHANGED, field="source"))
    elif is_sound and draft.instrument is not None:
        answer = _keep((base.row, base.instrument) if base else None, form, draft)
        if answer is not None:
            return answer
    return _draw(base, form, draft), 422


def _work_source(
    base: InstrumentDraft | None, form: SourceForm, deed: str
) -> Response | str | tuple[str, int]:
    text = form.text.data or ""
    draft = read_draft(text, base.row.key if base else _key_in(text))
    if deed == "rows" and draft.instrument is not None:
        beyond = beyond_form(draft.instrument)
        if not beyond:
            drawn = InstrumentForm(formdata=None, data=form_data(draft.instrument))
            return _draw(base, drawn, draft)
    if deed in {"try", "rows"}:
        return _draw_source(base, form, draft)
    if form.validate() and draft.instrument is not None:
        if base and not base.is_newest:
            return _lay_together(base, text, form.note.data)
        answer = _keep((base.row, base.instrument) if base else None, form, draft)
        if answer is not None:
            return answer
    return _draw_source(base, form, draft), 422


def _mend(broken: BrokenInstrument, form: SourceForm) -> Response | str | tuple[str, int]:
    """Keep a text that can be read as the next version, or say what is still wrong in it."""
    draft = read_draft(form.text.data or "", broken.row.key)
    if request.form.get("deed") == "try":
        return _draw_broken(broken, form)
    if form.validate() and draft.instrument is not None:
        answer = _keep((broken.row, broken.sound[1] if broken.sound else None), form, draft)
        if answer is not None:
            return answer
    return _draw_broken(broken, form), 422


def _lay_together(base: InstrumentDraft, text: str, note: str | None) -> Response | tuple[str, int]:
    """Show the newest version with what was typed laid over it; it is saved on looking.

    Where all of it stands there already, as after pressing twice, the way leads on to it.
    """
    newest, broken = newest_draft_of(db(), reader(), base)
    is_rows = "text" not in request.form
    before, now_stands = (_as_rows(it) if is_rows else it.row.source for it in (base, newest))
    laid = merge_lines(before, text, now_stands)
    if broken is not None:
        source = _told(SourceForm(formdata=None, text=laid.text), laid, note, LAID_OVER_SOUND)
        return _draw_broken(broken, source), 409
    if laid.text == now_stands and not laid.clashes:
        return _saved(newest.row.public_id)
    draft = read_draft(laid.text, base.row.key)
    form: InstrumentForm | SourceForm
    if is_rows and draft.instrument is not None and not beyond_form(draft.instrument):
        form = InstrumentForm(formdata=None, data=form_data(draft.instrument))
        draw = _draw(newest, _told(form, laid, note), None)
    else:
        form = SourceForm(formdata=None, text=laid.text)
        draw = _draw_source(newest, _told(form, laid, note), draft)
    return draw, 409


def _as_rows(base: InstrumentDraft) -> str:
    """Write a version as the form would, so that only what was changed differs."""
    return draft_of(form_data(base.instrument), base.row.key, now().date(), base.instrument).text


def _told(form: _Form, laid: MergedText, note: str | None, why: Refused = LAID_TOGETHER) -> _Form:
    form.note.data = note
    form.line_clashes = laid.clashes
    form.add_refusal(why)
    return form


def _keep(
    before: tuple[rows.InstrumentRow, Instrument | None] | None,
    form: InstrumentForm | SourceForm,
    draft: Draft,
) -> Response | None:
    assert draft.instrument is not None  # noqa: S101 - the caller looked
    note = form.note.data
    try:
        made = save_instrument(
            db(), actor(form.once.data), draft.instrument, draft.text, before, note or ""
        )
    except Refused as refused:
        form.add_refusal(refused)
        return None
    return _saved(made.public_id)


def _saved(public_id: str) -> Response:
    flash(_("Saved. Ask it in a program of yours, and new cohorts will have it."), "success")
    return redirect(url_for("therapist.measures.show", instrument_id=public_id), 303)


def _broken(instrument_id: str) -> BrokenInstrument | None:
    """Give a measure of the clinic's own whose text cannot be read; the newest is mended."""
    broken = find_broken(db(), reader(), instrument_id)
    if broken is not None and not broken.is_to_mend:
        abort(404)
    return broken


def _base(instrument_id: str) -> InstrumentDraft:
    """Give a measure of the clinic's own; the key of a shipped one is not ours to edit."""
    base = get_draft_of(db(), reader(), instrument_id)
    if not base.row.key.startswith(OWN):
        abort(404)
    return base


def _draft(form: InstrumentForm, base: InstrumentDraft | None) -> Draft:
    name = form.short_name.data or form.name.data or ""
    key = base.row.key if base else form.key.data or own_key(name)
    return draft_of(form.data, key, now().date(), base.instrument if base else None)


def _key_in(text: str) -> str:
    line = next((line for line in text.splitlines() if line.startswith("key:")), "")
    return line.partition(":")[2].strip().strip("\"'")[:40] or OWN


def _answers(form: InstrumentForm) -> dict[int, str]:
    entries = form.questions.entries
    return {number: row.form.answer.data or "" for number, row in enumerate(entries, start=1)}


def _draw(base: InstrumentDraft | None, form: InstrumentForm, draft: Draft | None) -> str:
    draft = draft or _draft(form, base)
    tried: Trial = trial_of(draft, _answers(form))
    return render_template(
        "therapist/measures/own_measures/edit.html",
        base=base,
        form=form,
        trial=tried,
        place=_place(base),
    )


def _draw_source(base: InstrumentDraft | None, form: SourceForm, draft: Draft | None) -> str:
    text = form.text.data or ""
    draft = draft or read_draft(text, base.row.key if base else _key_in(text))
    beyond = beyond_form(draft.instrument) if draft.instrument else []
    return render_template(
        "therapist/measures/own_measures/source.html",
        base=base,
        form=form,
        trial=trial_of(draft, {}),
        beyond=beyond,
        place=_place(base),
    )


def _draw_broken(broken: BrokenInstrument, form: SourceForm) -> str:
    draft = read_draft(form.text.data or "", broken.row.key)
    return render_template(
        "therapist/measures/own_measures/mend.html",
        broken=broken,
        form=form,
        trial=trial_of(draft, {}),
    )


def _place(base: InstrumentDraft | None) -> str:
    if base is None:
        return url_for(".create")
    return url_for(".update", instrument_id=base.row.public_id)
