"""What administrators manage: accounts, the clinic and the audit trail; nothing clinical."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
