"""A second browser with the cookies of the first."""

from flask import Flask

from tests.client import Person


def copied(app: Flask, person: Person) -> Person:
    """Give a second browser that holds every cookie of the first, letter for letter."""
    thief = Person(app)
    for name in ("hearth", "hearth-device"):
        if (kept := person.browser.get_cookie(name)) is not None:
            thief.browser.set_cookie(name, kept.value)
    return thief


def is_in(person: Person) -> bool:
    return person.get("auth.login_sessions.index").status == 200


def seal(person: Person) -> str:
    key = person.get("auth.login_sessions.index").part(data_seal=True)["data-seal"]
    assert len(key) == 87, "the page can seal"
    return key
