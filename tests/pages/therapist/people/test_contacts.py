"""What staff note of a person, and what the page of the person shows of it."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.enrollments import Medium
from tests.cast import Cast
from tests.client import Person

As = Callable[[str], Person]
TOLD = {
    "phone": "555 0123",
    "email": "mia@example.org",
    "medium": "paper",
    "language": "Italiano",
    "emergency": "named",
    "emergency_name": "Anna Rossi",
    "emergency_relation": "sister",
    "emergency_phone": "555 0188",
    "access": "needs",
    "access_needs": "A step-free way in.",
}


def where(cast: Cast) -> dict[str, str]:
    return {"client_id": cast.clients["mia"].public_id}


def test_what_is_noted_stands_on_the_page_of_the_person(as_: As, db: Db, cast: Cast) -> None:
    person = as_("theresa")
    answer = person.post("therapist.contacts.update", TOLD, **where(cast))
    text = " ".join(person.open(answer.location).text.split())
    for words in ("555 0123", "Italiano", "Anna Rossi (sister), 555 0188", "A step-free way in."):
        assert words in text
    db.refresh(cast.clients["mia"])
    assert cast.clients["mia"].medium is Medium.PAPER
    assert person.get("therapist.contacts.edit", **where(cast)).has_value("Anna Rossi")


def test_what_was_never_asked_reads_otherwise_than_nothing_needed(as_: As, cast: Cast) -> None:
    person = as_("theresa")
    page = person.get("therapist.clients.show", **where(cast))
    assert "not asked yet" in page.text
    data = {**TOLD, "emergency": "nobody", "access": "nothing"}
    answer = person.post("therapist.contacts.update", data, **where(cast))
    text = person.open(answer.location).text
    assert "would rather not name anyone" in text
    assert "nothing is needed" in text
    assert "Anna" not in text


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("emergency_name", "Enter the name."),
        ("emergency_phone", "Enter a phone number, so that a call is possible."),
        ("access_needs", "Write in a few words what is needed."),
    ],
)
def test_half_a_contact_is_refused_and_what_was_typed_stays(
    as_: As, cast: Cast, field: str, sentence: str
) -> None:
    data = {**TOLD, field: " "}
    page = as_("theresa").post("therapist.contacts.update", data, **where(cast))
    assert page.status == 422
    assert sentence in page.text
    assert "555 0123" in page.html


def test_what_the_client_told_meanwhile_stands_beside_what_staff_note(
    as_: As, db: Db, cast: Cast
) -> None:
    person, mia = as_("theresa"), cast.clients["mia"]
    person.post("therapist.contacts.update", TOLD, **where(cast))
    drawn = person.get("therapist.contacts.edit", **where(cast)).drawn
    hers = as_("mia")
    page = hers.get("portal.contacts.edit")
    told = {**TOLD, "phone": "555 0777", "drawn": page.drawn}
    assert hers.post("portal.contacts.update", told).status == 303
    noted = {**TOLD, "language": "Italian and English", "drawn": drawn}
    assert person.post("therapist.contacts.update", noted, **where(cast)).status == 303
    db.refresh(mia)
    assert (mia.phone, mia.language) == ("555 0777", "Italian and English")
