"""Coming in by the clinic's own sign-in server, and linking one's account with it. Staff only."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action, Actor, allows
from clinic.domain.clinic.factors import is_fresh
from clinic.domain.clinic.providers import Identity, Provider
from clinic.domain.errors import Refused
from clinic.forms.clinic.accounts import SignInForm
from clinic.forms.clinic.providers import BroughtBackForm
from clinic.lookups.clinic.identities import find_linked_account
from clinic.operations.clinic.identities import end_identity, link_own_identity, put_in_use
from clinic.operations.clinic.login_sessions import renew_login_session
from clinic.queries.clinic.accounts import own_account
from clinic.queries.clinic.identities import own_identity
from clinic.queries.people.clocks import own_zone
from clinic.web.gate import access, fresh
from clinic.web.providers import (
    Errand,
    NotBelieved,
    ProviderAway,
    address_of_leaving,
    begin,
    end_errand,
    identity_behind,
)
from clinic.web.request_context import actor, db, hearth, now, reader, signed_in
from clinic.web.sign_in import own_path, sign_in, take_up

blueprint = Blueprint("providers", __name__)


@blueprint.get("/sign-in/provider")
@access(Action.OPEN_TO_ALL)
def show() -> Response | tuple[str, int]:
    """Send somebody to the provider to say who she is."""
    goal = own_path(request.args.get("next")) or ""
    try:
        return redirect(begin(_provider(), _back(), now(), goal), 303)
    except ProviderAway:
        return _refuse(_away(), 503)


@blueprint.get("/sign-in/provider/back")
@access(Action.OPEN_TO_ALL)
def back() -> str:
    """Take up whoever comes back; she is in when she goes on, since a link may not sign in."""
    provider = _provider()
    form = BroughtBackForm(request.args)
    has_answer = "code" in request.args and request.args.get("iss", provider.issuer) == (
        provider.issuer
    )
    return render_template("auth/providers/back.html", form=form, has_answer=has_answer)


@blueprint.post("/sign-in/provider")
@access(Action.OPEN_TO_ALL)
def create() -> Response | tuple[str, int]:
    """Let in, or link, whom the provider vouches for."""
    provider, form = _provider(), BroughtBackForm()
    errand = end_errand(str(form.state.data or ""), now())
    is_other = (form.iss.data or provider.issuer) != provider.issuer
    if errand is None or is_other or not form.validate():
        return _refuse(_("This took too long, or began in another window. Please begin again."))
    try:
        identity = identity_behind(provider, errand, str(form.code.data), _back(), now())
    except ProviderAway:
        return _refuse(_away(), 503)
    except NotBelieved:
        return _refuse(
            _("What your organization's sign-in sent cannot be believed. Nothing was changed.")
        )
    return _link(identity, errand) if errand.links else _enter(identity, errand)


@blueprint.get("/sign-in/provider/out")
@access(Action.OPEN_TO_ALL)
def leave() -> Response:
    """Lead to where the sign-in at the provider ends too."""
    provider, home = _provider(), url_for("auth.login_sessions.new")
    try:
        end = address_of_leaving(provider, hearth().settings.base_url.rstrip("/") + home)
    except ProviderAway:
        end = None
    if end is None:
        flash(_("Your organization's sign-in has no way to sign out from here. Sign out there."))
    return redirect(end or home, 303)


@blueprint.get("/account/provider")
@access(Action.PROVIDER_OWN)
def index() -> str:
    """Show whether one's account is linked."""
    row = own_identity(db(), reader(), _provider().issuer)
    return render_template("auth/providers/index.html", row=row, zone=own_zone(db(), reader()))


@blueprint.get("/account/provider/link")
@access(Action.PROVIDER_OWN)
@fresh()
def new() -> Response:
    """Send the owner to the provider, to link her account with whom it knows."""
    me = signed_in() or abort(401)
    try:
        return redirect(begin(_provider(), _back(), now(), "", me.public_id), 303)
    except ProviderAway:
        flash(_away())
        return redirect(url_for("auth.providers.index"), 303)


@blueprint.post("/account/provider/end")
@access(Action.PROVIDER_OWN)
@fresh()
def remove() -> Response:
    """End the link of one's own account."""
    row = own_identity(db(), reader(), _provider().issuer) or abort(404)
    me = signed_in() or abort(401)
    end_identity(db(), actor(), row, me.login_session_id)
    take_up(renew_login_session(db(), actor(), me.login_session_id))
    flash(_("The link is ended. Every other device is signed out."), "success")
    return redirect(url_for("auth.providers.index"), 303)


def _enter(identity: Identity, errand: Errand) -> Response | tuple[str, int]:
    account = find_linked_account(db(), identity.issuer, identity.subject)
    if account is None:
        return _refuse(
            _(
                "Nobody here is linked with this sign-in. Sign in with your passphrase and link it "
                "on the page of your devices, or ask an administrator."
            )
        )
    put_in_use(db(), Actor(account.id, now(), account.role), account)
    goal = own_path(errand.goal)
    if not sign_in(account, vouched=identity):
        return redirect(url_for("auth.doors.show", next=goal), 303)
    return redirect(goal or url_for("auth.home.show"), 303)


def _link(identity: Identity, errand: Errand) -> Response | tuple[str, int]:
    """Link the account of whoever began this, if she still sits here and is who she was."""
    me = signed_in()
    is_same = me is not None and me.public_id == errand.links
    if me is None or not is_same or not allows(me.role, Action.PROVIDER_OWN):
        return _refuse(_("You are not signed in anymore. Nothing was changed."))
    if not is_fresh(me.proved_at, now()):
        return redirect(url_for("auth.providers.new"), 303)
    account, here = own_account(db(), reader()), me.login_session_id
    try:
        link_own_identity(db(), actor(), account, identity.issuer, identity.subject, here)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
        return redirect(url_for("auth.providers.index"), 303)
    take_up(renew_login_session(db(), actor(), here))
    flash(_("Your account is linked. Every other device is signed out."), "success")
    return redirect(url_for("auth.providers.index"), 303)


def _provider() -> Provider:
    return hearth().settings.provider or abort(404)


def _back() -> str:
    return hearth().settings.base_url.rstrip("/") + url_for("auth.providers.back")


def _away() -> str:
    if _provider().keeps_passphrases:
        return _(
            "Your organization's sign-in does not answer. Nothing was lost; sign in with your "
            "passphrase, or try again in a few minutes."
        )
    return _(
        "Your organization's sign-in does not answer. Nothing was lost; try again in a few minutes."
    )


def _refuse(words: str, status: int = 422) -> tuple[str, int]:
    form = SignInForm(formdata=None)
    form.form_errors.append(words)
    page = render_template("auth/login_sessions/new.html", form=form, has_provider=True, left="")
    return page, status
