"""Accepting an invitation: somebody who holds its link chooses a passphrase and is signed in."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from clinic.domain.access import Action, Actor
from clinic.domain.errors import Refused
from clinic.forms.accounts import NewPassphraseForm
from clinic.models.accounts import Account
from clinic.operations.invitations import accept_invitation
from clinic.queries.accounts import find_invitation
from clinic.web.context import db, now
from clinic.web.gate import access
from clinic.web.sign_in import sign_in

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/invitation/<token:token>")
@access(Action.OPEN_TO_ALL)
def show(token: str) -> str | tuple[str, int]:
    """Show the sign-in name and ask for a passphrase; looking uses nothing up."""
    invitation = find_invitation(db(), token, now())
    if invitation is None:
        return _closed()
    return _page(invitation.account, NewPassphraseForm())


@blueprint.post("/invitation/<token:token>")
@access(Action.OPEN_TO_ALL)
def accept(token: str) -> Response | tuple[str, int]:
    """Set the passphrase, use the invitation up and sign the person in."""
    invitation = find_invitation(db(), token, now())
    if invitation is None:
        return _closed()
    account = invitation.account
    form = NewPassphraseForm()
    if not form.validate():
        return _page(account, form), 422
    doer = Actor(account.id, now(), account.role)
    try:
        accept_invitation(db(), doer, token, str(form.passphrase.data))
    except Refused as refused:
        if refused.field is None:
            return _closed()
        form.add_refusal(refused)
        return _page(account, form), 422
    sign_in(account)
    return redirect(url_for("auth.home.show"), 303)


def _page(account: Account, form: NewPassphraseForm) -> str:
    return render_template("auth/invitations/show.html", account=account, form=form)


def _closed() -> tuple[str, int]:
    return render_template("auth/invitations/closed.html"), 404
