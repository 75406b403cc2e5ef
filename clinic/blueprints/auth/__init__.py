"""What everybody needs: signing in and out, the own account, invitations and help."""

from flask import Blueprint

from clinic.blueprints.auth import (
    calendars,
    codes,
    help,
    home,
    invitations,
    login_sessions,
    messages,
    passphrases,
)

blueprint = Blueprint("auth", __name__)

for noun in (calendars, codes, help, home, invitations, login_sessions, messages, passphrases):
    blueprint.register_blueprint(noun.blueprint)
