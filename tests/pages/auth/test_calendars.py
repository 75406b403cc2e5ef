"""The secret address of a calendar, and what an app that knows it reads there."""

import re
from collections.abc import Callable
from datetime import timedelta

import icalendar
import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import CohortStatus, EnrollmentStatus, SessionStatus
from clinic.domain.post.messages import clinical_words
from clinic.operations.clinic.accounts import deactivate_account
from clinic.operations.people.enrollments import change_status
from clinic.operations.post.calendars import open_feed, revoke_feed
from tests.calendars.reader import moment_of
from tests.calendars.rows import add_cohorts, lead, leave, set_values
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.moving import move
from tests.selects import selects_of

As = Callable[[str], Person]
SYSTEM = Actor(None, NOW)
STAFF = ("theresa", "sigrid", "sam")
CLIENTS = ("mia", "olga")


@pytest.fixture
def nobody(as_: As) -> Person:
    """A calendar app, which cannot sign in."""
    return as_("nobody")


def token_of(db: Db, cast: Cast, name: str) -> str:
    return open_feed(db, SYSTEM, cast.accounts[name]).token


def feed(nobody: Person, token: str) -> Page:
    return nobody.get("auth.calendars.show", calendar_token=token)


def entries(nobody: Person, token: str) -> dict[str, icalendar.Event]:
    page = feed(nobody, token)
    assert (page.status, page.answer.mimetype) == (200, "text/calendar")
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(page.html).events}


def test_a_person_makes_an_address_that_is_shown_once_and_opens_her_dates(
    as_: As, nobody: Person, cast: Cast
) -> None:
    mia = as_("mia")
    assert "has no address yet" in mia.get("auth.calendars.index").text
    shown = mia.post("auth.calendars.create")
    address = re.search(r"http://localhost(/calendar/[\w-]{43}\.ics)", shown.text)
    assert shown.status == 201
    assert address
    assert nobody.open(address[1]).status == 200
    again = mia.get("auth.calendars.index")
    assert address[1] not in again.html
    assert "has had an address since" in again.text


def test_a_form_that_is_sent_twice_makes_one_address(as_: As) -> None:
    theresa = as_("theresa")
    once = {"once": theresa.get("auth.calendars.index").once}
    assert theresa.post("auth.calendars.create", once).status == 201
    assert theresa.post("auth.calendars.create", once).status == 303


