"""What therapists and supervisors work with: one module a noun, collected here."""

from flask import Blueprint

blueprint = Blueprint("therapist", __name__, url_prefix="/therapist")
