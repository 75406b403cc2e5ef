"""What everybody needs: signing in and out, the own account, invitations and help."""

from flask import Blueprint

blueprint = Blueprint("auth", __name__)
