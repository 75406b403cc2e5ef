"""Writing down a practice."""

from datetime import date, timedelta
from typing import cast

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.homework import MOST_DAYS_BACK, MOST_MINUTES
from clinic.forms.homework.practice import PracticeCorrectionForm, PracticeForm
from clinic.operations.homework.practice import (
    Practice,
    choose_reader,
    correct_practice,
    hear_unkept_correction,
    hear_unkept_practice,
    log_practice,
    take_back_ticks,
)
from clinic.queries.homework.homework import EntryPage, ExercisePage, entry_page, exercise_page
from clinic.web.gate import access
from clinic.web.reading_words import look_by_words
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("practice", __name__)


@blueprint.get("/assignments/<id:assignment_id>/practice/new")
@access(Action.PRACTICE_LOG)
def new(assignment_id: str) -> str:
    """Ask when and how long, with what the timer and the page before know."""
    page = _page(assignment_id)
    minutes = request.args.get("minutes", page.assignment.minutes, type=int)
    form = PracticeForm(
        practiced_on=page.place.day_of(now()),
        minutes=max(0, min(minutes, MOST_MINUTES)),
        has_stepped_down="gentler" in request.args,
    )
    return _draw(page, form)


@blueprint.post("/assignments/<id:assignment_id>/practice")
@access(Action.PRACTICE_LOG)
def create(assignment_id: str) -> Response | tuple[str, int]:
    """Write it down; who felt worse sees where help is at once."""
    page = _page(assignment_id, is_sent=True)
    form = PracticeForm()
    if form.validate():
        try:
            entry = log_practice(db(), actor(form.once.data), page.assignment, _told(form))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            if entry.felt_worse or entry.memories_broke_in:
                return redirect(url_for("portal.practice.show", entry_id=entry.public_id), 303)
            flash(_("It is written down."), "success")
            return redirect(url_for("portal.today.show"), 303)
    # A tick is heard although a day or a number beside it is not right yet.
    told = _told(form)
    is_told = told.felt_worse or told.memories_broke_in
    if is_told:
        hear_unkept_practice(db(), actor(), page.assignment, told, form.once.data)
    return _draw(page, form, is_told=is_told), 422


@blueprint.get("/practice/<id:entry_id>")
@access(Action.HOMEWORK_READ)
def show(entry_id: str) -> str:
    """Show what happens now that somebody felt worse."""
    page = entry_page(db(), reader(), entry_id, now())
    by = look_by_words(page.look_by)
    return show_page("portal/practice/show.html", page, [page.place], by=by)


@blueprint.get("/practice/<id:entry_id>/edit")
@access(Action.PRACTICE_LOG)
def edit(entry_id: str) -> str:
    """Show a line of the log as it stands, to mend it."""
    page = entry_page(db(), reader(), entry_id, now())
    form = PracticeCorrectionForm(
        obj=page.entry,
        note=page.private_note or page.shared_note,
        is_note_shared=page.shared_note is not None,
        seen=str(page.corrections),
    )
    return _draw_correction(page, form)


@blueprint.post("/practice/<id:entry_id>/correction")
@access(Action.PRACTICE_LOG)
def correct(entry_id: str) -> Response | tuple[str, int]:
    """Mend a line; who now says that it was worse sees where help is at once."""
    page = entry_page(db(), reader(), entry_id, now())
    form = PracticeCorrectionForm()
    had = page.entry.felt_worse, page.entry.memories_broke_in
    status = 422
    if form.validate():
        try:
            entry = correct_practice(
                *(db(), actor(form.once.data), page.entry, _told(form)),
                int(form.seen.data or 0),
                has_note=not page.is_closed,
            )
        except Refused as refused:
            form.add_refusal(refused)
            status = 409 if isinstance(refused, Stale) else 422
            page = entry_page(db(), reader(), entry_id, now())
        else:
            if (entry.felt_worse > had[0]) or (entry.memories_broke_in > had[1]):
                return redirect(url_for("portal.practice.show", entry_id=entry.public_id), 303)
            flash(_("It now reads the way you wrote it."), "success")
            return redirect(url_for("portal.done.index"), 303)
    told = _told(form)
    is_told = told.felt_worse or told.memories_broke_in
    if is_told:
        hear_unkept_correction(db(), actor(), page.entry, told)
        page = entry_page(db(), reader(), entry_id, now())
    return _draw_correction(page, form, is_told=is_told), status


@blueprint.post("/practice/<id:entry_id>/retraction")
@access(Action.PRACTICE_LOG)
def take_back(entry_id: str) -> Response:
    """Take back a tick that was a slip; who was told looks at it all the same."""
    take_back_ticks(db(), actor(), entry_page(db(), reader(), entry_id, now()).entry)
    flash(
        _("It is noted that this was checked by mistake. Your facilitators see that, too."),
        "success",
    )
    return redirect(url_for("portal.practice.show", entry_id=entry_id), 303)


@blueprint.post("/practice/<id:entry_id>/reader")
@access(Action.PRACTICE_LOG)
def update(entry_id: str) -> Response:
    """Let the facilitators read a note from now on, or take that back."""
    page = entry_page(db(), reader(), entry_id, now())
    is_shared = request.form.get("reader") == "facilitators"
    choose_reader(db(), actor(), page.entry, is_shared=is_shared)
    flash(
        _("Your facilitators can read this note now.")
        if is_shared
        else _("From now on only you can read this note. Somebody may have read it before."),
        "success",
    )
    return redirect(url_for("portal.done.index"), 303)


def _page(assignment_id: str, *, is_sent: bool = False) -> ExercisePage:
    page = exercise_page(db(), reader(), assignment_id, now(), is_sent=is_sent)
    if page is None:
        abort(404)
    return page


def _draw(page: ExercisePage, form: PracticeForm, *, is_told: bool = False) -> str:
    today = page.place.day_of(now())
    earliest = max(
        today - timedelta(days=MOST_DAYS_BACK), page.place.day_of(page.assignment.opens_at)
    )
    return show_page(
        "portal/practice/new.html",
        page,
        [page.place],
        form=form,
        today=today,
        earliest=earliest,
        is_told=is_told,
    )


def _draw_correction(
    page: EntryPage, form: PracticeCorrectionForm, *, is_told: bool = False
) -> str:
    assignment = page.entry.assignment
    today, earliest = page.place.day_of(now()), page.place.day_of(assignment.opens_at)
    return show_page(
        "portal/practice/edit.html",
        page,
        [page.place],
        form=form,
        today=today,
        earliest=earliest,
        is_told=is_told,
    )


def _told(form: PracticeForm) -> Practice:
    return Practice(
        practiced_on=cast("date", form.practiced_on.data),
        minutes=cast("int", form.minutes.data),
        before=form.before.data,
        after=form.after.data,
        has_stepped_down=bool(form.has_stepped_down.data),
        felt_worse=bool(form.felt_worse.data),
        memories_broke_in=bool(form.memories_broke_in.data),
        note=form.note.data or "",
        is_note_shared=bool(form.is_note_shared.data),
    )
