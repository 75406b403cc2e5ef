"""Backups: when the last good one was made, and how to make one."""

from flask import Blueprint, render_template

from clinic.domain.access import Action
from clinic.queries.clinic.backups import backups_page
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("backups", __name__)


@blueprint.get("/backups")
@access(Action.BACKUPS_READ)
def index() -> str:
    """List the newest tries, and say when the last good one was made."""
    page = backups_page(db(), reader(), now())
    return render_template("admin/backups/index.html", page=page, zone=clinic().time_zone)
