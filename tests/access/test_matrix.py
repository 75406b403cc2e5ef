"""Everybody gets what the table says, by real requests, and a refusal changes nothing."""

import pytest

from tests.access.matrix import PEOPLE, is_refused, rows
from tests.access.places import Door
from tests.scenes import World

DEEDS = sorted(
    door
    for door, statuses in rows().items()
    if door.method != "GET" and not all(is_refused(door, status) for status in statuses.values())
)


def test_the_table_names_every_door_and_no_other(world: World) -> None:
    told, real = set(rows()), set(world.doors)
    assert (sorted(real - told), sorted(told - real)) == ([], [])


@pytest.mark.usefixtures("unprinted")
def test_a_page_or_a_refusal_is_what_the_table_says_and_changes_nothing(world: World) -> None:
    wrong: dict[tuple[Door, str], str] = {}
    before = world.rows()
    for door, statuses in rows().items():
        for name in PEOPLE:
            if door.method == "GET" or is_refused(door, statuses[name]):
                got = world.ask(name, door)
                if got != statuses[name]:
                    wrong[door, name] = f"{got}, not {statuses[name]}"
        after = world.rows()
        if after != before:
            wrong[door, "all"] = "something was written"
        before = after
    assert wrong == {}


@pytest.mark.parametrize("door", DEEDS, ids=lambda door: f"{door.endpoint} {door.method}")
def test_a_deed_is_open_to_those_of_the_table(world: World, door: Door) -> None:
    statuses = rows()[door]
    allowed = [name for name in PEOPLE if not is_refused(door, statuses[name])]
    assert {name: world.ask(name, door) for name in allowed} == {
        name: statuses[name] for name in allowed
    }
