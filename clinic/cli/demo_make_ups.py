"""Make-up sessions of the demo clinic: one that was held, and one to come."""

from datetime import datetime, timedelta

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark
from clinic.models.enrollments import Enrollment
from clinic.models.sessions import GroupSession
from clinic.operations.groups.make_ups import When, mark_make_up, plan_make_up

_LENGTH = timedelta(minutes=45)


def hold_make_up(db: Db, by: Actor, missed: GroupSession, person: Enrollment) -> None:
    """Make up a session an hour before the group meets again, and note that the person came."""
    begins_at = missed.starts_at + timedelta(days=7, hours=-1)
    afterward = Actor(by.account_id, begins_at + _LENGTH, by.role)
    when = When(begins_at, begins_at + _LENGTH, "Tom's room")
    row = plan_make_up(db, afterward, missed, [person], when)
    mark_make_up(db, afterward, row, {person.public_id: AttendanceMark.PRESENT})


def plan_one(
    db: Db, by: Actor, missed: GroupSession, person: Enrollment, begins_at: datetime
) -> None:
    """Plan a make-up for somebody who was not there."""
    when = When(begins_at, begins_at + _LENGTH, "Tom's room")
    plan_make_up(db, by, missed, [person], when)
