"""What everybody needs: signing in and out, the own account, invitations and help."""

from flask import Blueprint

from clinic.blueprints.auth import (
    account_news,
    calendars,
    codes,
    doors,
    drafts,
    factors,
    help,
    home,
    invitations,
    login_sessions,
    messages,
    offline,
    passkeys,
    passphrases,
    private_texts,
    proofs,
    providers,
    recoveries,
    recovery_codes,
    recovery_words,
)

blueprint = Blueprint("auth", __name__)

_NOUNS = (
    account_news,
    calendars,
    codes,
    doors,
    drafts,
    factors,
    help,
    home,
    invitations,
    login_sessions,
    messages,
    offline,
    passkeys,
    passphrases,
    private_texts,
    proofs,
    providers,
    recoveries,
    recovery_codes,
    recovery_words,
)

for noun in _NOUNS:
    blueprint.register_blueprint(noun.blueprint)
