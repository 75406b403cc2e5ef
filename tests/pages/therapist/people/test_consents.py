"""Consent on the pages of staff: noted from paper, printed to sign, taken back."""

from collections.abc import Callable

from clinic.db import Db
from clinic.models.consents import text_in_force
from clinic.operations.people.consents import write_consent_text
from tests.cast import Cast
from tests.client import Person
from tests.crowd import ada
from tests.printing.paper import pages

As = Callable[[str], Person]


def where(cast: Cast, name: str = "noor") -> dict[str, str]:
    return {"enrollment_id": cast.enrollments[name].public_id}


def signature(db: Db, day: str = "2026-02-03") -> dict[str, str]:
    return {"text": db.scalars(text_in_force()).one().public_id, "signed_on": day}


def test_a_signature_on_paper_is_noted_and_shown_with_who_noted_it(
    as_: As, db: Db, cast: Cast
) -> None:
    person = as_("theresa")
    assert "print the text" in person.get("therapist.consents.show", **where(cast)).text
    answer = person.post("therapist.consents.create", signature(db), **where(cast))
    text = person.open(answer.location).text
    assert "Signed on paper on Feb 3, 2026; noted by Theresa Lind" in text
    client = person.get("therapist.clients.show", client_id=cast.clients["noor"].public_id)
    assert "Consent agreed" in " ".join(client.text.split())


def test_a_day_to_come_is_refused_beside_its_field(as_: As, db: Db, cast: Cast) -> None:
    data = signature(db, "2027-01-01")
    page = as_("theresa").post("therapist.consents.create", data, **where(cast))
    assert page.status == 422
    assert "This day has not come yet." in page.text


def test_taking_back_is_noted_with_a_reason_for_staff(as_: As, db: Db, cast: Cast) -> None:
    person = as_("theresa")
    person.post("therapist.consents.create", signature(db), **where(cast))
    data = {"reason": "Too close to work."}
    answer = person.post("therapist.consents.remove", data, **where(cast))
    text = person.open(answer.location).text
    assert "Taken back" in text
    assert "Reason: Too close to work." in text


def test_paper_has_lines_to_sign_on_or_says_what_was_signed(as_: As, db: Db, cast: Cast) -> None:
    person = as_("theresa")
    answer = person.get("handouts.consents.show", **where(cast)).answer
    assert 'filename="agreement.pdf"' in answer.headers["Content-Disposition"]
    (blank,) = pages(answer.data)
    assert "Signature of Noor Haddad" in blank
    assert "For Riverside Clinic: name and signature" in blank
    person.post("therapist.consents.create", signature(db), **where(cast))
    write_consent_text(db, ada(cast), "Taking part", "Quite new words.", newest_number=1)
    (signed,) = pages(person.get("handouts.consents.show", **where(cast)).answer.data)
    assert "Version 1 was signed on paper on Feb 3, 2026" in signed
    assert "Quite new words." not in signed
