"""A client's choices about messages, and being reminded again later."""

from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion, minute_of
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.post.reminders import Preferences, Snooze, snoozed
from clinic.domain.text import N_
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment, clock_of
from clinic.models.messages import Message
from clinic.models.preferences import MessagePreferences, ReminderTime
from clinic.operations.post.outbox import queue, withdraw

_UNWANTED = N_("The person does not want messages of this kind.")


@operation
def choose_messages(
    db: Db,
    actor: Actor,
    client: Client,
    chosen: Preferences,
    times: Mapping[int, time | None],
) -> None:
    """Keep what a client chose; `times` are times of day by the ids of exercises, or none."""
    lock(db, client)
    _keep(db, client.id, chosen)
    standing = {
        row.exercise_id: row
        for row in db.scalars(select(ReminderTime).where(ReminderTime.client_id == client.id))
    }
    for exercise_id, at in times.items():
        row = standing.get(exercise_id)
        if at is None and row is not None:
            db.delete(row)
        elif at is not None and row is not None:
            row.at = at
        elif at is not None:
            db.add(ReminderTime(client_id=client.id, exercise_id=exercise_id, at=at))
    withdraw(db, actor, to=Recipient(client_id=client.id), kinds=chosen.declined, reason=_UNWANTED)


@operation
def stop_messages(db: Db, actor: Actor, message: Message) -> None:
    """End the kinds of messages that travelled in one mail, for the person who got it."""
    client = db.get_one(Client, message.client_id)
    lock(db, client)
    found = select(Message.kind).where(
        or_(Message.id == message.id, Message.carrier_id == message.id)
    )
    kinds = frozenset(kind for kind in db.scalars(found) if kind.may_be_declined)
    row = db.scalar(select(MessagePreferences).where(MessagePreferences.client_id == client.id))
    before = row.value if row else Preferences()
    declined = before.declined | kinds
    _keep(
        db,
        client.id,
        Preferences(before.is_one_a_day, before.quiet_from, before.quiet_until, declined),
    )
    withdraw(db, actor, to=Recipient(client_id=client.id), kinds=kinds, reason=_UNWANTED)


@operation
def remind_later(db: Db, actor: Actor, assignment: Assignment, choice: Snooze) -> datetime:
    """Remind of one piece of home practice later, because the client asked for it."""
    enrollment = db.get_one(Enrollment, assignment.enrollment_id)
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    clock = clock_of(cohort, db.get_one(Client, enrollment.client_id))
    due_at = snoozed(choice, actor.at, ZoneInfo(clock.own))
    if due_at >= assignment.closes_at:
        raise Refused(N_("This will be closed by then. It is here for you until then."))
    to = Recipient(enrollment_id=enrollment.id)
    withdraw(db, actor, on=Occasion(Cause.LATER, assignment.public_id), to=to)
    occasion = Occasion(Cause.LATER, assignment.public_id, minute_of(due_at))
    gist = Gist(MessageKind.HOMEWORK_REMINDER, f"/portal/assignments/{assignment.public_id}")
    message = queue(db, actor, occasion, to, gist, due_at)
    if message is None:
        raise Refused(
            N_("No reminder can be sent to you now. Check what you chose under Messages.")
        )
    return due_at


def _keep(db: Db, client_id: int, chosen: Preferences) -> None:
    row = db.scalar(select(MessagePreferences).where(MessagePreferences.client_id == client_id))
    if row is None:
        row = MessagePreferences(client_id=client_id)
        db.add(row)
    row.is_one_a_day = chosen.is_one_a_day
    row.quiet_from = chosen.quiet_from
    row.quiet_until = chosen.quiet_until
    row.declined = sorted(kind.value for kind in chosen.declined)
