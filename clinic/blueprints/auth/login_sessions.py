"""Signing in, and the devices on which somebody is signed in."""

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug import Response

from clinic.domain.access import Action, allows
from clinic.domain.clinic.sign_in import ends_at
from clinic.forms.clinic.accounts import SignInForm
from clinic.lookups.clinic.accounts import find_account_to_sign_in
from clinic.lookups.clinic.identities import find_identity_of
from clinic.lookups.clinic.passphrases import hash_passphrase, is_hash_old, is_passphrase_of
from clinic.models.accounts import Account
from clinic.operations.clinic.login_sessions import (
    end_login_sessions,
    forget_known_device,
    forget_known_devices,
    leave_device,
    leave_everywhere,
)
from clinic.operations.clinic.passphrases import renew_hash
from clinic.operations.clinic.sign_in_attempts import admit_try
from clinic.queries.clinic.accounts import (
    get_own_known_device,
    get_own_login_session,
    own_account,
    own_known_devices,
    own_login_sessions,
)
from clinic.queries.people.clocks import own_zone
from clinic.web.gate import access, polls
from clinic.web.request_context import actor, db, hearth, now, reader, signed_in
from clinic.web.sign_in import device_token, own_path, sign_in, sign_out

blueprint = Blueprint("login_sessions", __name__)


@blueprint.get("/sign-in")
@access(Action.OPEN_TO_ALL)
def new() -> Response | str:
    """Ask for name and passphrase."""
    goal = own_path(request.args.get("next"))
    if signed_in():
        return redirect(goal or url_for("auth.home.show"), 303)
    return _draw(SignInForm(next=goal))


@blueprint.post("/sign-in")
@access(Action.OPEN_TO_ALL)
def create() -> Response | tuple[str, int]:
    """Sign somebody in, or say in one sentence for all reasons that it did not work."""
    form = SignInForm()
    if not form.validate():
        return _again(form, 422)
    name, passphrase = str(form.sign_in_name.data), str(form.passphrase.data)
    attempt = admit_try(db(), actor(), name, request.remote_addr or "", device_token())
    if attempt is None:
        form.form_errors.append(
            _("There were too many attempts. Please wait an hour and try again.")
        )
        return _again(form, 429)
    account = find_account_to_sign_in(db(), name)
    if not is_passphrase_of(account, passphrase) or account is None or _is_elsewhere(account):
        form.form_errors.append(_("This name and passphrase do not match."))
        return _again(form, 422)
    if is_hash_old(account):
        renew_hash(db(), actor(), account, hash_passphrase(passphrase))
    goal = own_path(form.next.data)
    if not sign_in(account, attempt):
        return redirect(url_for("auth.doors.show", next=goal), 303)
    return redirect(goal or url_for("auth.home.show"), 303)


@blueprint.get("/account/devices")
@access(Action.ACCOUNT_OWN)
def index() -> str:
    """List the devices on which one is signed in, and those that are known."""
    return render_template(
        "auth/login_sessions/index.html",
        login_sessions=own_login_sessions(db(), reader(), now()),
        known_devices=own_known_devices(db(), reader(), now()),
        zone=own_zone(db(), reader()),
        may_link=_has_provider() and allows(reader().role, Action.PROVIDER_OWN),
    )


@blueprint.get("/account/left")
@access(Action.OPEN_TO_ALL)
@polls
def left() -> Response:
    """Say how long the sign-in lasts if nothing happens any more; asking makes it no longer.

    Open to all: that it has ended is an answer, and no fault for a browser to tell of.
    """
    me = signed_in()
    if me is None:
        return jsonify(seconds=0)
    ends = ends_at(me.role, me.started_at, me.seen_at)
    seconds = max(0, int((ends - now()).total_seconds()))
    # For whom, since somebody else may have signed in meanwhile in the same browser.
    return jsonify(seconds=seconds, reader=me.public_id, token=generate_csrf())


@blueprint.post("/account/left")
@access(Action.OPEN_TO_ALL)
def stay() -> Response:
    """Say the same to somebody who is there: as with every page, her sign-in goes on from now."""
    return left()


@blueprint.post("/sign-out")
@access(Action.OPEN_TO_ALL)
def remove() -> Response:
    """End the sign-in of this device; open to all, so that one who lay still may leave too."""
    return _left()


@blueprint.post("/account/devices/<id:login_session_id>/end")
@access(Action.ACCOUNT_OWN)
def remove_one(login_session_id: str) -> Response:
    """Sign out of one device."""
    row = get_own_login_session(db(), reader(), login_session_id)
    account = signed_in()
    if account and row.id == account.login_session_id:
        return _left()
    leave_device(db(), actor(), row)
    flash(_("%(device)s is signed out.", device=row.device), "success")
    return redirect(url_for("auth.login_sessions.index"), 303)


@blueprint.post("/account/devices/known/<id:known_device_id>/end")
@access(Action.ACCOUNT_OWN)
def forget(known_device_id: str) -> Response:
    """Forget a device, so that it is as unknown as any other."""
    known = get_own_known_device(db(), reader(), known_device_id)
    forget_known_device(db(), actor(), known)
    flash(_("%(device)s is forgotten.", device=known.device), "success")
    return redirect(url_for("auth.login_sessions.index"), 303)


@blueprint.post("/account/devices/end")
@access(Action.ACCOUNT_OWN)
def remove_all() -> Response:
    """Sign out of every device, this one too."""
    leave_everywhere(db(), actor(), own_account(db(), reader()))
    return _left()


@blueprint.post("/account/devices/others/end")
@access(Action.ACCOUNT_OWN)
def remove_others() -> Response:
    """Sign out of every device but this one, and ask for both proofs on each of them again."""
    me = signed_in() or abort(401)
    account = own_account(db(), reader())
    end_login_sessions(db(), actor(), account, me.login_session_id)
    forget_known_devices(db(), actor(), account, keep=device_token())
    flash(_("You are signed out on every other device."), "success")
    return redirect(url_for("auth.login_sessions.index"), 303)


def _left() -> Response:
    # Nothing is cleared in the browser: private pages are never stored, a cookie that changed takes
    # those in its memory, and sealed words must stay for whoever wrote them.
    me = signed_in()
    is_staff = me is not None and allows(me.role, Action.PROVIDER_OWN)
    left = "here" if is_staff and _has_provider() else None
    sign_out()
    flash(_("You are signed out."))
    return redirect(url_for("auth.login_sessions.new", left=left), 303)


def _again(form: SignInForm, status: int) -> tuple[str, int]:
    return _draw(form), status


def _draw(form: SignInForm) -> str:
    return render_template(
        "auth/login_sessions/new.html",
        form=form,
        has_provider=_has_provider(),
        left=request.args.get("left", ""),
    )


def _has_provider() -> bool:
    return hearth().settings.provider is not None


def _is_elsewhere(account: Account) -> bool:
    """Say whether the clinic lets somebody in by its own sign-in server alone."""
    provider = hearth().settings.provider
    if provider is None or provider.keeps_passphrases:
        return False
    return find_identity_of(db(), account.id, provider.issuer) is not None
