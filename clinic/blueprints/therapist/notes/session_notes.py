"""The notes of a session: of the group and of each person, drafted on one page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused, Stale
from clinic.domain.notes.session_notes import NoteFormat
from clinic.forms.notes.session_notes import FormatForm, NoteDesk, NotesForm, notes_form
from clinic.operations.notes.session_notes import DraftNote, save_notes
from clinic.presenters.prepared_notes import PREPARED_PART, prepared_words
from clinic.queries.notes.session_notes import NotesPage, notes_page
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("session_notes", __name__)


@blueprint.get("/sessions/<id:session_id>/notes")
@access(Action.NOTE_WRITE)
def edit(session_id: str) -> str:
    """Show every note of the session, with facts where nothing is written yet."""
    page = notes_page(db(), reader(), session_id, now())
    form = _form(page)
    if page.has_begun:
        _prepare(page, form)
    return _page(page, form)


@blueprint.post("/sessions/<id:session_id>/notes")
@access(Action.NOTE_WRITE)
@edits
def update(session_id: str) -> Response | tuple[str, int]:
    """Keep the drafts."""
    page = notes_page(db(), reader(), session_id, now())
    form = _form(page)
    status = 422
    if form.validate():
        drafts = _written(page, form)
        try:
            save_notes(db(), actor(), page.session, drafts)
        except Refused as refused:
            form.add_refusal(refused)
            status = 409 if isinstance(refused, Stale) else 422
        else:
            if "sign" in request.form:
                return redirect(url_for("therapist.signed_notes.new", session_id=session_id), 303)
            flash(_("The drafts are kept. Nothing is signed yet."), "success")
            return redirect(url_for(".edit", session_id=session_id, format=_format(page)), 303)
    return _page(notes_page(db(), reader(), session_id, now()), form), status


def _page(page: NotesPage, form: NotesForm) -> str:
    return render_template(
        "therapist/notes/session_notes/edit.html",
        page=page,
        form=form,
        formats=FormatForm(None, format=_format(page).value),
    )


def _form(page: NotesPage) -> NotesForm:
    return notes_form(
        [
            NoteDesk(one.key, one.name, one.note.form if one.note else _format(page), one.parts)
            for one in page.subjects
            if not one.is_signed
        ]
    )


def _prepare(page: NotesPage, form: NotesForm) -> None:
    prepared = _prepared(page, form)
    for desk, fields in form.rows():
        for key, words in prepared.get(desk.key, {}).items():
            form.suggest(fields[key].name, words)


def _prepared(page: NotesPage, form: NotesForm) -> dict[str, dict[str, str]]:
    """Give what notes begin with that nobody has written yet, by whom they are about."""
    facts = {one.key: one.facts for one in page.subjects if not one.note}
    return {
        desk.key: {PREPARED_PART[desk.form]: prepared_words(known)}
        for desk in form.desks
        if (known := facts.get(desk.key)) is not None
    }


def _written(page: NotesPage, form: NotesForm) -> dict[str, DraftNote]:
    """Give what somebody wrote; a note that holds what it was begun with alone is not begun."""
    prepared = _prepared(page, form)
    return {
        key: DraftNote(kind, parts)
        for key, (kind, parts) in form.drafts().items()
        if {name: words for name, words in parts.items() if words} != prepared.get(key)
    }


def _format(page: NotesPage) -> NoteFormat:
    """Give the format of notes that are begun now: as the page was asked for, or as usual."""
    asked = request.args.get("format", "")
    return NoteFormat(asked) if asked in set(NoteFormat) else page.usual
