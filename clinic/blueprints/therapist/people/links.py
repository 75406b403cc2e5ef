"""Inviting a person: a link that is shown once and works once."""

from dataclasses import dataclass
from datetime import datetime

import segno
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.clinic.credentials import masked
from clinic.domain.errors import Refused, Repeated
from clinic.forms.base import DeedForm
from clinic.models.enrollments import Enrollment
from clinic.operations.people.links import invite_client, mail_client_link
from clinic.queries.people.enrollments import get_enrollment
from clinic.web.gate import access
from clinic.web.request_context import actor, db, hearth, reader

blueprint = Blueprint("links", __name__)


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What the person needs to come in, on the screen this once."""

    enrollment_id: str
    client_id: str
    name: str
    sign_in_name: str
    link: str
    square: str
    """The link as a picture for a camera, in a data: address."""
    expires_at: datetime
    zone: str


@blueprint.post("/enrollments/<id:enrollment_id>/invitation")
@access(Action.CLIENT_INVITE)
def create(enrollment_id: str) -> Response | tuple[str, int]:
    """Make a fresh link, ending older ones, and show it this once, so without a redirect."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    form = DeedForm()
    if not form.validate():
        abort(400)
    if request.form.get("by") == "mail":
        return _by_mail(enrollment, form)
    try:
        issued = invite_client(db(), actor(form.once.data), enrollment)
    except Repeated:
        flash(_("The link was made and shown a moment ago. If you missed it, invite again."))
        client_id = enrollment.client.public_id
        return redirect(url_for("therapist.clients.show", client_id=client_id), 303)
    path = url_for("auth.invitations.show", token=issued.token)
    link = hearth().settings.base_url + path
    page = InvitationPage(
        enrollment_id=enrollment.public_id,
        client_id=enrollment.client.public_id,
        name=enrollment.client.preferred_name,
        sign_in_name=issued.account.sign_in_name,
        link=link,
        square=segno.make(link, error="m", micro=False).svg_data_uri(
            scale=5, border=4, dark="#000", light="#fff"
        ),
        expires_at=issued.expires_at,
        zone=enrollment.cohort.time_zone,
    )
    return render_template("therapist/people/links/create.html", page=page), 201


def _by_mail(enrollment: Enrollment, form: DeedForm) -> Response:
    """Put the link into a mail, where only the person reads it, and go back to her page."""
    name = enrollment.client.preferred_name
    try:
        sent = mail_client_link(db(), actor(form.once.data), enrollment)
    except Refused as refused:
        flash(str(_(refused.message, **refused.params)))
    else:
        address = masked(sent.mailed_to or "")
        flash(
            _("A link is on its way to %(name)s, at %(address)s.", name=name, address=address),
            "success",
        )
    client_id = enrollment.client.public_id
    place = enrollment.public_id
    return redirect(url_for("therapist.clients.show", client_id=client_id, place=place), 303)
