"""The letter to somebody who left a group before its end."""

from flask import Blueprint, abort, make_response
from flask_babel import get_translations
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.enrollments import EnrollmentStatus
from clinic.presenters.dates import full_day, in_zone
from clinic.printing.letters import EndingLetter, ending_letter
from clinic.queries.people.enrollments import get_enrollment
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import db, now, reader, signed_in

blueprint = Blueprint("departures", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/ending-letter.pdf")
@access(Action.LETTER_PRINT)
def show(enrollment_id: str) -> Response:
    """Print that the place has ended, in words that any mailbox may hold."""
    enrollment = get_enrollment(db(), reader(), enrollment_id)
    if enrollment.status is not EnrollmentStatus.WITHDRAWN:
        abort(404)
    settings, writer, zone = clinic(), signed_in(), enrollment.cohort.time_zone
    until = enrollment.exit_until
    letter = EndingLetter(
        sender=settings.discreet_name,
        recipient=enrollment.client.preferred_name,
        written_on=full_day(in_zone(now(), zone)),
        ended_on=full_day(in_zone(enrollment.ended_at or now(), zone)),
        has_page=enrollment.client.account_id is not None,
        asked_until=full_day(in_zone(until, zone)) if until and until > now() else "",
        contact=settings.contact_text,
        signed_by=writer.name if writer else settings.discreet_name,
        paper=settings.paper,
    )
    answer = make_response(ending_letter(letter, get_translations()))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return answer
