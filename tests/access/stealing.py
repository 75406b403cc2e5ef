"""What somebody would try who wants another person's secret, and where it would show."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.clinic.keys import KeyRing
from clinic.models.messages import Message
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import read_sealed
from tests.access.places import doors
from tests.client import Page, Person
from tests.printing.paper import pages

SECRET = "the heron on the frozen canal"

THIEF = "thief@example.org"

NEW = "five green kites flying"


def words_of(page: Page) -> str:
    if page.answer.mimetype == "application/pdf":
        return "".join("".join(sheet.split()) for sheet in pages(page.answer.data))
    return page.answer.get_data(as_text=True)


def mail_to(db: Db, keys: KeyRing, *addresses: str) -> Iterator[str]:
    """Give the links in mails that go to an address of somebody else than Mia."""
    db.commit()
    db.expire_all()
    for message in db.scalars(select(Message)):
        if message.to_address in addresses:
            yield read_sealed(keys, message, "path") or ""


def everything(app: Flask, person: Person, db: Db) -> Iterator[str]:
    """Read every page that takes no parameter, and try to share each note."""
    for door, parameters in doors(app).items():
        if door.method == "GET" and not parameters:
            yield words_of(person.get(door.endpoint))
    db.commit()
    for entry in db.scalars(select(PracticeEntry)):
        sent = {"reader": "facilitators"}
        yield words_of(person.post("portal.practice.update", sent, entry_id=entry.public_id))
