"""Somebody in two groups on two clocks has one day, so that one message a day is one."""

from datetime import UTC, datetime, time

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.domain.post.reminders import Preferences
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.operations.people.clocks import choose_clock
from clinic.operations.people.enrollments import change_status
from clinic.operations.people.preferences import choose_messages
from clinic.operations.post.deliveries import claim_next, mark_sent
from clinic.queries.people.clocks import own_zone
from tests.cast import NOW, Cast, join_another
from tests.queued import queued

EVENING = datetime(2026, 2, 25, 22, 0, tzinfo=UTC)
"""Wednesday in London and in New York."""

NIGHT = datetime(2026, 2, 26, 1, 0, tzinfo=UTC)
"""Thursday in London, Wednesday evening in New York."""

MORNING_THERE = datetime(2026, 2, 26, 15, 0, tzinfo=UTC)
NO_NIGHT = Preferences(quiet_from=time(0), quiet_until=time(0))


@pytest.fixture
def second(db: Db, cast: Cast) -> Enrollment:
    """Mia of the group in London joined one in New York later."""
    place = join_another(db, cast, "mia")
    choose_messages(db, Actor(None, NOW), cast.clients["mia"], NO_NIGHT, {})
    return place


def tell(db: Db, place: Enrollment, at: datetime) -> Message:
    about = f"told:{at}"
    return queued(db, Actor(None, at), place, MessageKind.HOMEWORK_REMINDER, about)


def send(db: Db, row: Message, at: datetime) -> MessageState:
    while (letter := claim_next(db, Actor(None, at), "example.org")) is not None:
        mark_sent(db, Actor(None, at), letter)
    db.refresh(row)
    return row.state


@pytest.mark.parametrize("is_first_of_older", [True, False])
@pytest.mark.parametrize("is_next_of_older", [True, False])
def test_one_a_day_is_one_whichever_group_it_is_about(
    db: Db, cast: Cast, second: Enrollment, is_first_of_older: bool, is_next_of_older: bool
) -> None:
    older = cast.enrollments["mia"]
    first = tell(db, older if is_first_of_older else second, EVENING)
    assert send(db, first, EVENING) is MessageState.SENT
    row = tell(db, older if is_next_of_older else second, NIGHT)
    assert send(db, row, NIGHT) is MessageState.QUEUED
    assert row.next_try_at == MORNING_THERE
    assert send(db, row, MORNING_THERE) is MessageState.SENT


def test_a_group_that_is_over_for_her_gives_the_day_no_more(
    db: Db, cast: Cast, second: Enrollment
) -> None:
    sam = Actor(cast.accounts["sam"].id, NOW, Role.THERAPIST)
    change_status(db, sam, second, EnrollmentStatus.WITHDRAWN, "moved away")
    first = tell(db, cast.enrollments["mia"], EVENING)
    assert send(db, first, EVENING) is MessageState.SENT
    row = tell(db, cast.enrollments["mia"], NIGHT)
    assert send(db, row, NIGHT) is MessageState.SENT


def test_the_night_is_that_of_the_same_clock(db: Db, cast: Cast, second: Enrollment) -> None:
    quiet = Preferences(is_one_a_day=False, quiet_from=time(21, 0), quiet_until=time(8, 0))
    choose_messages(db, Actor(None, NOW), cast.clients["mia"], quiet, {})
    row = tell(db, cast.enrollments["mia"], NIGHT)
    assert send(db, row, NIGHT) is MessageState.SENT, "20:00 in New York"
    later = datetime(2026, 2, 26, 9, 0, tzinfo=UTC)
    row = tell(db, cast.enrollments["mia"], later)
    assert send(db, row, later) is MessageState.QUEUED, "04:00 in New York"
    assert row.next_try_at == datetime(2026, 2, 26, 13, 0, tzinfo=UTC)


def test_pages_and_mails_read_one_clock(db: Db, cast: Cast, second: Enrollment) -> None:
    mia = cast.clients["mia"]
    reader = Reader(cast.accounts["mia"].id, Role.CLIENT, NOW)
    assert own_zone(db, reader) == "America/New_York"
    choose_clock(db, Actor(mia.account_id, NOW), mia, "Asia/Tokyo")
    assert own_zone(db, reader) == "Asia/Tokyo"
    assert own_zone(db, Reader(cast.accounts["sam"].id, Role.THERAPIST, NOW)) == "UTC"
