"""A furnished clinic that is built once in a process, and copied for each test that asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from flask import Flask

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.login_sessions import start_login_session
from tests.access.matrix import PEOPLE
from tests.access.places import Door, address_of, doors, ids_of
from tests.cast import Cast
from tests.client import Person
from tests.databases import engine_of
from tests.furniture import AT, Furniture, furnish
from tests.snapshots import Rows, rows_of

UNWATCHED = frozenset(
    {"login_sessions.seen_at", "sign_in_attempts"}
    | {f"{table}.source" for table in ("exercises", "worksheets", "instruments", "programs")}
)
"""What the program notes for itself at any request, and long texts that no page writes."""

Keys = Mapping[str, tuple[type[Any], int]]


@dataclass(frozen=True)
class World:
    """The clinic and whoever is in it."""

    app: Flask
    db: Db
    scene: "Scene"
    furniture: dict[str, Furniture]
    ids_of: Mapping[str, Mapping[str, object]]
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
        return rows_of(engine_of(self.db), UNWATCHED)


@dataclass(frozen=True)
class Scene:
    """A database to copy, and what has to be known of it: its rows, its ids, its cookies."""

    url: str
    tokens: Mapping[str, str]
    rows: Mapping[str, Keys]
    ids_of: Mapping[str, Mapping[str, object]]

    def enter(self, app: Flask, db: Db) -> World:
        """Give the copy that the application is on, with everybody at a browser."""
        people = {
            name: _at_a_browser(app, self.tokens.get(name)) for name in {*PEOPLE, *self.tokens}
        }
        return World(app, db, self, self.furniture(db), self.ids_of, people, doors(app))

    def furniture(self, db: Db) -> dict[str, Furniture]:
        """Read the rows again."""
        return {
            name: Furniture(**{field: db.get_one(*key) for field, key in keys.items()})
            for name, keys in self.rows.items()
        }


def furnished(url: str, db: Db, cast: Cast) -> Scene:
    """Furnish the clinic, and let everybody sign in."""
    furniture = furnish(db, cast)
    ids = {name: ids_of(db, own) for name, own in furniture.items()}
    doers = {name: cast.accounts[name] for name in PEOPLE if name != "nobody"}
    tokens = {
        name: start_login_session(db, Actor(row.id, AT, row.role), row, "a test").token
        for name, row in doers.items()
    }
    return Scene(url, tokens, {name: keys_of(own) for name, own in furniture.items()}, ids)


def keys_of(own: Furniture) -> Keys:
    """Name the rows, so that they can be read from a copy."""
    rows = {field.name: getattr(own, field.name) for field in fields(own)}
    return {name: (type(row), row.id) for name, row in rows.items()}


def _at_a_browser(app: Flask, token: str | None) -> Person:
    person = Person(app)
    if token is not None:
        with person.browser.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
    return person
