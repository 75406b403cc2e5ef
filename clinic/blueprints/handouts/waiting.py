"""The letter to somebody who waits: the rule of the list, what comes next, and an open offer."""

from flask import Blueprint, abort
from flask_babel import get_translations
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.people.waiting import ANNOUNCED, last_day_of
from clinic.lookups.people.place_offers import open_offer_of
from clinic.presenters.dates import full_day, in_zone
from clinic.printing.letters import WaitingLetter, waiting_letter
from clinic.queries.people.waiting import get_waiting
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.papers import pdf_answer
from clinic.web.request_context import db, now, reader, signed_in

blueprint = Blueprint("waiting", __name__)


@blueprint.get("/waiting/<id:waiting_id>/letter.pdf")
@access(Action.LETTER_PRINT)
def show(waiting_id: str) -> Response:
    """Print the letter in words that any mailbox may hold."""
    waiting = get_waiting(db(), reader(), waiting_id)
    if waiting.left_at is not None:
        abort(404)
    enrollment, settings, writer = waiting.enrollment, clinic(), signed_in()
    cohort, client = enrollment.cohort, enrollment.client
    offer = open_offer_of(db(), waiting, now())
    answer_by = full_day(last_day_of(offer.until, cohort.time_zone)) if offer else ""
    letter = WaitingLetter(
        sender=settings.discreet_name,
        recipient=client.preferred_name,
        written_on=full_day(in_zone(now(), cohort.time_zone)),
        name=cohort.discreet_name,
        listed_on=full_day(in_zone(waiting.listed_at, cohort.time_zone)),
        rule=ANNOUNCED[cohort.waiting_rule],
        answer_by=answer_by,
        has_page=client.account_id is not None,
        contact=settings.contact_text,
        signed_by=writer.name if writer else settings.discreet_name,
        paper=settings.paper,
    )
    return pdf_answer(waiting_letter(letter, get_translations()), "letter.pdf")
