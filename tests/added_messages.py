"""Rows of a clinic in full use that stand beside the records: who stands in, and what is sent."""

from datetime import time

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.post.reminders import Preferences
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.models.risk import CoverPeriod
from clinic.operations.people.preferences import choose_messages
from tests.cast import Cast
from tests.queued import queued


@operation
def add_cover(db: Db, actor: Actor, cast: Cast, lead: str) -> CoverPeriod:
    """Somebody stands in; Sam works alone, so his row could not be made by the deed."""
    period = CoverPeriod(
        account_id=cast.accounts[lead].id,
        cover_id=cast.accounts["tom"].id,
        made_at=actor.at,
        first_on=actor.at.date(),
        last_on=actor.at.date(),
    )
    db.add(period)
    return period


def add_message(db: Db, actor: Actor, enrollment: Enrollment, exercise: Assignment) -> Message:
    """Let word of a change wait in the outbox for somebody who chose when to be reminded."""
    client = db.get_one(Client, enrollment.client_id)
    times = {exercise.exercise_id or 0: time(18)}
    choose_messages(db, actor, client, Preferences(is_one_a_day=False), times)
    return queued(db, actor, enrollment, about=f"moved:{enrollment.public_id}")
