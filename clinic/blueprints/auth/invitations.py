"""Accepting an invitation: somebody who holds its link chooses a passphrase and is signed in."""

from flask import Blueprint, render_template

from clinic.domain.access import Action, Actor, Role
from clinic.domain.errors import Refused
from clinic.forms.clinic.accounts import NewPassphraseForm
from clinic.lookups.clinic.accounts import find_invitation
from clinic.models.accounts import Invitation
from clinic.operations.clinic.invitations import accept_invitation
from clinic.operations.clinic.recoveries import give_recovery_words
from clinic.web.gate import access
from clinic.web.request_context import db, now
from clinic.web.sign_in import sign_in

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/invitation/<token:token>")
@access(Action.OPEN_TO_ALL)
def show(token: str) -> str | tuple[str, int]:
    """Show the sign-in name and ask for a passphrase; looking uses nothing up."""
    invitation = find_invitation(db(), token, now())
    if invitation is None:
        return _closed()
    return _page(invitation, NewPassphraseForm())


@blueprint.post("/invitation/<token:token>")
@access(Action.OPEN_TO_ALL)
def accept(token: str) -> tuple[str, int]:
    """Set the passphrase, sign the person in, and show her new recovery words."""
    invitation = find_invitation(db(), token, now())
    if invitation is None:
        return _closed()
    account = invitation.account
    had_passphrase = account.passphrase_hash is not None
    form = NewPassphraseForm()
    if not form.validate():
        return _page(invitation, form), 422
    doer = Actor(account.id, now(), account.role)
    try:
        account = accept_invitation(db(), doer, token, str(form.passphrase.data))
    except Refused as refused:
        if refused.field is None:
            return _closed()
        form.add_refusal(refused)
        return _page(invitation, form), 422
    words = give_recovery_words(db(), doer, account)
    sign_in(account)
    # Once, so without a redirect.
    page = render_template(
        "auth/recovery_words/show.html", words=words.split(), is_first=not had_passphrase
    )
    return page, 201


def _page(invitation: Invitation, form: NewPassphraseForm) -> str:
    account = invitation.account
    is_reset = account.passphrase_hash is not None
    closes = is_reset and invitation.mailed_to is None and account.role is Role.CLIENT
    return render_template(
        "auth/invitations/show.html", account=account, form=form, is_reset=is_reset, closes=closes
    )


def _closed() -> tuple[str, int]:
    return render_template("auth/invitations/closed.html"), 404
