"""Copies of records and wishes that something be corrected, for tests that need one."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.models.cohorts import Facilitator
from clinic.models.enrollments import Enrollment
from clinic.models.reports import Amendment, RecordCopy
from clinic.operations.people.amendments import ask_amendment
from clinic.operations.people.record_copies import make_copy
from tests.furniture import AT


def leader_of(db: Db, place: Enrollment) -> Actor:
    """Give the first of those who lead the group of a place."""
    leads = select(Facilitator.account_id).where(Facilitator.cohort_id == place.cohort_id)
    return Actor(db.scalars(leads.order_by(Facilitator.id)).first(), AT, Role.THERAPIST)


def copy_of(db: Db, place: Enrollment) -> RecordCopy:
    """Make a copy of a record, with no words of staff in it."""
    return make_copy(db, leader_of(db, place), place, AT.date(), (), today=AT.date())


def amendment_of(db: Db, place: Enrollment, account_id: int | None) -> Amendment:
    """Let somebody ask that something be corrected."""
    asker = Actor(account_id, AT, Role.CLIENT) if account_id else leader_of(db, place)
    return ask_amendment(db, asker, place, "The day of the call", "March 2")
