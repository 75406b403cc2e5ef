"""Paper for the room, asked for by staff: one module a noun, collected here."""

from flask import Blueprint

blueprint = Blueprint("handouts", __name__, url_prefix="/handouts")
