"""Versions of a program: who made which and when, what it changed, and which is offered."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.forms.programs.content import VersionOfferForm
from clinic.operations.programs.own_programs import offer_program
from clinic.queries.programs.program_versions import get_row, get_version, list_versions
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("program_versions", __name__)


@blueprint.get("/programs/<id:program_id>/versions")
@access(Action.PROGRAM_READ)
def index(program_id: str) -> str:
    """List all versions of the program, the newest first."""
    page = list_versions(db(), reader(), program_id)
    zone = clinic().time_zone
    return render_template("therapist/programs/program_versions/index.html", page=page, zone=zone)


@blueprint.get("/program-versions/<id:program_id>")
@access(Action.PROGRAM_READ)
def show(program_id: str) -> str:
    """Show what one version changed, line by line."""
    page = get_version(db(), reader(), program_id)
    zone = clinic().time_zone
    return render_template("therapist/programs/program_versions/show.html", page=page, zone=zone)


@blueprint.post("/program-versions/<id:program_id>/offer")
@access(Action.CONTENT_EDIT)
def offer(program_id: str) -> Response:
    """Offer this version to new cohorts, or stop; running cohorts stay on theirs."""
    row = get_row(db(), reader(), program_id)
    form = VersionOfferForm()
    if form.validate():
        is_offered = form.is_offered.data == "yes"
        offer_program(db(), actor(), row, is_offered=is_offered)
        flash(
            _("New cohorts can begin with this version now.")
            if is_offered
            else _("New cohorts can no longer begin with this version."),
            "success",
        )
    return redirect(url_for(".show", program_id=program_id), 303)
