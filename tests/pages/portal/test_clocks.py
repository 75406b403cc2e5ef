"""A group that meets by video names its clock, and somebody elsewhere reads her own beside it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.models.cohorts import Cohort
from clinic.models.messages import Message
from clinic.operations.people.clocks import choose_clock
from clinic.operations.post.reminders import plan_reminders
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.earlier_sessions import move

As = Callable[[str], Person]
HERS = "18:00 (London) · 13:00 for you"
FAR = "Pacific/Auckland"


@operation
def go_online(db: Db, actor: Actor, cohort: Cohort) -> None:
    cohort.video_url = "https://video.example/room"


@pytest.fixture(autouse=True)
def online(db: Db, cast: Cast) -> None:
    go_online(db, theresa(cast), cast.cohort)


def live_in(db: Db, cast: Cast, zone: str, name: str = "mia") -> None:
    client = cast.clients[name]
    choose_clock(db, Actor(client.account_id, NOW), client, zone)


def test_the_clock_is_named_where_an_hour_stands(as_: As, db: Db, cast: Cast) -> None:
    assert "at 18:00 (London), Room 2" in as_("mia").get("portal.today.show").text
    live_in(db, cast, "America/New_York")
    assert f"at {HERS}, Room 2" in as_("mia").get("portal.today.show").text
    weeks = as_("mia").get("portal.weeks.index").text
    assert "Week 4 · Tue, Mar 3, 18:00–20:00 (London) · 13:00–15:00 for you" in weeks
    assert "for you" not in as_("max").get("portal.weeks.index").text


def test_another_day_is_said(as_: As, db: Db, cast: Cast) -> None:
    live_in(db, cast, FAR)
    weeks = as_("mia").get("portal.weeks.index").text
    assert "Tue, Mar 3, 18:00–20:00 (London) · Wed, Mar 4, 07:00–09:00 for you" in weeks


def test_a_moved_meeting_is_told_on_both_clocks(as_: As, db: Db, cast: Cast) -> None:
    live_in(db, cast, "America/New_York")
    move(db, cast, cast.sessions[4])
    text = as_("mia").get("portal.weeks.index").text
    assert "16:30–18:30 (London) · 11:30–13:30 for you" in text


def test_she_chooses_it_herself_and_can_go_back(as_: As, db: Db, cast: Cast) -> None:
    mia = as_("mia")
    mia.post("portal.clocks.update", {"zone": "new york"})
    assert HERS in mia.get("portal.today.show").text
    mia.post("portal.clocks.update", {"zone": ""})
    assert "for you" not in mia.get("portal.today.show").text
    assert mia.post("portal.clocks.update", {"zone": "Atlantis"}).status == 422


def test_she_is_asked_and_may_say_no(as_: As) -> None:
    mia = as_("mia")
    assert mia.get("portal.today.show").parts(data_declined="")
    mia.post("portal.clocks.answer", {"zone": FAR, "answer": "no"})
    today = mia.get("portal.today.show")
    assert today.parts(data_declined=FAR)
    assert "for you" not in today.text
    mia.post("portal.clocks.answer", {"zone": FAR, "answer": "yes"})
    assert "for you" in mia.get("portal.today.show").text


def test_a_practice_may_be_of_her_own_today(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    clock.at = datetime(2026, 2, 25, 22, 0, tzinfo=UTC)
    mia = as_("mia")
    assert mia.get("portal.practice.new", assignment_id=open_one(mia)).has_value("2026-02-25")
    live_in(db, cast, FAR)
    page = mia.get("portal.practice.new", assignment_id=open_one(mia))
    assert page.has_value("2026-02-26")
    sent = {"practiced_on": "2026-02-26", "minutes": "5"}
    assert mia.post("portal.practice.create", sent, assignment_id=open_one(mia)).status == 303


def open_one(person: Person) -> str:
    return person.get("portal.today.show").id_after("/portal/assignments/")


def test_reminders_come_on_her_morning(db: Db, cast: Cast) -> None:
    plan_reminders(db, Actor(None, NOW), cast.cohort.id)
    found = select(Message.due_at).where(
        Message.client_id == cast.clients["mia"].id, Message.occasion.startswith("session:")
    )
    assert db.scalars(found).one() == datetime(2026, 3, 2, 10, tzinfo=UTC)
    live_in(db, cast, FAR)
    assert db.scalars(found).one() == datetime(2026, 3, 2, 21, tzinfo=UTC)


def test_staff_see_where_her_clock_runs(as_: As, db: Db, cast: Cast) -> None:
    live_in(db, cast, "America/New_York")
    page = as_("theresa").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert "New York" in page.text


@operation
def go_in_person(db: Db, actor: Actor, cohort: Cohort) -> None:
    cohort.video_url = None


def test_a_room_has_one_clock(as_: As, db: Db, cast: Cast) -> None:
    live_in(db, cast, "America/New_York")
    go_in_person(db, theresa(cast), cast.cohort)
    text = as_("mia").get("portal.weeks.index").text
    assert "18:00–20:00" in text
    assert "London" not in text
    assert "for you" not in text
