"""The audit trail, page by page."""

from flask import Blueprint, render_template, request

from clinic.domain.access import Action
from clinic.presenters.trail_words import deed_words
from clinic.queries.clinic.audit import audit_page
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import db, hearth, now, reader

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
@access(Action.AUDIT_READ)
def index() -> str:
    """List who did what and when, the newest first."""
    number = request.args.get("page", 1, type=int)
    return render_template(
        "admin/audit/index.html",
        page=audit_page(db(), reader(), number),
        zone=clinic().time_zone,
        deed_words=deed_words,
        late=hearth().page_reads.late_at(now()),
    )
