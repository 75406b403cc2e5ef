"""A make-up is reminded of as a meeting is: of its own day, to its own people, and only once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus
from clinic.domain.post.mail import OutgoingLetter
from clinic.domain.post.messages import MessageKind, MessageState, clinical_words
from clinic.domain.post.occasions import read_occasion
from clinic.domain.post.reminders import Preferences
from clinic.mail.composing import compose
from clinic.models.make_ups import MakeUp
from clinic.models.messages import Message
from clinic.operations.groups.make_ups import When, cancel_make_up, mark_make_up, move_make_up
from clinic.operations.people.enrollments import change_status
from clinic.operations.people.preferences import choose_messages
from clinic.operations.post.deliveries import claim_next
from clinic.operations.post.outbox import withdraw
from clinic.operations.post.reminders import plan_reminders
from tests.cast import NOW, Cast
from tests.crowd import theresa
from tests.make_ups import make_up

DAY = timedelta(days=1)


def of(db: Db, row: MakeUp, state: MessageState = MessageState.QUEUED) -> dict[int, datetime]:
    """Give who is reminded of a make-up, and when."""
    db.commit()
    db.expire_all()
    found = select(Message).where(
        Message.make_up_id == row.id,
        Message.kind == MessageKind.SESSION_REMINDER,
        Message.state == state,
    )
    messages = db.scalars(found).all()
    assert len({m.client_id for m in messages}) == len(messages)
    return {m.client_id or 0: m.due_at for m in messages}


def plan(db: Db, cast: Cast) -> int:
    return plan_reminders(db, Actor(None, NOW), cast.cohort.id)


def planned(db: Db, cast: Cast, *names: str) -> MakeUp:
    people = [cast.enrollments[name] for name in names or ("mia",)]
    return make_up(db, theresa(cast), cast.sessions[2], people)


def test_its_people_are_reminded_once_on_the_morning_before(db: Db, cast: Cast) -> None:
    row = planned(db, cast)
    (due_at,) = of(db, row).values()
    assert of(db, row).keys() == {cast.clients["mia"].id}
    assert due_at.date() == (row.starts_at - DAY).date()
    assert plan(db, cast) == 0


def test_moved_it_is_reminded_of_at_its_new_time_and_cancelled_not_at_all(
    db: Db, cast: Cast
) -> None:
    row = planned(db, cast, "mia", "max")
    before = of(db, row)
    later = When(row.starts_at + DAY, row.ends_at + DAY)
    move_make_up(db, theresa(cast), row, later)
    assert of(db, row) == {client: due_at + DAY for client, due_at in before.items()}
    assert of(db, row, MessageState.WITHDRAWN) == before
    cancel_make_up(db, theresa(cast), row)
    assert of(db, row) == {}


@pytest.mark.parametrize("status", [EnrollmentStatus.PAUSED, EnrollmentStatus.WITHDRAWN])
def test_who_pauses_or_has_left_is_not_reminded(
    db: Db, cast: Cast, status: EnrollmentStatus
) -> None:
    row = planned(db, cast, "mia", "max")
    change_status(db, theresa(cast), cast.enrollments["mia"], status, "travels")
    plan(db, cast)
    assert of(db, row).keys() == {cast.clients["max"].id}


def test_who_has_left_is_neither_told_of_a_change_nor_given_more_time(db: Db, cast: Cast) -> None:
    row = planned(db, cast, "mia", "max")
    change_status(db, theresa(cast), cast.enrollments["mia"], EnrollmentStatus.WITHDRAWN, "moved")
    move_make_up(db, theresa(cast), row, When(row.starts_at + DAY, row.ends_at + DAY))
    cancel_make_up(db, theresa(cast), row)
    told = db.scalars(
        select(Message.client_id).where(
            Message.occasion.startswith(f"make-up:{row.public_id}:"),
            Message.state != MessageState.WITHDRAWN,
        )
    )
    assert set(told) == {cast.clients["max"].id}


def test_who_is_excused_or_wants_no_such_messages_is_not_reminded(db: Db, cast: Cast) -> None:
    row = planned(db, cast, "mia", "max")
    excused = {cast.enrollments["mia"].public_id: AttendanceMark.EXCUSED}
    mark_make_up(db, theresa(cast), row, excused)
    none = Preferences(declined=frozenset({MessageKind.SESSION_REMINDER}))
    plan(db, cast)
    assert of(db, row).keys() == {cast.clients["max"].id}
    choose_messages(db, Actor(None, NOW), cast.clients["max"], none, {})
    plan(db, cast)
    assert of(db, row) == {}


def test_the_letter_names_the_time_of_the_make_up_in_neutral_words(db: Db, cast: Cast) -> None:
    row = planned(db, cast)
    moment = of(db, row)[cast.clients["mia"].id]
    by = Actor(cast.accounts["theresa"].id, moment, Role.THERAPIST)
    for message in db.scalars(select(Message).where(Message.make_up_id.is_(None))).all():
        withdraw(db, by, on=read_occasion(message.occasion))
    letter = claim_next(db, by, "example.org")
    assert isinstance(letter, OutgoingLetter)
    assert [part.meets_at for part in letter.parts] == [row.starts_at]
    mail = compose(letter, "post@example.org", "https://example.org")
    assert f"{row.starts_at:%B %-d}" in mail["Subject"]
    assert clinical_words(f"{mail['Subject']}\n{mail.get_content()}") == []
