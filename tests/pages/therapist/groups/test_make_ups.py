"""Pages of make-up sessions, and where else they are seen."""

from collections.abc import Callable
from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.make_ups import MakeUp
from clinic.operations.post.calendars import open_feed
from tests.attending import mark
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.selects import selects_of

As = Callable[[str], Person]
TIMES = {"starts_on": "2026-03-02", "starts_at": "12:00", "ends_at": "13:00", "place": "Room 9"}


def plan(person: Person, cast: Cast, number: int = 2, /, **differing: object) -> Page:
    data = {**TIMES, "people": [cast.enrollments["mia"].public_id], **differing}
    address = {"session_id": cast.sessions[number].public_id}
    return person.post("therapist.make_ups.create", data, **address)


def newest(db: Db) -> MakeUp:
    db.commit()
    return db.scalars(select(MakeUp).order_by(MakeUp.id.desc()).limit(1)).one()


def test_who_missed_a_session_is_chosen_and_who_came_is_not_offered(
    as_: As, db: Db, cast: Cast
) -> None:
    mark(db, cast, 2, mia="absent", max="present")
    page = as_("theresa").get("therapist.make_ups.new", session_id=cast.sessions[2].public_id)
    mia, max_, noor = (cast.enrollments[name].public_id for name in ("mia", "max", "noor"))
    assert page.is_ticked(mia)
    assert not page.is_ticked(noor)
    assert noor in page.html
    assert max_ not in page.html


def test_a_make_up_is_seen_by_all_whom_it_concerns_and_nobody_else(
    as_: As, db: Db, cast: Cast
) -> None:
    theresa = as_("theresa")
    assert plan(theresa, cast).status == 303
    row = newest(db)
    page = theresa.get("therapist.make_ups.show", make_up_id=row.public_id)
    assert "Room 9" in page.text
    assert "What it keeps open" in page.text
    session = {"session_id": cast.sessions[2].public_id}
    for endpoint in ("therapist.sessions.show", "therapist.attendance.edit"):
        assert "Mon, Mar 2, 12:00 · Mia R." in theresa.get(endpoint, **session).text
    own = "Your own meeting for this one: Mon, Mar 2, 12:00–13:00. Room 9"
    assert own in as_("mia").get("portal.weeks.index").text
    assert "Your own meeting" not in as_("max").get("portal.weeks.index").text
    for name, has_it in (("mia", True), ("max", False), ("theresa", True), ("sam", False)):
        token = open_feed(db, Actor(None, NOW), cast.accounts[name]).token
        feed = as_("nobody").get("auth.calendars.show", calendar_token=token)
        found = {str(e["UID"]): e for e in icalendar.Calendar.from_ical(feed.answer.data).events}
        assert (row.public_id in found) is has_it, name
        if has_it:
            assert found[row.public_id]["SUMMARY"] == "Tuesdays"
            assert found[row.public_id]["LOCATION"] == "Room 9"


def test_the_same_form_twice_is_one_make_up_and_another_is_refused(
    as_: As, db: Db, cast: Cast
) -> None:
    theresa, address = as_("theresa"), {"session_id": cast.sessions[2].public_id}
    once = theresa.get("therapist.make_ups.new", **address).once
    assert plan(theresa, cast, once=once).location == plan(theresa, cast, once=once).location
    page = plan(theresa, cast)
    assert page.status == 422
    assert "has a make-up of that session already" in page.text
    assert "Mia R., who has a make-up" in page.text


def test_who_came_is_noted_and_counted_apart(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    mark(db, cast, 1, mia="present")
    mark(db, cast, 2, mia="absent")
    theresa = as_("theresa")
    plan(theresa, cast)
    row, person = newest(db), cast.enrollments["mia"].public_id
    early = theresa.post(
        "therapist.make_ups.mark", {f"mark_{person}": "present"}, make_up_id=row.public_id
    )
    assert early.status == 422
    assert "It has not begun yet." in early.text
    clock.at = row.ends_at + timedelta(hours=1)
    sent = {f"mark_{person}": "present"}
    theresa = as_("theresa")
    assert theresa.post("therapist.make_ups.mark", sent, make_up_id=row.public_id).status == 303
    text = theresa.get("therapist.cohorts.show", cohort_id=cast.cohort.public_id).text
    assert "1 + 1 made up" in text


def test_another_time_and_a_cancelled_one(as_: As, db: Db, cast: Cast) -> None:
    theresa = as_("theresa")
    plan(theresa, cast)
    address = {"make_up_id": newest(db).public_id}
    wrong = theresa.post("therapist.make_ups.update", {**TIMES, "ends_at": "11:00"}, **address)
    assert wrong.status == 422
    assert "The session would end before it starts." in wrong.text
    assert (
        theresa.post(
            "therapist.make_ups.update", {**TIMES, "starts_on": "2026-03-04"}, **address
        ).status
        == 303
    )
    assert "Wed, Mar 4, 12:00" in theresa.get("therapist.make_ups.show", **address).text
    assert theresa.post("therapist.make_ups.remove", **address).status == 303
    page = theresa.get("therapist.make_ups.show", **address)
    assert "canceled" in page.text
    assert "Another time" not in page.text
    weeks = as_("mia").get("portal.weeks.index").text
    assert "Your own meeting for Week 2 is canceled." in weeks
    assert weeks.count("Your own meeting") == 1


@pytest.mark.parametrize(
    ("differing", "sentence"),
    [
        ({"people": []}, "Choose at least one person."),
        ({"people": ["nobody"]}, "Choose people from the list."),
        ({"starts_on": "soon"}, "Enter the day as a date."),
        ({"starts_on": "0001-01-01"}, "Choose a day in this century."),
        ({"starts_on": "2026-02-16"}, "A make-up comes after the session it makes up."),
    ],
)
def test_what_cannot_be_is_said_and_the_form_is_kept(
    as_: As, db: Db, cast: Cast, differing: dict[str, object], sentence: str
) -> None:
    page = plan(as_("theresa"), cast, **differing)
    assert page.status == 422
    assert sentence in page.text
    assert page.has_value("Room 9")
    db.commit()
    assert db.scalars(select(MakeUp)).all() == []


def test_the_session_asks_no_more_the_more_make_ups_there_are(as_: As, db: Db, cast: Cast) -> None:
    theresa, address = as_("theresa"), {"session_id": cast.sessions[2].public_id}
    plan(theresa, cast)
    few = selects_of(db, theresa, "therapist.sessions.show", **address)
    for name in ("max", "noor"):
        plan(theresa, cast, people=[cast.enrollments[name].public_id])
    assert selects_of(db, theresa, "therapist.sessions.show", **address) == few
