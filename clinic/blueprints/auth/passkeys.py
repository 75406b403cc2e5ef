"""Passkeys: made by a browser for this address alone, and answering at the door."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.clinic.factors import PasskeyForm
from clinic.lookups.clinic.factors import factors_of
from clinic.lookups.clinic.passkeys import (
    WrongAnswer,
    answered_by,
    creation_options,
    made_passkey,
)
from clinic.operations.clinic.factors import add_passkey, note_passkey_used
from clinic.web.devices import device_in_words
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.passkeys import site_of
from clinic.web.request_context import db, now
from clinic.web.set_up import SetsUp, set_up_done, who_sets_up
from clinic.web.sign_in import at_door, own_path, pass_door

blueprint = Blueprint("passkeys", __name__)


@blueprint.get("/account/factors/passkey")
@access(Action.DOOR_ENTER)
@fresh()
def new() -> str:
    """Say what a passkey is, and let the browser make one."""
    return _draw(who_sets_up(), PasskeyForm(next=own_path(request.args.get("next"))))


@blueprint.post("/account/factors/passkey")
@access(Action.DOOR_ENTER)
@fresh()
def create() -> Response | str | tuple[str, int]:
    """Take the passkey that the browser made."""
    who, form = who_sets_up(), PasskeyForm()
    if not form.validate():
        return _draw(who, form), 422
    device = device_in_words(request.user_agent.string)
    try:
        made = made_passkey(site_of(who.token, "make"), str(form.answer.data))
        add_passkey(db(), who.actor, who.account, made, device, who.login_session_id)
    except WrongAnswer:
        form.form_errors.append(_("The passkey was not taken. Please try again."))
        return _draw(who, form), 422
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(who, form), 422
    return set_up_done(who, own_path(form.next.data))


@blueprint.post("/sign-in/passkey")
@access(Action.DOOR_ENTER)
def answer() -> Response:
    """Let in whoever answers at the door with a passkey of hers."""
    form, door = PasskeyForm(), at_door()
    goal = own_path(form.next.data)
    if door is None:
        return redirect(goal or url_for("auth.home.show"), 303)
    own = factors_of(db(), door.account.id)
    try:
        site = site_of(door.token, "answer")
        factor, count = answered_by(site, own, form.answer.data or "")
        note_passkey_used(db(), door.actor(now()), factor, count)
    except (WrongAnswer, Refused):
        return redirect(url_for("auth.doors.show", next=goal, passkey="refused"), 303)
    pass_door(door, None, trusts_device="trusts_device" in request.form)
    return redirect(goal or url_for("auth.home.show"), 303)


def _draw(who: SetsUp, form: PasskeyForm) -> str:
    own = factors_of(db(), who.account.id)
    site = site_of(who.token, "make")
    options = creation_options(site, who.account, clinic().discreet_name, own)
    return render_template(
        "auth/passkeys/new.html", form=form, options=options, is_first=at_door() is not None
    )
