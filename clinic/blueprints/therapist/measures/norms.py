"""The clinic's own norm of a scale: for instruments without a confirmed one, or in its place."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Scale
from clinic.domain.outcomes.readings import criteria_of
from clinic.forms.outcomes.readings import ClinicNormForm
from clinic.lookups.measures.norms import find_norm, norm_of
from clinic.models.readings import ClinicNorm
from clinic.operations.measures.norms import remove_norm, set_norm
from clinic.presenters.change_words import basis_of
from clinic.queries.measures.measures import InstrumentLine, get_instrument
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("norms", __name__)


@blueprint.get("/measures/<id:instrument_id>/norms/<int(min=1, max=99):scale_number>")
@access(Action.NORM_SET)
def edit(instrument_id: str, scale_number: int) -> str:
    """Show what changes on the scale are read by, and ask for the clinic's own figures."""
    line, found = _scale(instrument_id, scale_number)
    row = find_norm(db(), line.key, found.key)
    return _page(line, found, row, _form_of(row))


@blueprint.post("/measures/<id:instrument_id>/norms/<int(min=1, max=99):scale_number>")
@access(Action.NORM_SET)
@edits
def update(instrument_id: str, scale_number: int) -> Response | tuple[str, int]:
    """Set the norm; from now on it is used wherever this scale is read."""
    line, found = _scale(instrument_id, scale_number)
    form = _form_of(find_norm(db(), line.key, found.key))
    if form.validate():
        try:
            if form.changed:
                set_norm(db(), actor(), line.key, found, form.norm())
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("The norm is set. Every change on this scale is read by it."), "success")
            return redirect(
                url_for(".edit", instrument_id=instrument_id, scale_number=scale_number), 303
            )
    return _page(line, found, find_norm(db(), line.key, found.key), form), 422


@blueprint.post("/measures/<id:instrument_id>/norms/<int(min=1, max=99):scale_number>/removal")
@access(Action.NORM_SET)
def remove(instrument_id: str, scale_number: int) -> Response:
    """Go back to what is published."""
    line, found = _scale(instrument_id, scale_number)
    row = find_norm(db(), line.key, found.key)
    if row is not None:
        remove_norm(db(), actor(), row)
        flash(_("The clinic’s own norm is removed."), "success")
    return redirect(url_for(".edit", instrument_id=instrument_id, scale_number=scale_number), 303)


def _scale(instrument_id: str, number: int) -> tuple[InstrumentLine, Scale]:
    line = get_instrument(db(), reader(), instrument_id)
    scales = line.instrument.scales
    return (line, scales[number - 1]) if number <= len(scales) else abort(404)


def _form_of(row: ClinicNorm | None) -> ClinicNormForm:
    if row is None:
        return ClinicNormForm()
    names = ("sd", "reliability", "clinical_mean", "functional_mean", "functional_sd")
    figures = {name: getattr(row, name) for name in names}
    shown = {name: None if value is None else f"{value:g}" for name, value in figures.items()}
    return ClinicNormForm(source=row.source, **shown)


def _page(line: InstrumentLine, scale: Scale, row: ClinicNorm | None, form: ClinicNormForm) -> str:
    return render_template(
        "therapist/measures/norms/edit.html",
        line=line,
        scale=scale,
        scale_number=line.instrument.scales.index(scale) + 1,
        basis=basis_of(criteria_of(scale, norm_of(row) if row else None)),
        has_norm=row is not None,
        has_published=criteria_of(scale).reliable is not None,
        form=form,
    )
