"""Opening what stayed closed when one's way in was reset through somebody else's hands."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.clinic.accounts import EarlierSecretForm
from clinic.operations.clinic.recoveries import open_private
from clinic.operations.clinic.sign_in_attempts import admit_try, note_good_try
from clinic.queries.clinic.accounts import own_access, own_account
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader, signed_in
from clinic.web.sign_in import here, take_up

blueprint = Blueprint("private_texts", __name__)


@blueprint.get("/account/closed")
@access(Action.ACCOUNT_OWN)
def edit() -> str:
    """Say what is closed and why, and ask for what opens it."""
    return _draw(EarlierSecretForm())


@blueprint.post("/account/closed")
@access(Action.ACCOUNT_OWN)
def update() -> Response | tuple[str, int]:
    """Open it."""
    form = EarlierSecretForm()
    if not form.validate():
        return _draw(form), 422
    me = signed_in() or abort(401)
    account = own_account(db(), reader())
    address = request.remote_addr or ""
    attempt = admit_try(db(), actor(), account.sign_in_name, address, about="closed")
    if attempt is None:
        form.form_errors.append(
            _("There were too many attempts. Please wait an hour and try again.")
        )
        return _draw(form), 429
    try:
        started = open_private(db(), actor(), account, str(form.secret.data), here(me))
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(form), 422
    note_good_try(db(), actor(), attempt)
    take_up(started)
    flash(_("It is open again. What you wrote for yourself is where you left it."), "success")
    return redirect(url_for("auth.home.show"), 303)


def _draw(form: EarlierSecretForm) -> str:
    page = own_access(db(), reader(), now())
    return render_template("auth/private_texts/edit.html", form=form, page=page)
