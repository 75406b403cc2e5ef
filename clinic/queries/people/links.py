"""Reading what was asked for to let a person in from a place that is over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.models.accounts import InvitationRequest
from clinic.models.enrollments import Enrollment, is_over
from clinic.queries.clinic.accounts import LinkRequest, open_request
from clinic.queries.scope import place_ids


@dataclass(frozen=True, slots=True)
class WayIn:
    """Whether a letter from this place takes two, and what one of them asked for."""

    takes_two: bool
    asked: LinkRequest | None


def way_in_of(db: Db, reader: Reader, enrollment: Enrollment, now: datetime) -> WayIn:
    """Say how a letter is made from one of the reader's places, loaded with person and cohort."""
    if not is_over(enrollment, enrollment.cohort):
        return WayIn(takes_two=False, asked=None)
    account_id = enrollment.client.account_id
    return WayIn(True, open_request(db, reader, account_id, now, enrollment.id))


def get_letter_request(
    db: Db, reader: Reader, enrollment: Enrollment, public_id: str
) -> InvitationRequest:
    """Give what was asked for from one of the reader's places."""
    return db.scalars(
        select(InvitationRequest).where(
            InvitationRequest.public_id == public_id,
            InvitationRequest.enrollment_id == enrollment.id,
            InvitationRequest.enrollment_id.in_(place_ids(reader)),
        )
    ).one()
