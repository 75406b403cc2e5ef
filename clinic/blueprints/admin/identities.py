"""Linking accounts of the staff with the clinic's own sign-in server."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.clinic.providers import Provider
from clinic.domain.errors import Refused
from clinic.forms.clinic.providers import IdentityForm
from clinic.lookups.clinic.accounts import takes_two
from clinic.operations.clinic.identities import end_identity, link_identity
from clinic.queries.clinic.identities import staff_identity
from clinic.web.gate import access, fresh
from clinic.web.request_context import actor, db, hearth, reader

blueprint = Blueprint("identities", __name__)


@blueprint.get("/accounts/<id:account_id>/provider")
@access(Action.ACCOUNTS_MANAGE)
def edit(account_id: str) -> str:
    """Show the link of an account, and ask for one where nobody has used the account yet."""
    return _draw(account_id, IdentityForm())


@blueprint.post("/accounts/<id:account_id>/provider")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def update(account_id: str) -> Response | tuple[str, int]:
    """Link the account."""
    issuer, form = _provider().issuer, IdentityForm()
    account, _row = staff_identity(db(), reader(), account_id, issuer)
    if not form.validate():
        return _draw(account_id, form), 422
    try:
        link_identity(db(), actor(), account, issuer, str(form.subject.data))
    except Refused as refused:
        form.add_refusal(refused)
        return _draw(account_id, form), 422
    flash(_("%(name)s can come in by your sign-in server now.", name=account.name), "success")
    return redirect(url_for("admin.accounts.show", account_id=account_id), 303)


@blueprint.post("/accounts/<id:account_id>/provider/end")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def remove(account_id: str) -> Response:
    """End the link of an account."""
    account, row = staff_identity(db(), reader(), account_id, _provider().issuer)
    end_identity(db(), actor(), row or abort(404))
    flash(_("The link of %(name)s is ended.", name=account.name), "success")
    return redirect(url_for("admin.accounts.show", account_id=account_id), 303)


def _draw(account_id: str, form: IdentityForm) -> str:
    account, row = staff_identity(db(), reader(), account_id, _provider().issuer)
    return render_template(
        "admin/identities/edit.html",
        form=form,
        account=account,
        row=row,
        may_link=account.is_active and row is None and not takes_two(account),
    )


def _provider() -> Provider:
    return hearth().settings.provider or abort(404)
