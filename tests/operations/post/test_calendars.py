"""The file of dates that goes by mail: neutral, of one place, and the same at each delivery."""

from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus, SessionStatus
from clinic.domain.post.messages import MessageKind
from clinic.models.messages import Message
from clinic.operations.clinic.invitations import mail_invitation
from clinic.operations.people.enrollments import change_status
from tests.calendars.rows import set_values
from tests.cast import NOW, Cast
from tests.moving import move
from tests.queued import queued

SYSTEM = Actor(None, NOW)


def send(db: Db, cast: Cast, kind: MessageKind, occasion: str = "one") -> Message:
    return queued(db, SYSTEM, cast.enrollments["mia"], kind, occasion)


def events(message: Message) -> dict[str, icalendar.Event]:
    assert message.attachment is not None
    assert (message.attachment_name, message.attachment_type) == ("dates.ics", "text/calendar")
    calendar = icalendar.Calendar.from_ical(message.attachment)
    assert calendar["METHOD"] == "PUBLISH"
    return {str(event["UID"]): event for event in calendar.events}


def test_an_invitation_by_mail_carries_the_dates_to_come(db: Db, cast: Cast) -> None:
    mail_invitation(db, SYSTEM, cast.accounts["mia"], cast.enrollments["mia"])
    message = db.scalars(select(Message)).one()
    coming = {row.public_id for row in cast.sessions.values() if row.ends_at > NOW}
    assert events(message).keys() == coming


def test_changed_dates_go_with_the_message_that_tells_of_them(db: Db, cast: Cast) -> None:
    first = events(send(db, cast, MessageKind.SCHEDULE_CHANGED))
    session = cast.sessions[4]
    move(db, SYSTEM, session, timedelta(days=1))
    second = events(send(db, cast, MessageKind.SCHEDULE_CHANGED, "two"))
    assert second[session.public_id].start == first[session.public_id].start + timedelta(days=1)
    assert (first[session.public_id]["SEQUENCE"], second[session.public_id]["SEQUENCE"]) == (0, 1)


def test_a_cancelled_meeting_stands_in_the_file_as_cancelled(db: Db, cast: Cast) -> None:
    set_values(db, SYSTEM, cast.sessions[4], status=SessionStatus.CANCELLED)
    found = events(send(db, cast, MessageKind.SCHEDULE_CHANGED))
    assert found[cast.sessions[4].public_id]["STATUS"] == "CANCELLED"


def test_a_message_that_is_queued_again_keeps_the_file_it_had(db: Db, cast: Cast) -> None:
    kept = send(db, cast, MessageKind.SCHEDULE_CHANGED).attachment
    set_values(db, SYSTEM, cast.cohort, place="Room 9")
    assert send(db, cast, MessageKind.SCHEDULE_CHANGED).attachment == kept


@pytest.mark.parametrize("kind", [MessageKind.SESSION_REMINDER, MessageKind.PAUSE_ENDED])
def test_other_messages_carry_no_file(db: Db, cast: Cast, kind: MessageKind) -> None:
    assert send(db, cast, kind).attachment is None


def test_who_has_left_gets_no_dates(db: Db, cast: Cast) -> None:
    change_status(db, SYSTEM, cast.enrollments["mia"], EnrollmentStatus.WITHDRAWN, None)
    mail_invitation(db, SYSTEM, cast.accounts["mia"], cast.enrollments["mia"])
    assert db.scalars(select(Message)).one().attachment is None
