"""Looking at a change of dates before it is done."""

from clinic.models.sessions import GroupSession
from tests.client import Page, Person


def look(person: Person, session: GroupSession, **said: str) -> Page:
    data = {"kind": "move", "starts_at": "18:30", "ends_at": "20:30"}
    return person.post("therapist.sessions.update", {**data, **said}, session_id=session.public_id)


def looked_at(page: Page) -> str:
    """Give the name of the outcome that the button under a preview sends."""
    fingerprint = page.field("fingerprint")
    assert len(fingerprint) == 40
    return fingerprint
