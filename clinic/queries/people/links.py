"""Reading what was asked for to let a person in from a place that is over or new."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.clinic.credentials import WhyTwo
from clinic.lookups.clinic.factors import factors_of
from clinic.lookups.people.clients import has_passphrase
from clinic.lookups.people.links import settled_at, why_two
from clinic.models.accounts import InvitationRequest
from clinic.models.enrollments import Enrollment
from clinic.queries.clinic.accounts import LinkRequest, open_request
from clinic.queries.people.enrollments import get_enrollment
from clinic.queries.scope import place_ids


@dataclass(frozen=True, slots=True)
class WayIn:
    """Whether a letter from this place takes two, and what one of them asked for."""

    why_two: WhyTwo | None
    one_from: datetime
    """From when on one is enough, where it is for the newness of the place."""
    asked: LinkRequest | None
    has_proof: bool
    """Whether the person shows a second proof when she signs in."""
    asked_proof: LinkRequest | None
    """That it end, since she lost it."""


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """What a letter to one person depends on."""

    enrollment: Enrollment
    has_passphrase: bool
    takes_two: bool


def get_letter_desk(db: Db, reader: Reader, public_id: str, now: datetime) -> LetterDesk:
    """Give one of the reader's places with what a letter from there depends on."""
    enrollment = get_enrollment(db, reader, public_id)
    takes_two = why_two(db, enrollment, now) is not None
    return LetterDesk(enrollment, has_passphrase(db, enrollment.client), takes_two)


def way_in_of(db: Db, reader: Reader, enrollment: Enrollment, now: datetime) -> WayIn:
    """Say how a letter is made from one of the reader's places, loaded with person and cohort."""
    account_id, place_id = enrollment.client.account_id, enrollment.id
    why, has_proof = why_two(db, enrollment, now), bool(account_id and factors_of(db, account_id))
    return WayIn(
        why,
        settled_at(enrollment),
        open_request(db, reader, account_id, now, place_id) if why else None,
        has_proof,
        open_request(db, reader, account_id, now, place_id, is_for_factor=True)
        if has_proof
        else None,
    )


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
