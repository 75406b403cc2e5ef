"""Signing out of this device."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.web.gate import access
from clinic.web.sign_in import forget_device, sign_out

blueprint = Blueprint("sign_out", __name__)


@blueprint.post("/sign-out")
@access(Action.OPEN_TO_ALL)
def create() -> Response:
    """End the sign-in of this device; open to all, so that one who lay still may leave too."""
    sign_out()
    flash(_("You are signed out."))
    return forget_device(redirect(url_for("auth.login_sessions.new"), 303))
