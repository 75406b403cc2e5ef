"""Two groups share a person and learn nothing of each other through her."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from clinic.db import Db
from tests.access.matrix import rows
from tests.access.places import Door
from tests.access.words import read
from tests.cast import Cast
from tests.conftest import Clock, Sessions
from tests.databases import MovableEngine, Stock
from tests.furniture import AT
from tests.scenes import Scene, World
from tests.two_places import (
    HERE,
    THERE,
    TwoPlaces,
    end_place,
    enter,
    enter_again,
    furnish_group,
    furnish_place,
    scene_of,
    with_here,
)

_CHANGING = re.compile(r'(?:(?:nonce|value|csrf-token" content)=|"token":)"[\w.-]{16,}"')
# what differs from answer to answer: the page's nonce and token, the once-only key of a form

AS_SUCH = {"first", "family", "phone", "mail", "account", "kin", "access"}
"""What is about a person whichever group she is in."""

PRINTS = ("handouts.reports.create_of_cohort",)
"""What is printed at once, from a form that has nothing to be filled in."""


@pytest.fixture(scope="session")
def bare(databases: Stock, sessions: Sessions) -> Scene:
    """A clinic in which the second group is in full use, and the first has Mia's name only."""
    url = databases.copy()
    with sessions(url) as (db, cast):
        two = enter(db, cast)
        furnish_group(db, two, HERE)
        furnish_group(db, two, THERE)
        return scene_of(db, url, two, furnish_place(db, two, THERE))


@pytest.fixture(scope="session")
def full(bare: Scene, databases: Stock, sessions: Sessions) -> Scene:
    """The same clinic with both in full use."""
    url = databases.copy(bare.url)
    with sessions(url) as (db, cast):
        two = enter_again(db, cast)
        return with_here(db, url, bare, furnish_place(db, two, HERE))


@pytest.fixture
def database_url(databases: Stock, full: Scene) -> Iterator[str]:
    url = databases.copy(full.url)
    yield url
    databases.discard(url)


@pytest.fixture
def world(app: Flask, db: Db, clock: Clock, full: Scene) -> World:
    clock.at = AT
    return full.enter(app, db)


@pytest.fixture
def two(world: World, cast: Cast) -> TwoPlaces:
    return enter_again(world.db, cast)


def answers(world: World, name: str, *places: str) -> dict[tuple[Door, str], str]:
    """Ask for every page, and have everything printed that prints without a form."""
    found = {}
    for place in places:
        for door in sorted(world.doors):
            if door.method == "GET" or door.endpoint in PRINTS:
                address = world.address(door, place)
                status, body = world.open(name, door, address)
                found[door, address] = f"{status} {read(body)}"
    return found


def shape(answer: str) -> list[str]:
    """Give the lines of an answer without what is drawn again for each."""
    return _CHANGING.sub("", answer).splitlines()


def words(world: World, name: str, place: str) -> set[str]:
    """Give the kinds of words of a place that somebody reads, wherever she looks."""
    text = "\n".join(answers(world, name, HERE, THERE).values())
    return set(re.findall(rf"(\w+)-canary-{place}\b", text))


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize(("name", "is_over"), [("sam", False), ("sam", True), ("sven", False)])
def test_the_second_group_reads_no_word_of_the_first(
    world: World, two: TwoPlaces, name: str, is_over: bool
) -> None:
    if is_over:
        end_place(world.db, two.lead(HERE), two, HERE)
    assert words(world, name, HERE) == set()
    assert words(world, name, THERE) >= {"shared", "answer", "charted", "kin"}


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize(("name", "is_over"), [("theresa", True), ("sigrid", False)])
def test_the_first_group_reads_of_the_second_what_is_hers_as_such(
    world: World, two: TwoPlaces, name: str, is_over: bool
) -> None:
    if is_over:
        end_place(world.db, two.lead(HERE), two, HERE)
    assert words(world, name, THERE) <= AS_SUCH
    assert words(world, name, HERE) >= {"shared", "answer", "charted"}


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("name", ["sam", "sven"])
def test_no_page_of_the_second_group_tells_that_anything_was_done_in_the_first(
    world: World, bare: Scene, databases: Stock, request: pytest.FixtureRequest, name: str
) -> None:
    """Not by a word, a count, a date, an order: each answer is the same, sign for sign."""
    after = answers(world, name, THERE)
    untouched = databases.copy(bare.url)
    world.db.close()
    engine: MovableEngine = request.getfixturevalue("_engine")
    engine.move(untouched)
    before = answers(world, name, THERE)
    engine.engine.dispose()
    databases.discard(untouched)
    assert set(before) == set(after)
    differing = {
        key: set(shape(before[key])) ^ set(shape(after[key]))
        for key in before
        if shape(before[key]) != shape(after[key])
    }
    assert differing == {}


@pytest.mark.parametrize("name", ["sam", "sven"])
def test_nothing_of_the_first_group_is_there_for_whoever_has_its_address(
    world: World, name: str
) -> None:
    """The table of access holds with the ids of somebody whom Sam works with elsewhere."""
    before, wrong = world.rows(), {}
    here, there = world.ids_of[HERE], world.ids_of[THERE]
    for door, statuses in rows().items():
        is_of_a_place = any(here.get(each) != there.get(each) for each in world.doors[door])
        if is_of_a_place and statuses["sam"] in (403, 404):
            status, _ = world.open(name, door, world.address(door, HERE))
            if status not in (403, 404):
                wrong[door] = status
    assert wrong == {}
    assert world.rows() == before
