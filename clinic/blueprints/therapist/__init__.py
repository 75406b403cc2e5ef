"""What therapists and supervisors work with: one module a noun, collected here by wing."""

from flask import Blueprint

from clinic.blueprints.therapist import (
    dashboard,
    groups,
    homework,
    measures,
    notes,
    outcomes,
    people,
    post,
    programs,
    safety,
)

blueprint = Blueprint("therapist", __name__, url_prefix="/therapist")

WINGS = (groups, homework, measures, notes, outcomes, people, post, programs, safety)

for noun in (dashboard, *(noun for wing in WINGS for noun in wing.NOUNS)):
    blueprint.register_blueprint(noun.blueprint)
