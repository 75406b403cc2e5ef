"""The letter that invites one person, with a fresh link in it."""

from flask import Blueprint, abort, flash, make_response, redirect, url_for
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Repeated
from clinic.forms.base import DeedForm
from clinic.models.enrollments import clock_of
from clinic.operations.people.clients import print_client_link
from clinic.printing.letters import InvitationLetter, invitation_letter
from clinic.printing.sheets import Paper
from clinic.queries.people.clients import has_passphrase
from clinic.queries.people.enrollments import get_enrollment
from clinic.web.context import actor, db, hearth, now, reader, signed_in
from clinic.web.gate import access
from clinic.web.hours import hour_for
from clinic.web.pages import clinic, full_day, in_zone

blueprint = Blueprint("letters", __name__)


@blueprint.post("/enrollments/<id:enrollment_id>/letter")
@access(Action.LETTER_PRINT)
def create(enrollment_id: str) -> Response:
    """Make a fresh link, ending older ones, and give the letter that carries it."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    had_passphrase = has_passphrase(db(), enrollment.client)
    name, zone = enrollment.client.preferred_name, enrollment.cohort.time_zone
    form = DeedForm()
    if not form.validate():
        abort(400)
    try:
        issued = print_client_link(db(), actor(form.once.data), enrollment.client)
    except Repeated:
        flash(_("The letter was made a moment ago. If you missed it, ask for it again."))
        client_id = enrollment.client.public_id
        return redirect(url_for("therapist.clients.show", client_id=client_id), 303)
    settings, writer = clinic(), signed_in()
    letter = InvitationLetter(
        sender=settings.discreet_name,
        recipient=name,
        link=hearth().settings.base_url + url_for("auth.invitations.show", token=issued.token),
        sign_in_name=issued.account.sign_in_name,
        written_on=full_day(in_zone(now(), zone)),
        expires_at=_(
            "%(day)s at %(time)s",
            day=full_day(in_zone(issued.expires_at, zone)),
            time=hour_for(issued.expires_at, clock_of(enrollment.cohort, enrollment.client)),
        ),
        contact=settings.contact_text,
        signed_by=writer.name if writer else settings.discreet_name,
        paper=Paper(settings.paper.value),
        is_reset=had_passphrase,
    )
    answer = make_response(invitation_letter(letter, get_translations()))
    answer.mimetype = "application/pdf"
    # The name of a file in a shared folder of downloads tells whom it is for to nobody.
    answer.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return answer
