"""P1: what a member gets is the same, sign for sign, with and without seven others in her group.

Olga is alone in Sam's group; in the other world seven people are in it and have done everything
before she does her own things: came, practiced, wrote, answered, called, were written to and asked.
Pages, papers, her calendar, her mails and the copies of her record are compared. Left out of the
comparison is only what is drawn again for each answer, and random ids of rows made since.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark, Medium, NewClient
from clinic.mail.composing import compose
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.groups.cohorts import change_cohort
from clinic.operations.people.amendments import ask_amendment
from clinic.operations.people.clients import add_newcomer
from clinic.operations.people.enrollments import enroll
from clinic.operations.post.deliveries import claim_next
from clinic.operations.safety.calls import ask_for_call
from tests.access.places import Door
from tests.access.words import read
from tests.added_intake import add_intake
from tests.added_practice import add_practice
from tests.cast import BEFORE, Cast
from tests.conftest import Sessions
from tests.databases import MovableEngine, Stock
from tests.furniture import AT, SESSION, canary, furnish_one
from tests.given_copies import amendment_of, copy_of
from tests.queued import queued
from tests.scenes import Scene, World

OTHERS = [f"other{number}" for number in range(1, 8)]
_ANEW = re.compile(
    r'(?:(?:nonce|value|csrf-token" content)=|"token":)"[\w.-]{16,}"'
    r"|\b[a-kmnp-z2-9]{20}\b|\bid: <[^>]+>|(?<=example\.org/)[\w/-]{16,}",
)
# the page's nonce and token, the once-only key of a form; ids of rows, links of mails
EXPORTS = {"portal.own_records.create": ("json", "pdf")}


def sam(cast: Cast) -> Actor:
    return Actor(cast.accounts["sam"].id, AT, Role.THERAPIST)


def join_seven(db: Db, cast: Cast) -> None:
    """Let seven people into Sam's group, and let each do everything there is."""
    early, group = Actor(None, BEFORE), cast.other_cohort
    change_cohort(db, sam(cast), group, replace(group.details, capacity=12), group.version)
    clients, places = {}, {}
    for name in OTHERS:
        person = NewClient(preferred_name=name, medium=Medium.PAPER)
        clients[name] = add_newcomer(db, early, group, person)
        places[name] = enroll(db, early, group, clients[name])
    among = replace(
        cast,
        clients={**cast.clients, **clients},
        enrollments={**cast.enrollments, **places},
    )
    mark = PersonMark(AttendanceMark.LATE, 5)
    marks = {place.public_id: mark for place in places.values()}
    mark_attendance(db, sam(cast), cast.other_sessions[SESSION], marks)
    for name, place in places.items():
        furnish_one(db, among, name)
        add_intake(db, sam(cast), place, partial(canary, name=name))
        amendment_of(db, place, None)
        copy_of(db, place)


def act(db: Db, cast: Cast, scene: Scene) -> None:
    """Let Olga do things after all of that, so that her rows come after those of the others."""
    own, doer = scene.furniture(db)["olga"], Actor(cast.accounts["olga"].id, AT, Role.CLIENT)
    add_practice(db, doer, own.exercise, "A second time, with rain", True)
    ask_for_call(db, doer, own.enrollment, "555 0101", "After six")
    ask_amendment(db, doer, own.enrollment, "The day of the call", "March 2")
    queued(db, doer, own.enrollment, about="later")


def mails(db: Db, cast: Cast) -> list[str]:
    """Give the mails that go to Olga, as a server would take them."""
    worker, found = Actor(None, AT + timedelta(days=1)), []
    address = cast.clients["olga"].email
    while letter := claim_next(db, worker, "example.org", timedelta(minutes=15)):
        mail = compose(letter, "hello@example.org", "https://example.org")
        if letter.to == address:
            found.append(shape(f"{mail['Subject']}\n{mail.get_body()}"))
    return found


@pytest.fixture(scope="module")
def built(scene: Scene, databases: Stock, sessions: Sessions) -> Iterator[list[str]]:
    """Two clinics: Olga alone, and among seven others."""
    urls = [databases.copy(scene.url) for _ in range(2)]
    for url, are_others in zip(urls, (False, True), strict=True):
        with sessions(url) as (db, cast):
            if are_others:
                join_seven(db, cast)
            act(db, cast, scene)
    yield urls
    for url in urls:
        databases.discard(url)


@pytest.fixture
def worlds(built: list[str], databases: Stock) -> Iterator[list[str]]:
    """A copy of each."""
    urls = [databases.copy(url) for url in built]
    yield urls
    for url in urls:
        databases.discard(url)


def shape(answer: str) -> str:
    """Give an answer without what is drawn again for each."""
    return _ANEW.sub("", answer)


def got(world: World) -> dict[tuple[str, str], str]:
    """Give everything that Olga can get, by its address: pages, papers, feeds and exports."""
    found = {}
    for door in sorted(world.doors):
        address = world.address(door, "olga")
        if door.method == "GET":
            status, body = world.open("olga", door, address)
            found[address, ""] = shape(f"{status} {read(body)}")
    for endpoint, forms in EXPORTS.items():
        for form in forms:
            address = world.address(Door(endpoint, "POST"), "olga")
            answer = world.people["olga"].browser.post(address, data={"form": form})
            found[address, form] = shape(f"{answer.status_code} {read(answer.get_data())}")
    return found


def compared(
    world: World, engine: MovableEngine, worlds: list[str]
) -> list[dict[tuple[str, str], str]]:
    """Ask for everything in both worlds, one after the other."""
    found = []
    for url in worlds:
        world.db.close()
        engine.move(url)
        found.append(got(world))
    engine.engine.dispose()
    return found


@pytest.mark.usefixtures("unprinted")
def test_p1_pages_papers_feeds_and_exports_are_the_same_with_and_without_seven_others(
    world: World, worlds: list[str], request: pytest.FixtureRequest
) -> None:
    alone, among = compared(world, request.getfixturevalue("_engine"), worlds)
    assert len([answer for answer in alone.values() if answer.startswith("200")]) > 40
    assert "rain" in "".join(alone.values()), "what she did after the others is there"
    differing = {
        address: set(alone[address].splitlines()) ^ set(among[address].splitlines())
        for address in alone
        if alone[address] != among[address]
    }
    assert differing == {}


@pytest.mark.release
def test_p1_the_printed_papers_are_the_same(
    world: World, worlds: list[str], request: pytest.FixtureRequest
) -> None:
    alone, among = compared(world, request.getfixturevalue("_engine"), worlds)
    assert alone == among


def test_p1_her_mails_are_the_same_with_and_without_seven_others(
    scene: Scene, worlds: list[str], sessions: Sessions
) -> None:
    told = []
    for url in worlds:
        with sessions(url) as (db, cast):
            told.append(mails(db, cast))
    assert told[0]
    assert told[0] == told[1]
