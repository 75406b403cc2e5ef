"""A meeting over midnight ends on the right day, in words and in calendars, wherever it stands."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from clinic.calendars import write_calendar
from clinic.db import Db, operation
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.anchors import span_on_the_wall
from clinic.domain.groups.schedules import ChangeKind, WantedChange
from clinic.models.cohorts import Cohort
from clinic.models.make_ups import MakeUp
from clinic.operations.people.clocks import choose_clock
from clinic.queries.post.calendars import own_calendar
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.moving import do
from tests.previews import look, looked_at

As = Callable[[str], Person]
LONDON = ZoneInfo("Europe/London")
BEGINS = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
ENDS = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)
SPAN = "Tue, Mar 3, 23:00–Wed, Mar 4, 01:00"
NOW_UNTIL = "now, until Wed, Mar 4, 01:00"


@pytest.fixture
def late(db: Db, cast: Cast) -> None:
    session = cast.sessions[4]
    do(db, theresa(cast), session, WantedChange(ChangeKind.MOVE, session.id, BEGINS, ENDS))


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (time(1), datetime(2026, 3, 4, 1, tzinfo=UTC)),
        (time(0), datetime(2026, 3, 4, 0, tzinfo=UTC)),
        (time(22), datetime(2026, 3, 3, 22, tzinfo=UTC)),
        (time(23), datetime(2026, 3, 3, 23, tzinfo=UTC)),
        (time(23, 30), datetime(2026, 3, 3, 23, 30, tzinfo=UTC)),
    ],
)
def test_an_end_past_midnight_is_that_of_the_next_day(ends: time, expected: datetime) -> None:
    assert span_on_the_wall(date(2026, 3, 3), time(23), ends, LONDON) == (BEGINS, expected)


def test_the_night_of_the_change_is_an_hour_shorter() -> None:
    begins, ends = span_on_the_wall(date(2026, 3, 28), time(23), time(3), LONDON)
    assert ends - begins == timedelta(hours=3)


def test_it_is_typed_as_people_say_it_and_shown_before_it_is_done(as_: As, cast: Cast) -> None:
    said = {"starts_on": "2026-03-03", "starts_at": "23:00", "ends_at": "01:00"}
    seen = look(as_("theresa"), cast.sessions[4], **said)
    assert seen.status == 200
    assert SPAN in seen.text
    done = look(as_("theresa"), cast.sessions[4], **said, fingerprint=looked_at(seen))
    assert done.status == 303
    where = {"session_id": cast.sessions[4].public_id}
    assert SPAN in as_("theresa").get("therapist.sessions.show", **where).text


def test_a_make_up_is_typed_so_too(as_: As, db: Db, cast: Cast) -> None:
    said = {
        "people": [cast.enrollments["mia"].public_id],
        "starts_on": "2026-03-05",
        "starts_at": "23:00",
        "ends_at": "00:30",
    }
    where = {"session_id": cast.sessions[2].public_id}
    assert as_("theresa").post("therapist.make_ups.create", said, **where).status == 303
    row = db.scalars(select(MakeUp)).one()
    assert row.ends_at - row.starts_at == timedelta(minutes=90)
    words = "Thu, Mar 5, 23:00–Fri, Mar 6, 00:30"
    assert words in as_("theresa").get("therapist.make_ups.show", make_up_id=row.public_id).text
    assert words in as_("mia").get("portal.weeks.index").text


def test_clients_read_both_days(as_: As, late: None) -> None:
    assert SPAN in as_("mia").get("portal.weeks.index").text
    assert f"to {SPAN}" in as_("mia").get("portal.messages.index").text


@pytest.mark.parametrize(
    ("page", "of"),
    [("cohorts.show", "cohort"), ("cohorts.index", ""), ("clients.show", "client")],
)
def test_while_it_lasts_its_end_is_named_with_its_day(
    as_: As, cast: Cast, clock: Clock, late: None, page: str, of: str
) -> None:
    clock.at = BEGINS + timedelta(minutes=10)
    ids = {"cohort": cast.cohort.public_id, "client": cast.clients["mia"].public_id}
    where = {f"{of}_id": ids[of]} if of else {}
    assert NOW_UNTIL in as_("theresa").get(f"therapist.{page}", **where).text
    assert "meets now, until Wed, Mar 4, 01:00" in as_("mia").get("portal.today.show").text


@operation
def go_online(db: Db, actor: Actor, cohort: Cohort) -> None:
    assert actor
    cohort.video_url = "https://video.example/room"


def test_midnight_may_be_hers_alone(as_: As, db: Db, cast: Cast) -> None:
    go_online(db, theresa(cast), cast.cohort)
    mia = cast.clients["mia"]
    choose_clock(db, Actor(mia.account_id, NOW), mia, "Asia/Dubai")
    words = "18:00–20:00 (London) · 22:00–Wed, Mar 4, 00:00 for you"
    assert words in as_("mia").get("portal.weeks.index").text


def test_her_calendar_ends_it_on_the_next_day(db: Db, cast: Cast, late: None) -> None:
    calendar = own_calendar(db, Reader(cast.accounts["mia"].id, Role.CLIENT, NOW), "", NOW)
    text = write_calendar(calendar, NOW).decode()
    assert "DTSTART;TZID=Europe/London:20260303T230000" in text
    assert "DTEND;TZID=Europe/London:20260304T010000" in text
