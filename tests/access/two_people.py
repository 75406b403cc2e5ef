"""Letters and links that take two people, asked for by one and granted by another."""

from sqlalchemy import func, select

from clinic.db import Db
from clinic.models.accounts import Invitation
from tests.cast import Cast
from tests.client import Page, Person


def page_of(person: Person, cast: Cast, name: str = "mia") -> Page:
    client, place = cast.clients[name].public_id, cast.enrollments[name].public_id
    return person.get("therapist.clients.show", client_id=client, place=place)


def letter(person: Person, cast: Cast, name: str = "mia", **sent: str) -> Page:
    place = cast.enrollments[name].public_id
    return person.post("handouts.letters.create", sent, enrollment_id=place)


def links(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Invitation)) or 0


def asked_by(person: Person, cast: Cast, granter: Person) -> str:
    assert letter(person, cast).status == 303
    return page_of(granter, cast).field("grant")
