"""Coming back in after a forgotten passphrase, without anybody's help."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.clinic.accounts import ForgottenForm, RecoveryForm
from clinic.lookups.clinic.accounts import find_account_to_sign_in
from clinic.operations.clinic.recoveries import give_recovery_words, recover
from clinic.operations.clinic.resets import ask_for_own_link
from clinic.operations.clinic.sign_in_attempts import admit_try, note_good_try
from clinic.web.gate import access
from clinic.web.request_context import actor, db
from clinic.web.sign_in import device_token, sign_in

blueprint = Blueprint("recoveries", __name__)


@blueprint.get("/forgotten")
@access(Action.OPEN_TO_ALL)
def new() -> str:
    """Offer the ways: a link by mail, the words on paper, the clinic."""
    return render_template("auth/recoveries/new.html", form=ForgottenForm())


@blueprint.post("/forgotten")
@access(Action.OPEN_TO_ALL)
def create() -> str | tuple[str, int]:
    """Send a link where there is somewhere to send it, and say the same to everybody."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("auth/recoveries/new.html", form=form), 422
    name = str(form.sign_in_name.data)
    # Never taken out of the count: the next ones of the hour are answered alike and send nothing.
    if admit_try(db(), actor(), name, request.remote_addr or "", about="forgotten"):
        ask_for_own_link(db(), actor(), name)
    return render_template("auth/recoveries/create.html")


@blueprint.get("/forgotten/words")
@access(Action.OPEN_TO_ALL)
def edit() -> str:
    """Ask for the words and the new passphrase."""
    return _draw(RecoveryForm())


@blueprint.post("/forgotten/words")
@access(Action.OPEN_TO_ALL)
def update() -> str | tuple[str, int]:
    """Take the words and the new passphrase, sign the person in and show new words once."""
    form = RecoveryForm()
    if not form.validate():
        return _draw(form), 422
    name, words = str(form.sign_in_name.data), str(form.words.data)
    address = request.remote_addr or ""
    attempt = admit_try(db(), actor(), name, address, device_token(), about="words")
    if attempt is None:
        form.form_errors.append(
            _("There were too many attempts. Please wait an hour and try again.")
        )
        return _draw(form), 429
    account = find_account_to_sign_in(db(), name)
    try:
        account = recover(db(), actor(), account, words, str(form.passphrase.data))
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(form), 422
    note_good_try(db(), actor(), attempt)
    fresh = give_recovery_words(db(), actor(), account)
    sign_in(account)
    page = render_template("auth/recovery_words/show.html", words=fresh.split(), is_first=False)
    return page, 201


def _draw(form: RecoveryForm) -> str:
    return render_template("auth/recoveries/edit.html", form=form)
