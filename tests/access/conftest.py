"""A furnished clinic at one instant, with everybody of the cast at a browser."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from clinic.db import Db
from tests.access.matrix import PEOPLE
from tests.access.places import Door, address_of, doors, ids_of
from tests.cast import Cast
from tests.client import Person
from tests.conftest import Clock
from tests.furniture import AT, Furniture, furnish
from tests.snapshots import Rows, rows_of

UNWATCHED = frozenset(
    {"login_sessions.seen_at", "sign_in_attempts"}
    | {f"{table}.source" for table in ("exercises", "worksheets", "instruments", "programs")}
)
"""What the program notes for itself at any request, and long texts that no page writes."""


@dataclass(frozen=True)
class World:
    """The clinic and whoever is in it."""

    app: Flask
    db: Db
    furniture: dict[str, Furniture]
    ids_of: dict[str, dict[str, object]]
    people: dict[str, Person]
    doors: dict[Door, list[str]]

    def ask(self, name: str, door: Door) -> int:
        """Ask for a door as somebody, with Mia's ids, and give the status."""
        return self.open(name, door, self.address(door, "mia"))[0]

    def address(self, door: Door, of: str) -> str:
        """Give the address of a door with the ids of one client."""
        parameters, own = self.doors[door], self.furniture[of]
        return address_of(self.people["nobody"], door, parameters, self.ids_of[of], own)

    def open(self, name: str, door: Door, address: str) -> tuple[int, bytes]:
        """Ask for an address as somebody, and give the status and the body."""
        given = self.people[name].browser.open(address, method=door.method)
        with given:
            return given.status_code, given.get_data()

    def rows(self) -> Rows:
        return rows_of(self.db.get_bind(), UNWATCHED)


@pytest.fixture
def world(app: Flask, db: Db, cast: Cast, clock: Clock, as_: Callable[[str], Person]) -> World:
    clock.at = AT
    furniture = furnish(db, cast)
    ids = {name: ids_of(db, own) for name, own in furniture.items()}
    people = {name: as_(name) for name in PEOPLE}
    db.commit()
    return World(app, db, furniture, ids, people, doors(app))
