"""What a client tells of herself, and that it reaches those who lead her group."""

from collections.abc import Callable

from clinic.db import Db
from clinic.domain.enrollments import Medium
from tests.cast import Cast
from tests.client import Person

As = Callable[[str], Person]
TOLD = {
    "seen": "",
    "phone": "555 0123",
    "language": "Italiano",
    "emergency": "named",
    "emergency_name": "Anna Rossi",
    "emergency_relation": "sister",
    "emergency_phone": "555 0188",
    "access": "nothing",
    "access_needs": "",
}


def test_she_tells_it_once_and_her_therapist_reads_it(as_: As, db: Db, cast: Cast) -> None:
    person = as_("mia")
    assert person.get("portal.contacts.edit").has_heading("About you")
    data = {**TOLD, "medium": "paper", "email": "elsewhere@example.org"}
    assert person.post("portal.contacts.update", data).status == 303
    assert person.get("portal.contacts.edit").has_value("Anna Rossi")
    shown = as_("theresa").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert "Anna Rossi (sister), 555 0188" in " ".join(shown.text.split())
    db.refresh(cast.clients["mia"])
    kept = (cast.clients["mia"].medium, cast.clients["mia"].email)
    assert kept == (Medium.PORTAL, "mia@example.org")


def test_she_may_leave_all_of_it_out(as_: As) -> None:
    empty = dict.fromkeys(TOLD, "")
    assert as_("mia").post("portal.contacts.update", empty).status == 303


def test_a_name_without_a_number_is_asked_for_kindly(as_: As) -> None:
    page = as_("mia").post("portal.contacts.update", {**TOLD, "emergency_phone": ""})
    assert page.status == 422
    assert "so that a call is possible" in page.text
    assert page.has_value("Anna Rossi")
