"""Records that were opened in an emergency, for administrators: by whom and when, nothing more."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.safety.emergencies import ReviewForm
from clinic.operations.safety.emergencies import review_emergency
from clinic.queries.safety.emergencies import emergencies_page, emergency_line, get_emergency
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("emergencies", __name__)


@blueprint.get("/emergencies")
@access(Action.EMERGENCIES_MANAGE)
def index() -> str:
    """List them, the newest first."""
    page = emergencies_page(db(), reader())
    return render_template("admin/emergencies/index.html", page=page, zone=clinic().time_zone)


@blueprint.get("/emergencies/<id:emergency_id>/review")
@access(Action.EMERGENCIES_MANAGE)
def edit(emergency_id: str) -> str:
    """Ask an administrator what she found."""
    return _review(emergency_id, ReviewForm())


@blueprint.post("/emergencies/<id:emergency_id>/review")
@access(Action.EMERGENCIES_MANAGE)
def update(emergency_id: str) -> Response | tuple[str, int]:
    """Note that an administrator has looked at it."""
    row = get_emergency(db(), reader(), emergency_id)
    form = ReviewForm()
    if form.validate():
        try:
            review_emergency(db(), actor(), row, form.words.data or "")
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("Noted, with your name and the time."), "success")
            return redirect(url_for(".index"), 303)
    return _review(emergency_id, form), 422


def _review(emergency_id: str, form: ReviewForm) -> str:
    return render_template(
        "admin/emergencies/edit.html",
        line=emergency_line(db(), reader(), emergency_id),
        form=form,
        zone=clinic().time_zone,
    )
