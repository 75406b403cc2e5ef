"""Asking for a call: a button, a number, and if one likes a few words."""

from flask import Blueprint, redirect, url_for
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.safety.calls import CallForm, call_form
from clinic.operations.safety.calls import ask_for_call, hear_unkept_call
from clinic.queries.safety.calls import CallPage, call_page
from clinic.web.gate import access
from clinic.web.reading_words import look_by_words
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("calls", __name__)


@blueprint.get("/call")
@access(Action.CALL_ASK)
def new() -> str:
    """Ask which number to call, and say who reads it and when."""
    page = call_page(db(), reader(), now())
    return _draw("new", page, form=call_form(page.phone if page else None))


@blueprint.post("/call")
@access(Action.CALL_ASK)
def create() -> Response | tuple[str, int]:
    """Let those who lead the group know."""
    page = call_page(db(), reader(), now())
    form = call_form(page.phone if page else None)
    if page is None:
        return _draw("new", page, form=form), 422
    phone, words = form.phone(page.phone), form.words.data
    if form.validate():
        try:
            ask_for_call(db(), actor(form.once.data), page.enrollment, phone, words)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect(url_for("portal.calls.show"), 303)
    # The wish is heard although the number or the words are not right yet.
    callable_at = phone if any(sign.isdigit() for sign in phone) else page.phone or phone
    hear_unkept_call(db(), actor(), page.enrollment, callable_at, words, form.once.data)
    return _draw("new", call_page(db(), reader(), now()), form=form), 422


@blueprint.get("/call/waiting")
@access(Action.CALL_ASK)
def show() -> Response | str:
    """Say that it is with them, and where help is until then."""
    page = call_page(db(), reader(), now())
    if page is None or not page.waiting:
        return redirect(url_for("portal.calls.new"), 303)
    return _draw("show", page)


def _draw(name: str, page: CallPage | None, form: CallForm | None = None) -> str:
    places = [page.place] if page else []
    by = look_by_words(page.look_by) if page else ""
    return show_page(f"portal/calls/{name}.html", page, places, form=form, by=by)
