"""What a client tells of herself: a number, a language, whom to call, what she needs."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.people.contacts import OwnContactForm
from clinic.lookups.people.contacts import contact_facts_of
from clinic.operations.people.contacts import note_contact_facts
from clinic.queries.groups.places import own_places
from clinic.queries.people.contacts import get_own_client
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("contacts", __name__)


@blueprint.get("/about-you")
@access(Action.CONTACT_TELL)
def edit() -> str:
    """Show what she told, to be changed."""
    return _draw(OwnContactForm(contact_facts_of(db(), get_own_client(db(), reader()))))


@blueprint.post("/about-you")
@access(Action.CONTACT_TELL)
@edits
def update() -> Response | tuple[str, int]:
    """Keep it."""
    client = get_own_client(db(), reader())
    form = OwnContactForm(contact_facts_of(db(), client))
    if form.validate():
        try:
            if form.changed:
                note_contact_facts(db(), actor(), client, form.facts(), seen=form.standing.seen)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("Saved. You can change it at any time."), "success")
            return redirect(url_for("portal.today.show"), 303)
    return _draw(form), 422


def _draw(form: OwnContactForm) -> str:
    places = own_places(db(), reader(), now())
    return show_page("portal/contacts/edit.html", None, places, form=form)
