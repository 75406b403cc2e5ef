"""What is due to end of what is kept of people, by their codes alone, granted by a second one."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.endings import EndKind
from clinic.forms.people.endings import DueForm, RetentionClocksForm
from clinic.lookups.people.endings import retention_clocks
from clinic.operations.people.endings import (
    ask_ending,
    change_clocks,
    grant_ending,
    take_back_ending,
)
from clinic.presenters.ending_words import kind_words, part_lines
from clinic.queries.people.endings import ending_page, endings_page, get_ending, get_person
from clinic.web.gate import access, edits, fresh
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("endings", __name__)


@blueprint.get("/endings")
@access(Action.RECORDS_END)
def index() -> str:
    """Show what is due, what waits for a second person or its night, and what is done."""
    page = endings_page(db(), reader(), now())
    return render_template(
        "admin/endings/index.html", page=page, kind_words=kind_words, zone=clinic().time_zone
    )


@blueprint.get("/endings/clocks")
@access(Action.RECORDS_END)
def edit() -> str:
    """Ask how long each kind is kept."""
    form = RetentionClocksForm(obj=retention_clocks(db()))
    return render_template("admin/endings/edit.html", form=form)


@blueprint.post("/endings/clocks")
@access(Action.RECORDS_END)
@fresh()
@edits
def update() -> Response | tuple[str, int]:
    """Store how long; nothing ends by it alone."""
    form = RetentionClocksForm(obj=retention_clocks(db()))
    if not form.validate():
        return render_template("admin/endings/edit.html", form=form), 422
    change_clocks(db(), actor(), form.clocks())
    flash(_("It is saved. What is due by now is listed here."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/people/<id:client_id>/endings")
@access(Action.RECORDS_END)
@fresh()
def create(client_id: str) -> Response:
    """Ask that what is due of a person end."""
    person = get_person(db(), reader(), client_id)
    form = DueForm()
    if not form.validate() or form.kind.data not in list(EndKind):
        abort(422)
    try:
        ask_ending(db(), actor(), person, EndKind(form.kind.data))
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(_("Request sent. Another administrator can grant it on this page."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/endings/<id:ending_id>")
@access(Action.RECORDS_END)
def show(ending_id: str) -> str:
    """Show what a request takes and what stays; once done, this is its receipt."""
    page = ending_page(db(), reader(), ending_id)
    return render_template(
        "admin/endings/show.html",
        page=page,
        parts=part_lines(page.counts),
        kind_words=kind_words,
        zone=clinic().time_zone,
    )


@blueprint.post("/endings/<id:ending_id>/grant")
@access(Action.RECORDS_END)
@fresh()
def grant(ending_id: str) -> Response:
    """Grant what somebody else asked for; it is done in a night."""
    ending = get_ending(db(), reader(), ending_id)
    try:
        grant_ending(db(), actor(), ending)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(_("Granted. Until it is done it can be taken back here."), "success")
    return redirect(url_for(".show", ending_id=ending_id), 303)


@blueprint.post("/endings/<id:ending_id>/removal")
@access(Action.RECORDS_END)
def remove(ending_id: str) -> Response:
    """Take a request back."""
    ending = get_ending(db(), reader(), ending_id)
    try:
        take_back_ending(db(), actor(), ending)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(_("It is taken back. Nothing ends."), "success")
    return redirect(url_for(".index"), 303)
