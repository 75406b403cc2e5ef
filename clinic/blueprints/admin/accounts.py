"""Accounts of the people who work in the clinic. Those of clients are never here."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action, Role
from clinic.domain.clinic.credentials import masked
from clinic.domain.errors import Refused, Repeated
from clinic.forms.base import DeedForm
from clinic.forms.clinic.accounts import StaffAccountForm
from clinic.lookups.clinic.accounts import takes_two
from clinic.models.accounts import Account
from clinic.operations.clinic.accounts import add_account, deactivate_account, reactivate_account
from clinic.operations.clinic.invitations import IssuedInvitation, issue_invitation, mail_invitation
from clinic.operations.clinic.resets import (
    ask_for_factor_reset,
    ask_for_staff_link,
    grant_factor_reset,
    grant_staff_link,
    mail_reset_link,
)
from clinic.queries.clinic.accounts import (
    get_request,
    get_staff_account,
    staff_account_page,
    staff_accounts,
)
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, hearth, now, reader

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/accounts")
@access(Action.ACCOUNTS_MANAGE)
def index() -> str:
    """List everybody who works here."""
    accounts = staff_accounts(db(), reader(), now())
    is_ready = clinic().has_crisis_help
    return render_template("admin/accounts/index.html", accounts=accounts, is_ready=is_ready)


@blueprint.get("/accounts/new")
@access(Action.ACCOUNTS_MANAGE)
def new() -> str:
    """Ask for a person's name, address and role."""
    return render_template("admin/accounts/new.html", form=StaffAccountForm())


@blueprint.post("/accounts")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def create() -> Response | tuple[str, int]:
    """Make the account."""
    form = StaffAccountForm()
    if form.validate():
        doer = actor(form.once.data)
        name, email, role = str(form.name.data), str(form.email.data), Role(form.role.data)
        try:
            account = add_account(db(), doer, name, email, role)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("The account is ready. Invite %(name)s now.", name=account.name), "success")
            return redirect(url_for("admin.accounts.show", account_id=account.public_id), 303)
    return render_template("admin/accounts/new.html", form=form), 422


@blueprint.get("/accounts/<id:account_id>")
@access(Action.ACCOUNTS_MANAGE)
def show(account_id: str) -> str:
    """Show one account and what can be done with it."""
    page = staff_account_page(db(), reader(), account_id, now())
    return render_template(
        "admin/accounts/show.html",
        page=page,
        zone=clinic().time_zone,
        has_provider=hearth().settings.provider is not None,
    )


@blueprint.post("/accounts/<id:account_id>/invitation")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def invite(account_id: str) -> Response | tuple[str, int]:
    """Make a first link and show it this once, so without a redirect; or ask or mail instead."""
    account = get_staff_account(db(), reader(), account_id)
    form = DeedForm()
    if not form.validate():
        abort(400)
    if request.form.get("by") == "mail":
        return _by_mail(account, form)
    if takes_two(account):
        return _ask(account, form)
    return _shown(account, lambda: issue_invitation(db(), actor(form.once.data), account))


@blueprint.post("/links/<id:request_id>/grant")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def grant(request_id: str) -> Response | tuple[str, int]:
    """Grant the link that another administrator asked for, and show it this once."""
    asked, account = get_request(db(), reader(), request_id)
    form = DeedForm()
    if not form.validate():
        abort(400)
    return _shown(account, lambda: grant_staff_link(db(), actor(form.once.data), asked))


@blueprint.post("/accounts/<id:account_id>/factor")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def ask_factor(account_id: str) -> Response:
    """Ask that the second factor of a colleague end."""
    account = get_staff_account(db(), reader(), account_id)
    try:
        ask_for_factor_reset(db(), actor(), account)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(
            _("Request sent. Another administrator will see it on this page and can grant it."),
            "success",
        )
    return _back(account)


@blueprint.post("/factors/<id:factor_request_id>/grant")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def grant_factor(factor_request_id: str) -> Response:
    """End it, as another administrator asked for."""
    asked, account = get_request(db(), reader(), factor_request_id)
    try:
        grant_factor_reset(db(), actor(), asked)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        words = _("%(name)s sets up a new second proof at the next sign-in.", name=account.name)
        flash(words, "success")
    return _back(account)


@blueprint.post("/accounts/<id:account_id>/closing")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def deactivate(account_id: str) -> Response:
    """Close an account; it is refused at its very next request."""
    account = get_staff_account(db(), reader(), account_id)
    deactivate_account(db(), actor(), account)
    flash(_("The account of %(name)s is closed.", name=account.name), "success")
    return redirect(url_for("admin.accounts.show", account_id=account_id), 303)


@blueprint.post("/accounts/<id:account_id>/reopening")
@access(Action.ACCOUNTS_MANAGE)
@fresh()
def reactivate(account_id: str) -> Response:
    """Open a closed account again."""
    account = get_staff_account(db(), reader(), account_id)
    reactivate_account(db(), actor(), account)
    flash(_("The account of %(name)s is open again.", name=account.name), "success")
    return redirect(url_for("admin.accounts.show", account_id=account_id), 303)


def _back(account: Account) -> Response:
    return redirect(url_for("admin.accounts.show", account_id=account.public_id), 303)


def _by_mail(account: Account, form: DeedForm) -> Response:
    """Send the link to the person alone."""
    deed = mail_reset_link if account.passphrase_hash else mail_invitation
    try:
        sent = deed(db(), actor(form.once.data), account)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        address = masked(sent.mailed_to or "")
        words = _(
            "A link is on its way to %(name)s, at %(address)s.", name=account.name, address=address
        )
        flash(words, "success")
    return _back(account)


def _ask(account: Account, form: DeedForm) -> Response:
    """Ask for a link that another administrator grants."""
    try:
        ask_for_staff_link(db(), actor(form.once.data), account)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(
            _("Request sent. Another administrator will see it on this page and can grant it."),
            "success",
        )
    return _back(account)


def _shown(account: Account, make: Callable[[], IssuedInvitation]) -> Response | tuple[str, int]:
    try:
        invitation = make()
    except Repeated:
        flash(_("The link was made and shown a moment ago. If you missed it, make a new one."))
        return _back(account)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
        return _back(account)
    path = url_for("auth.invitations.show", token=invitation.token)
    page = render_template(
        "admin/accounts/invited.html",
        account=account,
        link=hearth().settings.base_url + path,
        expires_at=invitation.expires_at,
        zone=clinic().time_zone,
    )
    return page, 201
