"""A moved meeting says what moved, wherever a client looks; the one under way is now."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus
from clinic.domain.groups.schedules import ChangeKind, WantedChange
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.groups.schedules import undo_schedule_change
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.earlier_sessions import do, move

As = Callable[[str], Person]
LINE = "Week 4: from Tue, Mar 3, 18:00–20:00 to Tue, Mar 3, 16:30–18:30"


@pytest.mark.parametrize("page", ["weeks.index", "today.show", "messages.index"])
def test_which_one_from_when_and_to_when(as_: As, db: Db, cast: Cast, page: str) -> None:
    assert "Week 4: from" not in as_("mia").get(f"portal.{page}").text
    move(db, cast, cast.sessions[4])
    assert LINE in as_("mia").get(f"portal.{page}").text
    assert "Week 4: from" not in as_("olga").get(f"portal.{page}").text


def test_every_week_shows_its_hour(as_: As) -> None:
    text = as_("mia").get("portal.weeks.index").text
    assert "Week 4 · Tue, Mar 3, 18:00–20:00" in text


def test_a_cancelled_meeting_says_so(as_: As, db: Db, cast: Cast) -> None:
    do(db, cast, WantedChange(ChangeKind.CANCEL, cast.sessions[4].id))
    text = as_("mia").get("portal.weeks.index").text
    assert "Week 4 is canceled. It was planned for Tue, Mar 3, 18:00–20:00." in text


def test_a_change_that_was_taken_back_is_no_news(as_: As, db: Db, cast: Cast) -> None:
    row = move(db, cast, cast.sessions[4])
    undo_schedule_change(db, theresa(cast), row)
    assert "Week 4: from" not in as_("mia").get("portal.weeks.index").text


def test_what_has_passed_is_no_news(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    move(db, cast, cast.sessions[4])
    clock.at = cast.sessions[4].ends_at + timedelta(days=1)
    assert "Week 4: from" not in as_("mia").get("portal.today.show").text


def test_a_meeting_under_way_is_now(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    clock.at = cast.sessions[4].starts_at + timedelta(minutes=30)
    assert "Your group meets now, until 20:00" in as_("mia").get("portal.today.show").text
    assert "18:00–20:00 now" in as_("mia").get("portal.weeks.index").text
    theresa_ = as_("theresa")
    at = {"cohort_id": cast.cohort.public_id}
    assert "is now, until 20:00." in theresa_.get("therapist.cohorts.show", **at).text
    assert "now, until 20:00" in theresa_.get("therapist.cohorts.index").text
    client = {"client_id": cast.clients["mia"].public_id}
    assert "now, until 20:00 next session" in theresa_.get("therapist.clients.show", **client).text


def test_whoever_left_has_no_next_session(as_: As, db: Db, cast: Cast) -> None:
    change_status(db, Actor(None, NOW), cast.enrollments["mia"], EnrollmentStatus.WITHDRAWN, None)
    client = {"client_id": cast.clients["mia"].public_id}
    assert "none next session" in as_("theresa").get("therapist.clients.show", **client).text


def test_nobody_attends_more_than_there_was(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    clock.at = cast.sessions[4].starts_at + timedelta(minutes=30)
    mia, here = cast.enrollments["mia"].public_id, AttendanceMark.PRESENT
    for number in range(1, 5):
        doer = Actor(cast.accounts["theresa"].id, clock.at)
        mark_attendance(db, doer, cast.sessions[number], {mia: PersonMark(here)})
    client = {"client_id": cast.clients["mia"].public_id}
    assert "4 of 4 sessions attended" in as_("theresa").get("therapist.clients.show", **client).text
    at = {"cohort_id": cast.cohort.public_id}
    row = as_("theresa").get("therapist.cohorts.show", **at).text
    assert "4 of 4" in row
    assert "4 of 3" not in row
