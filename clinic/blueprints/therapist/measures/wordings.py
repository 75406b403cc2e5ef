"""A clinic's own licensed words for an instrument that ships as a scoring key."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.content.faults import ContentFault, FaultReport
from clinic.content.instrument_forms import Draft, read_draft
from clinic.content.instrument_writing import write_instrument
from clinic.content.wordings import brought_wording
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.programs.differences import DiffLine, difference
from clinic.forms.measures.wordings import WordingForm
from clinic.forms.programs.content import LAID_TOGETHER, WORDS_WAIT
from clinic.operations.measures.own_instruments import take_wording
from clinic.queries.measures.own_instruments import (
    InstrumentDraft,
    get_draft_of,
    newest_draft_of,
)
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("wordings", __name__)

_PLACE = "/measures/<id:instrument_id>/wording"


@blueprint.get(_PLACE)
@access(Action.CONTENT_EDIT)
def new(instrument_id: str) -> Response | str:
    """Ask for the words and for what allows them."""
    base = get_draft_of(db(), reader(), instrument_id)
    if not base.is_newest:
        flash(_("This is an older version. Add the wording to the newest one."), "warning")
        return redirect(url_for("therapist.measures.show", instrument_id=instrument_id), 303)
    return _draw(base, WordingForm(media=["screen", "paper"], language=base.instrument.language))


@blueprint.post(_PLACE)
@access(Action.CONTENT_EDIT)
def create(instrument_id: str) -> Response | tuple[str, int]:
    """Show the difference that the words make, and take them in when that was confirmed."""
    # Onto the newest version, whichever the page was drawn from; the difference is looked at first.
    opened = get_draft_of(db(), reader(), instrument_id)
    base, broken = newest_draft_of(db(), reader(), opened)
    form = WordingForm()
    if broken is not None:
        form.add_refusal(WORDS_WAIT)
        return _draw(base, form), 409
    if not form.validate():
        return _draw(base, form), 422
    draft, faults = _read(base, form)
    if draft is None or draft.instrument is None:
        return _draw(base, form, faults), 422
    lines = difference(_before(base), draft.text)
    if not opened.is_newest:
        form.add_refusal(LAID_TOGETHER)
        return _draw(base, form, (), lines), 409
    if request.form.get("take") != "save":
        return _draw(base, form, (), lines), 200
    try:
        made = take_wording(
            db(),
            actor(form.once.data),
            draft.instrument,
            draft.text,
            (base.row, base.instrument),
            form.note.data or _("Our own licensed wording"),
        )
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(base, form, (), lines), 422
    flash(_("The wording is in. Running cohorts stay as they began."), "success")
    return redirect(url_for("therapist.measures.show", instrument_id=made.public_id), 303)


def _read(
    base: InstrumentDraft, form: WordingForm
) -> tuple[Draft | None, tuple[ContentFault, ...]]:
    report = FaultReport("wording")
    instrument = brought_wording(base.instrument, form.brought(), now().date(), report)
    if instrument is None or report.faults:
        return None, tuple(sorted(report.faults))
    draft = read_draft(write_instrument(instrument), base.row.key)
    return draft, draft.faults


def _before(base: InstrumentDraft) -> str:
    """Give the version that stands, written as the new one is, so that only changes differ."""
    return write_instrument(base.instrument)


def _draw(
    base: InstrumentDraft,
    form: WordingForm,
    faults: tuple[ContentFault, ...] = (),
    lines: tuple[DiffLine, ...] = (),
) -> str:
    return render_template(
        "therapist/measures/wordings/new.html", page=base, form=form, faults=faults, lines=lines
    )
