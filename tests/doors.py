"""Signing in by real requests: the passphrase, and the second proof at the door."""

from tests.cast import PASSPHRASE
from tests.client import Page, Person

ADA = "ada@example.org"


def sign_in(person: Person, name: str = ADA, passphrase: str = PASSPHRASE, goal: str = "") -> Page:
    data = {"sign_in_name": name, "passphrase": passphrase, "next": goal}
    return person.post("auth.login_sessions.create", data)


def show(person: Person, code: str, **more: str) -> Page:
    return person.post("auth.doors.create", {"code": code, **more})


def is_in(person: Person) -> bool:
    return person.get("auth.login_sessions.index").status == 200
