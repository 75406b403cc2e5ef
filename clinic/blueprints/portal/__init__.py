"""What clients use: one module a noun, collected here."""

from flask import Blueprint

from clinic.blueprints.portal import (
    amendments,
    calls,
    clocks,
    consents,
    contacts,
    done,
    exercises,
    measures,
    messages,
    own_records,
    pauses,
    place_offers,
    practice,
    record_readers,
    safety_plans,
    today,
    weeks,
    worksheets,
)

blueprint = Blueprint("portal", __name__, url_prefix="/portal")

for noun in (
    today,
    weeks,
    done,
    exercises,
    practice,
    worksheets,
    safety_plans,
    measures,
    calls,
    messages,
    pauses,
    place_offers,
    consents,
    contacts,
    own_records,
    record_readers,
    amendments,
    clocks,
):
    blueprint.register_blueprint(noun.blueprint)
