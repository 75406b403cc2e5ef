"""Proving once more who one is, before a deed that carries much; what was typed goes along."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinic.domain.clinic.factors import is_fresh, plain_app_code
from clinic.lookups.clinic.factors import app_of
from clinic.lookups.clinic.passphrases import is_passphrase_of
from clinic.operations.clinic.factors import take_code
from clinic.operations.clinic.login_sessions import renew_login_session
from clinic.operations.clinic.sign_in_attempts import admit_try, note_good_try
from clinic.queries.clinic.accounts import own_account
from clinic.web.request_context import SignedIn, actor, db, now, reader, wants_json
from clinic.web.sign_in import device_token, here, take_up

FIELD = "proof"
_TEMPLATE = "auth/proofs/new.html"
_LONGEST = 1000
_REFUSED = 422
_TOO_MANY = 429


def fresh_or_asked(account: SignedIn) -> Any:
    """Give `None` where somebody proved a moment ago who she is, else the page that asks for it.

    What was sent goes along in that page, and comes again with the proof: the deed goes on then.
    """
    if is_fresh(account.proved_at, now()):
        return None
    if wants_json():
        abort(401)
    path = request.full_path.rstrip("?")
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.proofs.new", next=path), 303)
    status, fault = _REFUSED, ""
    if FIELD in request.form:
        status, fault = prove(account)
        if not status:
            return None
    # No view that wants a fresh proof takes a file: one could not be kept in a page.
    kept = [(n, v) for n, v in request.form.items(multi=True) if n not in (FIELD, "csrf_token")]
    return render_template(_TEMPLATE, goal=path, kept=kept, fault=fault), status


def prove(account: SignedIn) -> tuple[int, str]:
    """Take the proof that was sent and go on with a new token: 0, or a status and what is wrong."""
    typed = request.form.get(FIELD, "")
    if not typed or len(typed) > _LONGEST:
        return _REFUSED, _("Enter your passphrase or a code.")
    own = own_account(db(), reader())
    # Whoever finds an open screen may not guess here what the sign-in page would not let him guess.
    is_code = plain_app_code(typed) is not None and app_of(db(), own.id) is not None
    about, address = "code" if is_code else "name", request.remote_addr or ""
    attempt = admit_try(db(), actor(), own.sign_in_name, address, device_token(), about=about)
    if attempt is None:
        return _TOO_MANY, _("There were too many attempts. Please wait an hour and try again.")
    if not (take_code(db(), actor(), own, typed) if is_code else is_passphrase_of(own, typed)):
        return _REFUSED, _("This is neither your passphrase nor the code that counts now.")
    note_good_try(db(), actor(), attempt)
    started = renew_login_session(db(), actor(), here(account).login_session_id, is_proved=True)
    take_up(started, keeps_forms=True)
    return 0, ""


def proof_page(goal: str | None, fault: str = "") -> str:
    """Draw the page that asks for a proof before a page, with nothing to keep."""
    action = url_for("auth.proofs.create", next=goal)
    return render_template(_TEMPLATE, goal=action, kept=[], fault=fault)
