"""What people agree to: every version, and writing a new one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.people.consents import ConsentTextForm
from clinic.lookups.people.consents import consent_texts, get_consent_text
from clinic.operations.people.consents import write_consent_text
from clinic.web.gate import access, edits
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db

blueprint = Blueprint("consent_texts", __name__)


@blueprint.get("/consent-texts")
@access(Action.SETTINGS_MANAGE)
def index() -> str:
    """Show every version, the one in force first."""
    page = consent_texts(db())
    return render_template("admin/consent_texts/index.html", page=page, zone=clinic().time_zone)


@blueprint.get("/consent-texts/new")
@access(Action.SETTINGS_MANAGE)
def new() -> str:
    """Begin a version with the words of the one in force."""
    return _draw(_standing()[1])


@blueprint.post("/consent-texts/new")
@access(Action.SETTINGS_MANAGE)
@edits
def create() -> Response | tuple[str, int]:
    """Put a new version in force."""
    number, form = _standing()
    if form.validate():
        try:
            row = write_consent_text(
                db(),
                actor(form.once.data),
                str(form.title.data),
                str(form.body.data),
                newest_number=number,
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            said = _(
                "Version %(number)s is in force. Everybody will be asked again.", number=row.number
            )
            flash(said, "success")
            return redirect(url_for(".index"), 303)
    return _draw(form), 422


def _standing() -> tuple[int, ConsentTextForm]:
    newest = consent_texts(db())[0]
    row = get_consent_text(db(), newest.public_id)
    return row.number, ConsentTextForm(data={"title": row.title, "body": row.body})


def _draw(form: ConsentTextForm) -> str:
    return render_template("admin/consent_texts/new.html", form=form)
