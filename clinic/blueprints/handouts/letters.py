"""The letter that lets one person in with a fresh link; by two from a place that is over or new."""

from flask import Blueprint, abort, flash, make_response, redirect, request, url_for
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Repeated
from clinic.forms.base import DeedForm
from clinic.models.enrollments import Enrollment, clock_of
from clinic.operations.clinic.invitations import IssuedInvitation
from clinic.operations.people.links import (
    ask_for_client_letter,
    grant_client_letter,
    print_client_link,
)
from clinic.presenters.dates import full_day, in_zone
from clinic.printing.letters import InvitationLetter, invitation_letter
from clinic.queries.people.links import get_letter_desk, get_letter_request
from clinic.web.gate import access
from clinic.web.hours import hour_for
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, hearth, now, reader, signed_in

blueprint = Blueprint("letters", __name__)


@blueprint.post("/enrollments/<id:enrollment_id>/letter")
@access(Action.LETTER_PRINT)
def create(enrollment_id: str) -> Response:
    """Make a fresh link, ending older ones, and give the letter that carries it.

    From a place that is over, or new to somebody with a passphrase, it is asked for, or what a
    colleague asked for is granted.
    """
    desk = get_letter_desk(db(), reader(), enrollment_id, now())
    enrollment = desk.enrollment
    form = DeedForm()
    if not form.validate():
        abort(400)
    doer, asked = actor(form.once.data), request.form.get("grant")
    is_asking = not asked and desk.takes_two
    try:
        if asked:
            row = get_letter_request(db(), reader(), enrollment, asked)
            issued = grant_client_letter(db(), doer, row)
        elif is_asking:
            ask_for_client_letter(db(), doer, enrollment)
            flash(
                _("Request sent. A colleague who leads the group will see it on this page."),
                "success",
            )
            return _back(enrollment)
        else:
            issued = print_client_link(db(), doer, enrollment)
    except Repeated:
        if not is_asking:
            flash(_("The letter was made a moment ago. If you missed it, ask for it again."))
        return _back(enrollment)
    answer = make_response(
        invitation_letter(_letter(enrollment, issued, desk.has_passphrase), get_translations())
    )
    answer.mimetype = "application/pdf"
    # The name of a file in a shared folder of downloads tells whom it is for to nobody.
    answer.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return answer


def _back(enrollment: Enrollment) -> Response:
    client, place = enrollment.client.public_id, enrollment.public_id
    return redirect(url_for("therapist.clients.show", client_id=client, place=place), 303)


def _letter(enrollment: Enrollment, issued: IssuedInvitation, is_reset: bool) -> InvitationLetter:
    settings, writer, zone = clinic(), signed_in(), enrollment.cohort.time_zone
    return InvitationLetter(
        sender=settings.discreet_name,
        recipient=enrollment.client.preferred_name,
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
        paper=settings.paper,
        is_reset=is_reset,
    )
