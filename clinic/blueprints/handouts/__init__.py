"""Paper for the room, asked for by staff: one module a noun, collected here."""

from flask import Blueprint

from clinic.blueprints.handouts import letters, packs, worksheets

blueprint = Blueprint("handouts", __name__, url_prefix="/handouts")

for noun in (letters, packs, worksheets):
    blueprint.register_blueprint(noun.blueprint)
