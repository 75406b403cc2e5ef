"""What a client agrees to: offered on the first page, taken back as easily, kept on paper."""

from collections.abc import Callable

from clinic.db import Db
from clinic.models.consents import text_in_force
from clinic.operations.people.consents import write_consent_text
from tests.cast import Cast
from tests.client import Person
from tests.crowd import ada
from tests.printing.paper import pages

As = Callable[[str], Person]


def where(cast: Cast) -> dict[str, str]:
    return {"enrollment_id": cast.enrollments["mia"].public_id}


def agreed(person: Person, db: Db, cast: Cast) -> str:
    data = {"text": db.scalars(text_in_force()).one().public_id}
    answer = person.post("portal.consents.create", data, **where(cast))
    return person.open(answer.location).text


def test_a_client_is_asked_on_the_first_page_until_she_agrees(as_: As, db: Db, cast: Cast) -> None:
    person = as_("mia")
    assert "something to read and agree to" in person.get("portal.today.show").text
    text = person.get("portal.consents.show", **where(cast)).text
    assert "What stays in the room." in text
    assert "This is what you agreed to" in agreed(person, db, cast)
    assert "something to read and agree to" not in person.get("portal.today.show").text
    assert "Your agreement" in person.get("portal.today.show").text


def test_a_new_version_is_asked_for_and_an_old_page_does_not_agree_to_it(
    as_: As, db: Db, cast: Cast
) -> None:
    person = as_("mia")
    agreed(person, db, cast)
    old = db.scalars(text_in_force()).one().public_id
    write_consent_text(db, ada(cast), "Taking part", "Quite new words.", newest_number=1)
    assert "something to read and agree to" in person.get("portal.today.show").text
    page = person.post("portal.consents.create", {"text": old}, **where(cast))
    assert page.status == 422
    assert "Please read it again." in page.text
    assert "Quite new words." in page.text


def test_she_takes_it_back_with_or_without_a_word(as_: As, db: Db, cast: Cast) -> None:
    person = as_("mia")
    agreed(person, db, cast)
    answer = person.post("portal.consents.remove", {"reason": ""}, **where(cast))
    assert "You took your agreement back" in person.open(answer.location).text
    shown = as_("theresa").get("therapist.consents.show", **where(cast)).text
    assert "taken back" in shown
    assert "noted by Mia Rossi" in shown
    said = "Mia R. took the agreement back"
    assert said in as_("theresa").get("therapist.dashboard.show").text
    assert said not in as_("sam").get("therapist.dashboard.show").text
    agreed(person, db, cast)
    assert said not in as_("theresa").get("therapist.dashboard.show").text


def test_her_paper_says_who_agreed_to_which_version_and_when(as_: As, db: Db, cast: Cast) -> None:
    person = as_("mia")
    (blank,) = pages(person.get("portal.consents.paper", **where(cast)).answer.data)
    assert "Signature of Mia Rossi" in blank
    agreed(person, db, cast)
    (filled,) = pages(person.get("portal.consents.paper", **where(cast)).answer.data)
    assert "Mia Rossi agreed to version 1 on Feb 25, 2026 at 12:00, signed in as" in filled
    assert "Signature of" not in filled
