"""What clients use: one module a noun, collected here."""

from flask import Blueprint

blueprint = Blueprint("portal", __name__, url_prefix="/portal")
