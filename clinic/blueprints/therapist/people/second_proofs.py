"""The second proof of a person who lost it: one who leads the group asks, another one ends it."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.operations.people.links import ask_to_end_proof, grant_end_of_proof
from clinic.queries.people.enrollments import get_enrollment
from clinic.queries.people.links import get_letter_request
from clinic.web.gate import access, fresh
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("second_proofs", __name__)


@blueprint.post("/enrollments/<id:enrollment_id>/second-proof")
@access(Action.CLIENT_INVITE)
@fresh()
def remove(enrollment_id: str) -> Response:
    """Ask that it end, or end it as a colleague asked for."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    asked = request.form.get("grant")
    try:
        if asked:
            row = get_letter_request(db(), reader(), enrollment, asked)
            grant_end_of_proof(db(), actor(), row)
            words = _(
                "The second proof is ended: the passphrase alone lets %(name)s in.",
                name=enrollment.client.preferred_name,
            )
        else:
            ask_to_end_proof(db(), actor(), enrollment)
            words = _("Request sent. A colleague who leads the group will see it on this page.")
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        flash(words, "success")
    client, place = enrollment.client.public_id, enrollment.public_id
    return redirect(url_for("therapist.clients.show", client_id=client, place=place), 303)
