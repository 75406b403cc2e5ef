"""Changing a schedule and taking it back: one deed, one message each, and the way back."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import SessionStatus
from clinic.domain.errors import Refused
from clinic.domain.groups.schedules import ChangeKind, WantedChange
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.models.assignments import Assignment
from clinic.models.measures import Administration
from clinic.models.messages import Message
from clinic.models.sessions import GroupSession
from clinic.operations.groups.schedules import undo_schedule_change
from clinic.operations.post.deliveries import claim_next
from clinic.operations.post.reminders import plan_reminders
from tests.cast import NOW, Cast
from tests.homework import measure_of
from tests.moving import do, move

WEEK = timedelta(weeks=1)


def theresa(cast: Cast, later: timedelta = timedelta(0)) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW + later, Role.THERAPIST)


def everything(db: Db) -> list[object]:
    """Give all times of all sessions and windows."""
    db.expire_all()
    meetings = db.scalars(select(GroupSession).order_by(GroupSession.id))
    sessions = [(row.starts_at, row.ends_at, row.status) for row in meetings]
    given = db.scalars(select(Assignment).order_by(Assignment.id))
    homework = [(row.opens_at, row.closes_at, row.is_active) for row in given]
    asked = db.scalars(select(Administration).order_by(Administration.id))
    measures = [(row.opens_at, row.closes_at) for row in asked]
    return [sessions, homework, measures]


def told(db: Db) -> list[Message]:
    found = select(Message).where(Message.kind == MessageKind.SCHEDULE_CHANGED)
    return list(db.scalars(found))


# A clock changes with the rules of its zone alone: see test_changed_clocks.py.
@pytest.mark.parametrize("kind", [kind for kind in ChangeKind if kind is not ChangeKind.CLOCK])
def test_undo_gives_every_row_its_time_from_before(db: Db, cast: Cast, kind: ChangeKind) -> None:
    before = everything(db)
    session = cast.sessions[5]
    times = session.starts_at + timedelta(days=1), session.ends_at + timedelta(days=1)
    change = do(db, theresa(cast), session, WantedChange(kind, session.id, *times))
    assert everything(db) != before
    undo_schedule_change(db, theresa(cast, timedelta(minutes=5)), change)
    assert everything(db) == before
    assert {row.state for row in told(db)} <= {MessageState.WITHDRAWN, MessageState.BY_HAND}


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(list(ChangeKind)), st.integers(4, 9), st.integers(-96, 160), st.booleans())
def test_a_change_that_is_taken_back_is_nothing(
    db: Db, cast: Cast, kind: ChangeKind, number: int, hours: int, keeps_booster: bool
) -> None:
    before, session, by = everything(db), cast.sessions[number], timedelta(hours=hours)
    times = session.starts_at + by, session.ends_at + by
    try:
        change = do(
            db, theresa(cast), session, WantedChange(kind, session.id, *times, 2, keeps_booster)
        )
    except Refused:
        db.rollback()
    else:
        undo_schedule_change(db, theresa(cast, timedelta(minutes=5)), change)
    assert everything(db) == before


def test_each_client_gets_one_message_after_the_time_to_undo(db: Db, cast: Cast) -> None:
    session = cast.sessions[5]
    do(db, theresa(cast), session, WantedChange(ChangeKind.BREAK, session.id, weeks=2))
    rows = told(db)
    assert len({row.client_id for row in rows}) == len(rows) == 3
    sent = [row for row in rows if row.state is MessageState.QUEUED]
    assert sent
    assert {row.next_try_at for row in sent} == {NOW + timedelta(minutes=10)}


def waiting(db: Db) -> dict[int | None, str]:
    """Give the messages that still wait, by client: one for each, or this fails."""
    db.expire_all()
    rows = [row for row in told(db) if row.state is MessageState.QUEUED]
    assert len({row.client_id for row in rows}) == len(rows)
    return {row.client_id: row.occasion for row in rows}


def test_two_changes_before_anybody_heard_are_one_message(db: Db, cast: Cast) -> None:
    move(db, theresa(cast), cast.sessions[6], timedelta(days=1))
    first = waiting(db)
    second = move(db, theresa(cast, timedelta(minutes=4)), cast.sessions[7], timedelta(days=1))
    both = waiting(db)
    assert first.keys() == both.keys() != set()
    assert not set(first.values()) & set(both.values())
    undo_schedule_change(db, theresa(cast, timedelta(minutes=6)), second)
    assert waiting(db) == first


def test_what_was_told_is_not_told_again_when_the_next_is_undone(db: Db, cast: Cast) -> None:
    move(db, theresa(cast), cast.sessions[6], timedelta(days=1))
    for row in told(db):
        _send(db, theresa(cast), row)
    second = move(db, theresa(cast, timedelta(hours=1)), cast.sessions[7], timedelta(days=1))
    assert waiting(db)
    undo_schedule_change(db, theresa(cast, timedelta(hours=1)), second)
    assert waiting(db) == {}


def test_a_break_moves_what_follows_the_booster_only_where_it_is_to(db: Db, cast: Cast) -> None:
    old = {number: row.starts_at for number, row in cast.sessions.items()}
    change = WantedChange(ChangeKind.BREAK, cast.sessions[5].id, weeks=1, keeps_booster=True)
    do(db, theresa(cast), cast.sessions[5], change)
    assert [row.starts_at.date() - old[n].date() for n, row in cast.sessions.items()] == [
        timedelta(0) if n < 5 or n == 9 else WEEK for n in cast.sessions
    ]


def test_a_cancelled_session_takes_its_practice_out_keeps_its_measures(db: Db, cast: Cast) -> None:
    session = cast.sessions[4]
    measures = select(Administration).where(Administration.group_session_id == session.id)
    asked = [row.closes_at for row in db.scalars(measures)]
    do(db, theresa(cast), session, WantedChange(ChangeKind.CANCEL, session.id))
    homework = select(Assignment).where(Assignment.group_session_id == session.id)
    assert session.status is SessionStatus.CANCELLED
    assert not any(row.is_active for row in db.scalars(homework))
    assert [row.closes_at for row in db.scalars(measures)] == asked
    before = select(Assignment).where(Assignment.group_session_id == cast.sessions[3].id)
    assert max(row.closes_at for row in db.scalars(before)) > session.starts_at + timedelta(days=5)


@operation
def _answer(db: Db, actor: Actor, administration: Administration) -> None:
    administration.finished_at = actor.at


@operation
def _send(db: Db, actor: Actor, message: Message) -> None:
    message.state, message.sent_at = MessageState.SENT, actor.at


def test_what_was_answered_or_sent_since_keeps_the_new_dates(db: Db, cast: Cast) -> None:
    change = move(db, theresa(cast), cast.sessions[4], timedelta(days=1))
    _send(db, theresa(cast), next(r for r in told(db) if r.state is MessageState.QUEUED))
    with pytest.raises(Refused, match="A message went out"):
        undo_schedule_change(db, theresa(cast), change)
    _answer(db, theresa(cast), measure_of(db, cast))
    with pytest.raises(Refused, match="Somebody has answered since"):
        undo_schedule_change(db, theresa(cast), change)


def test_a_reminder_that_new_dates_make_due_at_once_waits_until_they_can_stay(
    db: Db, cast: Cast
) -> None:
    # A week more puts the middle of the practice week on the morning of this day.
    noon = cast.sessions[4].starts_at - timedelta(hours=5) - NOW
    change = do(
        db,
        theresa(cast, noon),
        cast.sessions[4],
        WantedChange(ChangeKind.BREAK, cast.sessions[4].id, weeks=1),
    )
    minute = timedelta(minutes=1)
    for later in (1, 5, 9):
        plan_reminders(db, theresa(cast, noon + later * minute), cast.cohort.id)
        assert claim_next(db, theresa(cast, noon + later * minute), "example.org") is None
    plan_reminders(db, theresa(cast, noon + 11 * minute), cast.cohort.id)
    assert claim_next(db, theresa(cast, noon + 11 * minute), "example.org") is not None
    undone = everything(db)
    with pytest.raises(Refused, match="A message went out"):
        undo_schedule_change(db, theresa(cast, noon + 12 * minute), change)
    assert everything(db) == undone


def test_only_the_newest_change_is_taken_back(db: Db, cast: Cast) -> None:
    first = move(db, theresa(cast), cast.sessions[6], timedelta(days=1))
    second = move(db, theresa(cast), cast.sessions[7], timedelta(days=1))
    with pytest.raises(Refused, match="There is a newer change"):
        undo_schedule_change(db, theresa(cast), first)
    undo_schedule_change(db, theresa(cast), second)
    undo_schedule_change(db, theresa(cast), first)
    assert (cast.sessions[6].sequence, cast.sessions[7].sequence) == (2, 2)


def test_a_time_that_has_passed_is_not_given_back(db: Db, cast: Cast) -> None:
    change = move(db, theresa(cast), cast.sessions[4], timedelta(days=1))
    with pytest.raises(Refused, match="has passed"):
        undo_schedule_change(db, theresa(cast, WEEK), change)
