"""Whoever left has no next session: on no page, in no calendar and in no reminder."""

from collections.abc import Callable
from datetime import datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select

from clinic.calendars import write_calendar
from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.post.messages import MessageState
from clinic.models.messages import Message
from clinic.operations.people.enrollments import change_status
from clinic.operations.post.reminders import plan_reminders
from clinic.queries.post.calendars import own_calendar
from tests.calendars.reader import moment_of
from tests.cast import NOW, Cast, join_another
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.make_ups import make_up

As = Callable[[str], Person]


@pytest.fixture(params=[EnrollmentStatus.WITHDRAWN, EnrollmentStatus.COMPLETED])
def left(db: Db, cast: Cast, request: pytest.FixtureRequest) -> None:
    """Mia leaves; a make-up and reminders stood in her way before."""
    make_up(db, theresa(cast), cast.sessions[2], [cast.enrollments["mia"]])
    plan_reminders(db, Actor(None, NOW), cast.cohort.id)
    change_status(db, theresa(cast), cast.enrollments["mia"], request.param, None)
    plan_reminders(db, Actor(None, NOW), cast.cohort.id)


def begins(db: Db, cast: Cast) -> list[datetime]:
    """Give when the entries of her calendar begin that lie ahead."""
    reader = Reader(cast.accounts["mia"].id, Role.CLIENT, NOW)
    calendar = own_calendar(db, reader, "", NOW)
    if not calendar.entries:
        return []
    read = icalendar.Calendar.from_ical(write_calendar(calendar, NOW))
    return [at for event in read.events if (at := moment_of(event)) > NOW]


@pytest.mark.parametrize("minutes", [-60, 30])
def test_no_page_of_hers_names_a_meeting(
    as_: As, cast: Cast, clock: Clock, left: None, minutes: int
) -> None:
    clock.at = cast.sessions[4].starts_at + timedelta(minutes=minutes)
    mia = as_("mia")
    for page in ("today.show", "weeks.index", "messages.index", "done.index"):
        text = mia.get(f"portal.{page}").text
        assert "Next meeting" not in text
        assert "meets now" not in text
        assert "Your own meeting" not in text
        assert "18:00–20:00 now" not in text


def test_her_page_says_that_there_is_none(as_: As, cast: Cast, left: None) -> None:
    client = {"client_id": cast.clients["mia"].public_id}
    assert "none next session" in as_("theresa").get("therapist.clients.show", **client).text


def test_nobody_waits_for_her_on_the_dashboard(as_: As, db: Db, cast: Cast, left: None) -> None:
    assert "2 expected" in as_("theresa").get("therapist.dashboard.show").text


def test_her_calendar_and_her_reminders_end(db: Db, cast: Cast, left: None) -> None:
    assert begins(db, cast) == []
    found = select(Message.occasion).where(
        Message.client_id == cast.clients["mia"].id,
        Message.state == MessageState.QUEUED,
        Message.group_session_id.is_not(None) | Message.make_up_id.is_not(None),
    )
    assert [row for row in db.scalars(found) if row.startswith(("session:", "make-up:"))] == []


def test_her_other_group_goes_on_on_its_own_clock(as_: As, db: Db, cast: Cast) -> None:
    join_another(db, cast, "mia")
    change_status(db, theresa(cast), cast.enrollments["mia"], EnrollmentStatus.WITHDRAWN, None)
    text = as_("mia").get("portal.today.show").text
    assert text.count("Next meeting") == 1
    assert "Next meeting: Thursday, February 26 at 12:00" in text
    ahead = {session.starts_at for session in cast.other_sessions.values()}
    assert set(begins(db, cast)) == {at for at in ahead if at > NOW}