def test_old_closed_and_unknown_addresses_and_those_of_closed_accounts_look_the_same(
    nobody: Person, db: Db, cast: Cast
) -> None:
    old, token = token_of(db, cast, "mia"), token_of(db, cast, "mia")
    assert feed(nobody, token).status == 200
    revoke_feed(db, SYSTEM, cast.accounts["mia"])
    gone = token_of(db, cast, "olga")
    deactivate_account(db, SYSTEM, cast.accounts["olga"])
    pages = [feed(nobody, one) for one in (old, token, gone, "a" * 43)]
    assert {page.status for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


def test_a_person_closes_her_address(as_: As, nobody: Person, db: Db, cast: Cast) -> None:
    token = token_of(db, cast, "mia")
    assert as_("mia").post("auth.calendars.remove").status == 303
    assert feed(nobody, token).status == 404


def test_a_session_that_moves_moves_under_its_own_name(nobody: Person, db: Db, cast: Cast) -> None:
    token, session = token_of(db, cast, "mia"), cast.sessions[4]
    before = entries(nobody, token)
    move(db, SYSTEM, session, timedelta(days=1))
    after = entries(nobody, token)
    assert after.keys() == before.keys()
    was, now = before[session.public_id], after[session.public_id]
    assert now.start - was.start == timedelta(days=1)
    assert now.sequence > was.sequence
    assert moment_of(now, "LAST-MODIFIED") == NOW


def test_a_cancelled_session_stays_as_cancelled(nobody: Person, db: Db, cast: Cast) -> None:
    set_values(db, SYSTEM, cast.sessions[4], status=SessionStatus.CANCELLED)
    found = entries(nobody, token_of(db, cast, "mia"))
    assert found[cast.sessions[4].public_id]["STATUS"] == "CANCELLED"
    assert {event["STATUS"] for event in found.values()} == {"CANCELLED", "CONFIRMED"}


def test_a_therapist_has_all_her_cohorts_until_she_leaves_one(
    nobody: Person, db: Db, cast: Cast
) -> None:
    token = token_of(db, cast, "theresa")
    mine = {session.public_id for session in cast.sessions.values()}
    others = {session.public_id for session in cast.other_sessions.values()}
    assert entries(nobody, token).keys() == mine
    lead(db, SYSTEM, cast.other_cohort, cast.accounts["theresa"])
    both = entries(nobody, token)
    assert both.keys() == mine | others
    assert {str(event["SUMMARY"]) for event in both.values()} == {"Tuesdays", "Thursdays"}
    leave(db, SYSTEM, cast.cohort, cast.accounts["theresa"])
    assert entries(nobody, token).keys() == others
    assert entries(nobody, token_of(db, cast, "sigrid")).keys() == mine


def test_who_leaves_keeps_what_was_and_who_pauses_keeps_what_comes(
    nobody: Person, db: Db, cast: Cast
) -> None:
    token, place = token_of(db, cast, "mia"), cast.enrollments["mia"]
    everything = entries(nobody, token)
    change_status(db, SYSTEM, place, EnrollmentStatus.PAUSED, None)
    assert entries(nobody, token).keys() == everything.keys()
    change_status(db, SYSTEM, place, EnrollmentStatus.WITHDRAWN, None)
    past = {row.public_id for row in cast.sessions.values() if row.starts_at < NOW}
    assert past
    assert entries(nobody, token).keys() == past


def test_a_cohort_that_closes_early_keeps_no_dates_to_come(
    nobody: Person, db: Db, cast: Cast
) -> None:
    token = token_of(db, cast, "mia")
    set_values(db, SYSTEM, cast.cohort, status=CohortStatus.CLOSED)
    assert all(event.start < NOW for event in entries(nobody, token).values())


@pytest.mark.parametrize("name", [*STAFF, *CLIENTS])
def test_no_feed_names_a_person_or_says_what_it_is_for(
    nobody: Person, db: Db, cast: Cast, name: str
) -> None:
    set_values(db, SYSTEM, cast.cohort, place="Therapy room", video_url="https://v.example/secret")
    content = feed(nobody, token_of(db, cast, name)).html
    texts = [
        str(event.get(field, ""))
        for event in icalendar.Calendar.from_ical(content).events
        for field in ("SUMMARY", "LOCATION", "DESCRIPTION")
    ]
    assert clinical_words("\n".join(texts)) == []
    people = [row.name for row in cast.accounts.values()]
    people += [client.family_name for client in cast.clients.values()]
    plain = content.replace("\r\n ", "")
    assert not [word for full in people for word in full.split() if word in plain]
    assert "v.example" not in plain
    assert "Tuesday evening group" not in plain
    if name not in ("sam", "olga"):
        assert "There is a video link. Sign in to see it." in texts[2]


def test_an_app_that_knows_it_all_gets_nothing_twice(nobody: Person, db: Db, cast: Cast) -> None:
    token = token_of(db, cast, "mia")
    stamp = {"If-None-Match": feed(nobody, token).answer.headers["ETag"]}
    address = nobody.url("auth.calendars.show", calendar_token=token)
    same = nobody.browser.get(address, headers=stamp)
    assert (same.status_code, same.data) == (304, b"")
    set_values(db, SYSTEM, cast.cohort, place="Room 3")
    assert nobody.browser.get(address, headers=stamp).status_code == 200


@pytest.mark.parametrize("name", ["mia", "theresa"])
def test_a_feed_asks_as_often_for_twenty_cohorts_as_for_one(
    nobody: Person, db: Db, cast: Cast, name: str
) -> None:
    values = {"calendar_token": token_of(db, cast, name)}
    few = selects_of(db, nobody, "auth.calendars.show", **values)
    one = entries(nobody, values["calendar_token"])
    add_cohorts(db, SYSTEM, cast, 19)
    assert selects_of(db, nobody, "auth.calendars.show", **values) == few <= 4
    assert len(entries(nobody, values["calendar_token"])) == 20 * len(one)
