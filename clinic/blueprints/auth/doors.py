"""The door: the passphrase was right, and the second factor is asked for before anything else."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.clinic.factors import FactorKind
from clinic.forms.clinic.factors import DoorForm
from clinic.lookups.clinic.factors import factors_of
from clinic.lookups.clinic.passkeys import request_options
from clinic.operations.clinic.factors import take_code
from clinic.operations.clinic.sign_in_attempts import admit_try, note_wrong_code
from clinic.web.gate import access
from clinic.web.passkeys import site_of
from clinic.web.request_context import actor, db, now
from clinic.web.sign_in import Door, at_door, device_token, own_path, pass_door

blueprint = Blueprint("doors", __name__)


@blueprint.get("/sign-in/code")
@access(Action.DOOR_ENTER)
def show() -> Response | str:
    """Ask for the second factor; whoever has none yet is led to set one up."""
    goal, door = own_path(request.args.get("next")), at_door()
    if door is None:
        return redirect(goal or url_for("auth.home.show"), 303)
    if not factors_of(db(), door.account.id):
        return redirect(url_for("auth.factors.new", next=goal), 303)
    return _draw(door, DoorForm(next=goal))


@blueprint.post("/sign-in/code")
@access(Action.DOOR_ENTER)
def create() -> Response | tuple[str, int]:
    """Take a code and let the person in, or say in one sentence that it does not count."""
    form, door = DoorForm(), at_door()
    goal = own_path(form.next.data)
    if door is None:
        return redirect(goal or url_for("auth.home.show"), 303)
    if not form.validate():
        return _draw(door, form), 422
    account, address = door.account, request.remote_addr or ""
    name, device = account.sign_in_name, device_token()
    attempt = admit_try(db(), actor(), name, address, device, about="code")
    if attempt is None:
        form.form_errors.append(
            _("There were too many attempts. Please wait an hour and try again.")
        )
        return _draw(door, form), 429
    if not take_code(db(), door.actor(now()), account, str(form.code.data)):
        note_wrong_code(db(), door.actor(now()), account, attempt)
        form.code.errors = [_("This code does not count. Each one counts once, and not for long.")]
        return _draw(door, form), 422
    pass_door(door, attempt, trusts_device=bool(form.trusts_device.data))
    return redirect(goal or url_for("auth.home.show"), 303)


def _draw(door: Door, form: DoorForm) -> str:
    keys = [row for row in factors_of(db(), door.account.id) if row.kind is FactorKind.PASSKEY]
    options = request_options(site_of(door.token, "answer"), keys) if keys else ""
    refused = request.args.get("passkey") == "refused"
    return render_template("auth/doors/show.html", form=form, options=options, refused=refused)
