"""What administrators manage: accounts, the clinic and the audit trail; nothing clinical."""

from flask import Blueprint

from clinic.blueprints.admin import (
    accounts,
    audit,
    backups,
    closed_days,
    consent_texts,
    emergencies,
    endings,
    identities,
    messages,
    settings,
)

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

_NOUNS = (
    accounts,
    audit,
    backups,
    closed_days,
    consent_texts,
    emergencies,
    endings,
    identities,
    messages,
    settings,
)

for noun in _NOUNS:
    blueprint.register_blueprint(noun.blueprint)
