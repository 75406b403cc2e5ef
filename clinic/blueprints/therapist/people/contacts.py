"""What is known of a person: how to reach her, whom to call for her, what she needs."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.people.contacts import ContactForm
from clinic.lookups.people.contacts import contact_facts_of
from clinic.models.clients import Client
from clinic.operations.people.contacts import note_contact_facts
from clinic.queries.people.clients import get_client
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("contacts", __name__)


@blueprint.get("/clients/<id:client_id>/contact")
@access(Action.CLIENT_ENROLL)
def edit(client_id: str) -> str:
    """Show what is known, to be changed."""
    client = get_client(db(), reader(), client_id)
    return _draw(client, ContactForm(contact_facts_of(db(), client)))


@blueprint.post("/clients/<id:client_id>/contact")
@access(Action.CLIENT_ENROLL)
@edits
def update(client_id: str) -> Response | tuple[str, int]:
    """Keep it."""
    client = get_client(db(), reader(), client_id)
    form = ContactForm(contact_facts_of(db(), client))
    if form.validate():
        try:
            if form.changed:
                note_contact_facts(db(), actor(), client, form.facts(), seen=form.standing.seen)
        except Refused as refused:
            form.add_refusal(refused)
            client = get_client(db(), reader(), client_id)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("therapist.clients.show", client_id=client_id), 303)
    return _draw(client, form), 422


def _draw(client: Client, form: ContactForm) -> str:
    return render_template("therapist/people/contacts/edit.html", page=client, form=form)
