"""One's own passphrase."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.clinic.accounts import ChangePassphraseForm
from clinic.operations.clinic.accounts import change_passphrase
from clinic.operations.clinic.sign_in_attempts import admit_try, note_good_try
from clinic.queries.clinic.accounts import own_account
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader, signed_in
from clinic.web.sign_in import device_token, here, take_up

blueprint = Blueprint("passphrases", __name__)


@blueprint.get("/account/passphrase")
@access(Action.ACCOUNT_OWN)
def edit() -> str:
    """Ask for the passphrase that stands and the new one."""
    return render_template("auth/passphrases/edit.html", form=ChangePassphraseForm())


@blueprint.post("/account/passphrase")
@access(Action.ACCOUNT_OWN)
def update() -> Response | tuple[str, int]:
    """Change the passphrase; this sign-in gets a new token, others end if asked."""
    form = ChangePassphraseForm()
    if not form.validate():
        return _again(form, 422)
    me = signed_in() or abort(401)
    # Whoever finds an open screen may not guess here what the sign-in page would not let him guess.
    address = request.remote_addr or ""
    attempt = admit_try(db(), actor(), me.sign_in_name, address, device_token())
    if attempt is None:
        form.form_errors.append(
            _("There were too many attempts. Please wait an hour and try again.")
        )
        return _again(form, 429)
    account = own_account(db(), reader())
    current, passphrase = str(form.current.data), str(form.passphrase.data)
    ends_others = bool(form.ends_others.data)
    try:
        started = change_passphrase(
            db(), actor(), account, current, passphrase, here(me), ends_others=ends_others
        )
    except Refused as refused:
        form.add_refusal(refused)
        return _again(form, 422)
    note_good_try(db(), actor(), attempt)
    take_up(started)
    flash(
        _("Your passphrase is changed, and every other device is signed out.")
        if ends_others
        else _("Your passphrase is changed. Your other devices stay signed in."),
        "success",
    )
    return redirect(url_for("auth.login_sessions.index"), 303)


def _again(form: ChangePassphraseForm, status: int) -> tuple[str, int]:
    return render_template("auth/passphrases/edit.html", form=form), status
