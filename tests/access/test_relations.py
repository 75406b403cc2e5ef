"""Past, future and for one evening: a part in a group opens its doors in its days and no others."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.domain.access import Actor, Role
from clinic.domain.groups.parts import OPENS_BEFORE, STAYS_AFTER, Stretch
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.sessions import GroupSession, StandIn
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.groups.cohort_people import add_to_cohort, end_part_in_cohort
from clinic.operations.groups.stand_ins import let_stand_in
from tests.access.crawling import canaries, crawl
from tests.access.matrix import rows
from tests.access.places import Door
from tests.conftest import Clock
from tests.furniture import AT
from tests.scenes import World
from tests.stand_ins import stand_in_of

MOMENT = timedelta(seconds=1)

FOR_THE_EVENING = {
    "therapist.cohorts.show",
    "therapist.sessions.show",
    "therapist.clients.show",
    "therapist.risk_cases.show",
    "therapist.attendance.edit",
    "therapist.attendance.update",
    "handouts.packs.show",
}
NOT_FOR_THE_EVENING = {
    "therapist.cohorts.edit",
    "therapist.cohorts.close",
    "therapist.sessions.update",
    "therapist.chart_notes.index",
    "therapist.responses.show",
    "therapist.risk_cases.close",
    "therapist.cohort_people.index",
    "therapist.cohort_people.create",
    "therapist.enrollments.update",
    "handouts.letters.create",
}
MARKS_AND_PAPER = {
    "therapist.attendance.update",
    "therapist.make_ups.mark",
    "handouts.packs.create",
    "handouts.make_up_packs.create",
    "handouts.readiness.create",
}


def cohort_of(world: World) -> Cohort:
    return world.db.get_one(Cohort, world.furniture["mia"].enrollment.cohort_id)


def account(world: World, name: str) -> Account:
    found = select(Account).where(Account.sign_in_name == f"{name}@example.org")
    return world.db.scalars(found).one()


def past(world: World) -> None:
    """Sam led Theresa's group until this moment."""
    doer, sam = Actor(None, AT - timedelta(days=9), Role.THERAPIST), account(world, "sam")
    add_to_cohort(world.db, doer, cohort_of(world), sam)
    end_part_in_cohort(world.db, Actor(None, AT), cohort_of(world), sam)


def future(world: World) -> None:
    """Sam is to lead Theresa's group from the next moment on."""
    ahead = Stretch(AT + MOMENT)
    add_to_cohort(world.db, Actor(None, AT), cohort_of(world), account(world, "sam"), ahead)


def evening(world: World) -> StandIn:
    """Sam stands in at the last meeting of Theresa's group."""
    row = stand_in_of(world.db, cohort_of(world))
    session = world.db.get_one(GroupSession, row.group_session_id)
    return let_stand_in(
        world.db, Actor(None, AT - timedelta(days=30)), session, account(world, "sam")
    )


def doors_of_a_cohort() -> list[Door]:
    """Give what is Theresa's and nothing to Sam, who leads another group."""
    return sorted(door for door, who in rows().items() if who["sam"] == 404 != who["theresa"])


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("given", [past, future])
def test_whose_days_are_over_or_ahead_is_refused_all_and_changes_nothing(
    world: World, given: Callable[[World], None]
) -> None:
    given(world)
    before = world.rows()
    assert {door: world.ask("sam", door) for door in doors_of_a_cohort()} == dict.fromkeys(
        doors_of_a_cohort(), 404
    )
    assert world.rows() == before
    assert canaries(crawl(world, "sam")) == {"olga"}


@pytest.mark.usefixtures("unprinted")
def test_whoever_is_to_lead_finds_the_group_from_that_instant_on(
    world: World, clock: Clock
) -> None:
    future(world)
    show = Door("therapist.cohorts.show", "GET")
    assert world.ask("sam", show) == 404
    clock.at = AT + MOMENT
    assert world.ask("sam", show) == 200


@pytest.mark.usefixtures("unprinted")
def test_whoever_stands_in_may_what_the_evening_needs_and_nothing_else(
    world: World, clock: Clock
) -> None:
    meeting = world.db.get_one(GroupSession, evening(world).group_session_id)
    clock.at = AT
    assert meeting.starts_at - OPENS_BEFORE > AT
    given = {door: world.ask("sam", door) for door in doors_of_a_cohort()}
    assert set(given.values()) == {404}

    sign_in_at(world, clock, meeting.starts_at - OPENS_BEFORE)
    given = {door: world.ask("sam", door) for door in doors_of_a_cohort()}
    open_doors = {door.endpoint for door, status in given.items() if status != 404}
    assert open_doors >= FOR_THE_EVENING
    assert not open_doors & NOT_FOR_THE_EVENING
    writes = {d.endpoint for d, status in given.items() if d.method != "GET" and status != 404}
    assert writes <= MARKS_AND_PAPER


@pytest.mark.usefixtures("unprinted")
def test_the_evening_is_over_for_whoever_stood_in(world: World, clock: Clock) -> None:
    meeting = world.db.get_one(GroupSession, evening(world).group_session_id)
    door = Door("therapist.cohorts.show", "GET")
    statuses = []
    for at in (
        meeting.starts_at - OPENS_BEFORE - MOMENT,
        meeting.starts_at - OPENS_BEFORE,
        meeting.ends_at + STAYS_AFTER - MOMENT,
        meeting.ends_at + STAYS_AFTER,
    ):
        sign_in_at(world, clock, at)
        statuses.append(world.ask("sam", door))
    assert statuses == [404, 200, 200, 404]
    before = world.rows()
    assert {world.ask("sam", each) for each in doors_of_a_cohort()} == {404}
    assert world.rows() == before
    assert canaries(crawl(world, "sam")) == {"olga"}


@pytest.mark.usefixtures("unprinted")
def test_whoever_stands_in_reads_no_notes_and_what_was_written_goes_on_in_another_hand(
    world: World, clock: Clock
) -> None:
    meeting = world.db.get_one(GroupSession, evening(world).group_session_id)
    sign_in_at(world, clock, meeting.starts_at)
    text = crawl(world, "sam")
    assert canaries(text) == {"mia", "max", "noor", "olga"}
    for kind in ("charted", "private", "answer"):
        assert f"{kind}-canary-mia" not in text


def test_a_page_left_open_is_refused_with_a_sentence_and_gives_back_what_was_typed(
    world: World,
) -> None:
    past(world)
    words = {"words": "She was quieter than last week.", "noted_on": "2026-04-02"}
    door = Door("therapist.chart_notes.create", "POST")
    browser = world.people["sam"].browser
    with browser.post(world.address(door, "mia"), data=words) as answer:
        page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert "perhaps your time in the group has ended" in page
    assert "She was quieter than last week." in page


def sign_in_at(world: World, clock: Clock, at: datetime) -> None:
    """Sign Sam in again at another time, for who did nothing for weeks is signed out."""
    clock.at = at
    sam = account(world, "sam")
    token = start_login_session(world.db, Actor(sam.id, at, sam.role), sam, "a test").token
    with world.people["sam"].browser.session_transaction() as cookie:
        cookie["_user_id"] = token
