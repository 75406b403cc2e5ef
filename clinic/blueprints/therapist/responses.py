"""What somebody wrote into a sheet, laid out as the sheet."""

from datetime import date

from flask import Blueprint, render_template

from clinic.domain.access import Action
from clinic.domain.worksheets import BODY_REGIONS
from clinic.queries.responses import get_response
from clinic.web.context import db, reader
from clinic.web.gate import access
from clinic.web.pages import full_day

blueprint = Blueprint("responses", __name__)


@blueprint.get("/worksheet-responses/<id:response_id>")
@access(Action.RESPONSE_READ)
def show(response_id: str) -> str:
    """Show the answers; what was left open is said to be open."""
    return render_template(
        "therapist/responses/show.html",
        page=get_response(db(), reader(), response_id),
        regions=BODY_REGIONS,
        iso_day=_in_words,
    )


def _in_words(iso: str) -> str:
    return full_day(date.fromisoformat(iso))
