"""Reminders follow the sessions, the answers, the pauses and what a client chose."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.domain.post.reminders import Preferences, Snooze
from clinic.lookups.post.reminders import planned_reminders
from clinic.lookups.programs.content import instrument_of
from clinic.models.measures import Administration
from clinic.models.messages import Message
from clinic.models.programs import InstrumentRow
from clinic.models.sessions import GroupSession
from clinic.operations.measures.administrations import answer_items, finish_administration
from clinic.operations.people.enrollments import change_status
from clinic.operations.people.preferences import choose_messages, remind_later, stop_messages
from clinic.operations.post.deliveries import claim_next, mark_sent
from clinic.operations.post.reminders import plan_reminders
from tests.cast import NOW, Cast
from tests.homework import exercise_of
from tests.moving import move as move_by

HOMEWORK, MEETING = MessageKind.HOMEWORK_REMINDER, MessageKind.SESSION_REMINDER
DAY = timedelta(days=1)


def at(moment: datetime) -> Actor:
    return Actor(None, moment)


def plan(db: Db, cast: Cast, moment: datetime = NOW) -> int:
    return plan_reminders(db, at(moment), cast.cohort.id)


def waiting(db: Db, cast: Cast, name: str = "mia") -> list[Message]:
    db.commit()
    db.expire_all()
    found = select(Message).where(
        Message.client_id == cast.clients[name].id, Message.state == MessageState.QUEUED
    )
    return list(db.scalars(found.order_by(Message.due_at, Message.id)))


def kinds(rows: list[Message]) -> Counter[MessageKind]:
    return Counter(row.kind for row in rows)


def send_all(db: Db, moment: datetime) -> list[int]:
    """Send what is due, and give of each mail how many things were in it."""
    sent = []
    while (letter := claim_next(db, at(moment), "example.org")) is not None:
        mark_sent(db, at(moment), letter)
        sent.append(len(letter.parts))
    return sent


def test_what_is_open_and_to_come_is_queued_once(db: Db, cast: Cast) -> None:
    assert plan(db, cast) > 0
    before = [(row.occasion, row.due_at) for row in waiting(db, cast)]
    assert kinds(waiting(db, cast))[MEETING] == 1
    assert kinds(waiting(db, cast))[HOMEWORK] > 0
    assert plan(db, cast) == 0
    assert plan(db, cast, NOW + timedelta(minutes=1)) == 0
    assert [(row.occasion, row.due_at) for row in waiting(db, cast)] == before
    assert waiting(db, cast, "noor") == []


def move(db: Db, cast: Cast, session: GroupSession, by: timedelta) -> None:
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    move_by(db, theresa, session, by)


def test_a_session_that_moves_takes_its_unsent_reminders_along(db: Db, cast: Cast) -> None:
    plan(db, cast)
    session = cast.sessions[4]
    planned = planned_reminders(db, cast.cohort, NOW)
    listed = {str(one.reminder.occasion) for one in planned if one.session.id == session.id}
    (old,) = [row for row in waiting(db, cast) if row.kind is MEETING]
    assert old.occasion in listed
    move(db, cast, session, 2 * DAY)
    plan(db, cast)
    (new,) = [row for row in waiting(db, cast) if row.kind is MEETING]
    assert new.due_at == old.due_at + 2 * DAY
    db.refresh(old)
    assert old.state is MessageState.WITHDRAWN
    move(db, cast, session, -2 * DAY)
    plan(db, cast)
    assert [row.id for row in waiting(db, cast) if row.kind is MEETING] == [old.id]


def test_what_is_answered_is_not_reminded_of(db: Db, cast: Cast) -> None:
    rows = db.scalars(
        select(Administration).where(
            Administration.enrollment_id == cast.enrollments["mia"].id,
            Administration.finished_at.is_(None),
        )
    )
    row = min((one for one in rows if one.closes_at > NOW), key=lambda one: one.opens_at)
    moment = max(NOW, row.opens_at)
    plan(db, cast, moment)
    about = f"measure:{row.public_id}:"
    assert [m for m in waiting(db, cast) if m.occasion.startswith(about)]
    instrument = instrument_of(db.get_one(InstrumentRow, row.instrument_id))
    answers = dict.fromkeys((item.number for item in instrument.asked), 1)
    answer_items(db, at(moment), row, answers, Medium.PORTAL)
    finish_administration(db, at(moment), row, Medium.PORTAL)
    plan(db, cast, moment)
    assert not [m for m in waiting(db, cast) if m.occasion.startswith(about)]


def test_a_pause_takes_everything_back_and_its_end_brings_it_again(db: Db, cast: Cast) -> None:
    plan(db, cast)
    before = len(waiting(db, cast))
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    change_status(db, theresa, cast.enrollments["mia"], EnrollmentStatus.PAUSED, "travels")
    assert send_all(db, NOW + 3650 * DAY) != []
    assert all(m.state is not MessageState.SENT for m in messages_of(db, cast, "mia"))
    change_status(db, theresa, cast.enrollments["mia"], EnrollmentStatus.ENROLLED, None)
    plan(db, cast)
    assert len(waiting(db, cast)) == before


def messages_of(db: Db, cast: Cast, name: str) -> list[Message]:
    db.expire_all()
    mine = Message.client_id == cast.clients[name].id
    return list(db.scalars(select(Message).where(mine)))


def test_all_of_a_day_is_one_message_and_the_next_comes_tomorrow(db: Db, cast: Cast) -> None:
    plan(db, cast)
    rows = waiting(db, cast)
    first = min(rows, key=lambda row: row.due_at)
    same_day = [row for row in rows if row.due_at.date() == first.due_at.date()]
    mine = [n for n in send_all(db, first.due_at) if n == len(same_day)]
    assert mine
    assert len(same_day) > 1
    states = {
        row.state for row in messages_of(db, cast, "mia") if row.id in {r.id for r in same_day}
    }
    assert states == {MessageState.SENT}
    late = first.due_at + timedelta(hours=2)
    remind = waiting(db, cast)[0]
    with db.transaction():
        remind.due_at = remind.next_try_at = late
    send_all(db, late)
    db.refresh(remind)
    assert remind.state is MessageState.QUEUED
    assert remind.next_try_at.date() == (late + DAY).date()


def test_who_wants_each_at_its_time_gets_each_by_itself(db: Db, cast: Cast) -> None:
    chosen = Preferences(is_one_a_day=False)
    for name in ("mia", "max"):
        choose_messages(db, at(NOW), cast.clients[name], chosen, {})
    plan(db, cast)
    assert set(send_all(db, waiting(db, cast)[0].due_at)) == {1}


def test_a_time_chosen_for_an_exercise_is_every_day(db: Db, cast: Cast) -> None:
    row = exercise_of(db, cast)
    times = {row.exercise_id or 0: time(19, 15)}
    choose_messages(db, at(NOW), cast.clients["mia"], Preferences(), times)
    plan(db, cast)
    mine = [m for m in waiting(db, cast) if row.public_id in m.occasion]
    assert len(mine) > 1
    assert {m.due_at.astimezone().strftime("%M") for m in mine} == {"15"}
    choose_messages(db, at(NOW), cast.clients["mia"], Preferences(), {row.exercise_id or 0: None})
    plan(db, cast)
    assert len([m for m in waiting(db, cast) if row.public_id in m.occasion]) <= 1


def test_the_link_to_stop_ends_that_kind_and_no_other(db: Db, cast: Cast) -> None:
    plan(db, cast)
    one = next(row for row in waiting(db, cast) if row.kind is MEETING)
    stop_messages(db, at(NOW), one)
    plan(db, cast)
    left = kinds(waiting(db, cast))
    assert MEETING not in left
    assert left[HOMEWORK] > 0
    assert kinds(waiting(db, cast, "max"))[MEETING] == 1


@pytest.mark.parametrize("choice", Snooze)
def test_somebody_who_wants_to_hear_later_hears_at_that_hour(
    db: Db, cast: Cast, choice: Snooze
) -> None:
    row = exercise_of(db, cast)
    due_at = remind_later(db, at(NOW), row, choice)
    again = remind_later(db, at(NOW), row, choice)
    assert due_at == again
    plan(db, cast)
    mine = [m for m in waiting(db, cast) if m.occasion.startswith("later:")]
    assert [m.due_at for m in mine] == [due_at]
