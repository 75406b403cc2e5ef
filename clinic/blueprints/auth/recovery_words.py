"""One's own recovery words: made again, and shown this once."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.clinic.accounts import NewWordsForm
from clinic.operations.clinic.recoveries import confirm_address, remake_recovery_words
from clinic.operations.clinic.sign_in_attempts import admit_try, note_good_try
from clinic.queries.clinic.accounts import own_access, own_account
from clinic.web.gate import access, fresh
from clinic.web.request_context import actor, db, now, reader, signed_in
from clinic.web.sign_in import device_token, here, take_up

blueprint = Blueprint("recovery_words", __name__)


@blueprint.get("/account/words")
@access(Action.ACCOUNT_OWN)
def new() -> str:
    """Say what the words are for, and ask for the passphrase."""
    return _draw(NewWordsForm())


@blueprint.post("/account/words")
@access(Action.ACCOUNT_OWN)
def create() -> str | tuple[str, int]:
    """Make new words and show them this once, so without a redirect."""
    form = NewWordsForm()
    if not form.validate():
        return _draw(form), 422
    me = signed_in() or abort(401)
    address = request.remote_addr or ""
    attempt = admit_try(db(), actor(), me.sign_in_name, address, device_token())
    if attempt is None:
        form.form_errors.append(
            _("There were too many attempts. Please wait an hour and try again.")
        )
        return _draw(form), 429
    account = own_account(db(), reader())
    try:
        words, started = remake_recovery_words(
            db(), actor(), account, str(form.passphrase.data), here(me)
        )
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(form), 422
    note_good_try(db(), actor(), attempt)
    take_up(started)
    page = render_template("auth/recovery_words/show.html", words=words.split(), is_first=False)
    return page, 201


@blueprint.post("/account/address")
@access(Action.ACCOUNT_OWN)
@fresh()
def confirm() -> Response:
    """Note that the address to which one is written is one's own."""
    me = signed_in() or abort(401)
    account = own_account(db(), reader())
    take_up(confirm_address(db(), actor(), account, here(me)))
    flash(_("Noted. From now on, a link for a new passphrase can be sent there."), "success")
    return redirect(url_for("auth.account_news.index"), 303)


def _draw(form: NewWordsForm) -> str:
    page = own_access(db(), reader(), now())
    return render_template("auth/recovery_words/new.html", form=form, page=page)
