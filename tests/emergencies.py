"""Records that somebody opened in an emergency."""

from datetime import UTC, datetime

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.clients import Client
from clinic.models.emergencies import Emergency
from clinic.models.enrollments import Enrollment
from clinic.operations.safety.emergencies import end_emergency, open_person_in_emergency
from tests.cast import Cast

THEN = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
"""Some hours before all that the furniture tells of."""
REASON = "She stands at the door and nobody of the group answers."


def opened(db: Db, actor: Actor, place: Enrollment, reason: str = REASON) -> Emergency:
    """Open somebody's record by her code."""
    code = db.get_one(Client, place.client_id).code
    found = open_person_in_emergency(db, actor, code, reason)
    assert found is not None
    return found


def opened_by_a_stranger(db: Db, cast: Cast, place: Enrollment, reason: str) -> None:
    """Let whoever leads the other group open somebody's record some hours ago, for a moment."""
    stranger = cast.accounts["theresa" if place.cohort_id == cast.other_cohort.id else "sam"]
    then = Actor(stranger.id, THEN, stranger.role)
    end_emergency(db, then, opened(db, then, place, f"{reason}, {REASON}"))


def emergency_about(db: Db, client_id: int) -> Emergency:
    """Give the one that was about a person."""
    return db.scalars(select(Emergency).where(Emergency.client_id == client_id)).one()
