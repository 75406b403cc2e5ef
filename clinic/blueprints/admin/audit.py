"""The audit trail, page by page, and as a table."""

from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.table_exports import table_of
from clinic.forms.clinic.trail import TrailForm
from clinic.operations.clinic.trail import note_table
from clinic.presenters.trail_words import kind_words, trail_table, who_words
from clinic.queries.clinic.audit import audit_page, audit_table, trail_choices
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, hearth, now, reader

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
@access(Action.AUDIT_READ)
def index() -> str | tuple[str, int]:
    """List who did what and when, the newest first."""
    form = _form(request.args)
    return _page(form) if form.validate() else (_page(form), 422)


@blueprint.post("/audit/table")
@access(Action.AUDIT_READ)
@fresh()
def table() -> Response | tuple[str, int]:
    """Give what is asked for as one table, and note in the trail that it left."""
    form = _form(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        rows = audit_table(db(), reader(), form.asked(clinic().time_zone))
    except Refused as refused:
        form.add_refusal(refused)
        return _page(form), 422
    answer = make_response(table_of(trail_table(rows)))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="trail-{now():%Y-%m-%d}.csv"'
    note_table(db(), actor())
    return answer


def _form(sent: Any) -> TrailForm:
    choices = trail_choices(db(), reader())
    # Asking changes nothing, so that an address can be kept; what leaves as a table has its token.
    kinds = kind_words(choices.kinds)
    return TrailForm(choices.staff, kinds, formdata=sent, meta={"csrf": False})


def _page(form: TrailForm) -> str:
    zone = clinic().time_zone
    number = request.args.get("page", 1, type=int)
    page = None if form.errors else audit_page(db(), reader(), form.asked(zone), number)
    return render_template(
        "admin/audit/index.html",
        page=page,
        words=kind_words(entry.deed for entry in page.entries) if page else {},
        who_words=who_words,
        form=form,
        zone=zone,
        late=hearth().page_reads.late_at(now()),
    )
