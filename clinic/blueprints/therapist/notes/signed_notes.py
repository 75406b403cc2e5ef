"""Signing the notes of a session, reading what was signed, and adding to it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused, Stale
from clinic.domain.notes.session_notes import AdditionKind, parts_in_order
from clinic.forms.notes.session_notes import (
    KIND_WORDS,
    AdditionForm,
    SigningForm,
    reason_name,
    signing_form,
)
from clinic.operations.notes.additions import add_to_note
from clinic.operations.notes.session_notes import Signing, sign_notes
from clinic.presenters.marked_texts import marked
from clinic.queries.notes.session_notes import (
    NotesPage,
    NoteToSign,
    get_signed_note,
    notes_page,
    notes_to_sign,
    signed_note_page,
)
from clinic.web.gate import access, fresh
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("signed_notes", __name__)


@blueprint.get("/sessions/<id:session_id>/notes/signing")
@access(Action.NOTE_WRITE)
def new(session_id: str) -> str:
    """Show the drafts as they would be signed, with every name of somebody else marked."""
    page = notes_page(db(), reader(), session_id, now())
    drafts = notes_to_sign(db(), reader(), page)
    return _page(page, drafts, _form(drafts))


@blueprint.post("/sessions/<id:session_id>/notes/signing")
@access(Action.NOTE_WRITE)
@fresh()
def create(session_id: str) -> Response | tuple[str, int]:
    """Sign what was chosen, all or none."""
    page = notes_page(db(), reader(), session_id, now())
    drafts = notes_to_sign(db(), reader(), page)
    form = _form(drafts)
    status = 422
    if form.validate():
        signing = Signing(
            form.seen(),
            bool(form.was_there.data),
            str(form.remark.data or ""),
            form.reasons(_signs(drafts)),
        )
        try:
            signed = sign_notes(db(), actor(), page.session, signing)
        except Refused as refused:
            form.add_refusal(refused)
            status = 409 if isinstance(refused, Stale) else 422
        else:
            flash(
                ngettext("%(num)s note is signed.", "%(num)s notes are signed.", len(signed)),
                "success",
            )
            return redirect(url_for("therapist.session_notes.edit", session_id=session_id), 303)
    page = notes_page(db(), reader(), session_id, now())
    return _page(page, notes_to_sign(db(), reader(), page), form), status


@blueprint.get("/notes/<id:session_note_id>")
@access(Action.NOTE_READ)
def show(session_note_id: str) -> str:
    """Show a signed note with what was added to it."""
    return _note_page(session_note_id, AdditionForm())


@blueprint.post("/notes/<id:session_note_id>/additions")
@access(Action.NOTE_WRITE)
@fresh()
def add(session_note_id: str) -> Response | tuple[str, int]:
    """Add to a signed note."""
    note = get_signed_note(db(), reader(), session_note_id)
    form = AdditionForm()
    if form.validate():
        told = {"reason": str(form.reason.data), "words": str(form.words.data)}
        try:
            add_to_note(
                db(),
                actor(form.once.data),
                note,
                AdditionKind(form.kind.data),
                told,
                str(form.overruled.data or ""),
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("It is added, and signed by you."), "success")
            return redirect(url_for(".show", session_note_id=session_note_id), 303)
    return _note_page(session_note_id, form), 422


def _note_page(session_note_id: str, form: AdditionForm) -> str:
    page = signed_note_page(db(), reader(), session_note_id)
    return render_template(
        "therapist/notes/signed_notes/show.html",
        page=page,
        parts=parts_in_order(page.note.form, page.parts),
        form=form,
        kind_words=KIND_WORDS,
    )


def _page(page: NotesPage, drafts: tuple[NoteToSign, ...], form: SigningForm) -> str:
    return render_template(
        "therapist/notes/signed_notes/new.html",
        page=page,
        drafts=drafts,
        form=form,
        names=page.names,
        marked=marked,
        parts_in_order=parts_in_order,
        reason_name=reason_name,
    )


def _form(drafts: tuple[NoteToSign, ...]) -> SigningForm:
    versions = {
        one.subject.note.public_id: one.subject.note.version for one in drafts if one.subject.note
    }
    return signing_form(versions, _signs(drafts))


def _signs(drafts: tuple[NoteToSign, ...]) -> list[str]:
    return list(dict.fromkeys(leak.sign for one in drafts for leak in one.open_leaks))
