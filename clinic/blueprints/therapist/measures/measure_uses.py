"""Asking a version of an instrument in programs of one's own, on occasions that they know."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.content.plan_measures import with_measure
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.base import options
from clinic.forms.measures.instruments import UseForm
from clinic.operations.programs.own_programs import use_instrument
from clinic.presenters.course_charts import occasion_name
from clinic.queries.measures.own_instruments import get_draft_of, program_uses
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("measure_uses", __name__)

_PLACE = "/measures/<id:instrument_id>/uses"


@blueprint.get(f"{_PLACE}/new")
@access(Action.CONTENT_EDIT)
def new(instrument_id: str) -> str:
    """Offer the clinic's programs, each with its occasions."""
    return _draw(instrument_id, None)


@blueprint.post(_PLACE)
@access(Action.CONTENT_EDIT)
def create(instrument_id: str) -> Response | tuple[str, int]:
    """Make the next version of the program, which asks this version of the instrument."""
    page = get_draft_of(db(), reader(), instrument_id)
    form = UseForm()
    uses = program_uses(db(), reader(), page.row.key)
    use = next((use for use in uses if use.row.slug == form.program.data), None)
    if use is None:
        form.form_errors.append(_("Choose one of your programs."))
        return _draw(instrument_id, form), 422
    form.occasions.choices = options([(each.occasion, "") for each in use.occasions])
    if not form.validate():
        return _draw(instrument_id, form), 422
    chosen = set(form.occasions.data or ())
    if not chosen and (use.asked is None or use.asked.id == page.row.id):
        form.form_errors.append(_("Choose on which occasion it is to be asked."))
        return _draw(instrument_id, form), 422
    source = with_measure(use.row.source, page.row.key, chosen)
    note = _("Asks %(name)s", name=page.instrument.short_name)
    try:
        made = use_instrument(db(), actor(form.once.data), use.row, page.row, source, note)
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(instrument_id, form), 422
    flash(
        _(
            "A new version of the program includes it. Offer that version, and new cohorts will "
            "have it."
        ),
        "success",
    )
    return redirect(url_for("therapist.program_versions.show", program_id=made.public_id), 303)


def _draw(instrument_id: str, form: UseForm | None) -> str:
    page = get_draft_of(db(), reader(), instrument_id)
    return render_template(
        "therapist/measures/measure_uses/new.html",
        page=page,
        uses=program_uses(db(), reader(), page.row.key),
        form=form,
        blank=UseForm(formdata=None),
        occasion_name=occasion_name,
    )
