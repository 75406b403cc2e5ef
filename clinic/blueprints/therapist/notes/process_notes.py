"""What a therapist keeps of a meeting for herself."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.notes.session_notes import ProcessNoteForm
from clinic.models.sessions import GroupSession
from clinic.operations.notes.process_notes import save_process_note
from clinic.queries.notes.session_notes import own_process_note
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("process_notes", __name__)


@blueprint.get("/sessions/<id:session_id>/own-note")
@access(Action.NOTE_WRITE)
def edit(session_id: str) -> str:
    """Show what one wrote for oneself."""
    session, words = own_process_note(db(), reader(), session_id)
    return _page(session, ProcessNoteForm(words=words))


@blueprint.post("/sessions/<id:session_id>/own-note")
@access(Action.NOTE_WRITE)
@edits
def update(session_id: str) -> Response | tuple[str, int]:
    """Keep it."""
    session, words = own_process_note(db(), reader(), session_id)
    form = ProcessNoteForm(words=words)
    if form.validate():
        try:
            save_process_note(db(), actor(), session, str(form.words.data or ""))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("Your own note is kept. Nobody else can read it."), "success")
            return redirect(url_for("therapist.session_notes.edit", session_id=session_id), 303)
    return _page(session, form), 422


def _page(session: GroupSession, form: ProcessNoteForm) -> str:
    return render_template("therapist/notes/process_notes/edit.html", session=session, form=form)
