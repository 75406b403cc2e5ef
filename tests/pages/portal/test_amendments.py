"""A client asks that something be corrected; staff answers, and nothing is changed in silence."""

import json
from collections.abc import Callable

import pytest

from clinic.db import Db
from tests.cast import Cast
from tests.client import Person
from tests.databases import engine_of
from tests.scenes import UNWATCHED
from tests.snapshots import rows_of

As = Callable[[str], Person]
ASKED = {"about": "My phone: it says 555 0100", "wanted": "555 0199"}
ANSWER = {"outcome": "not-done", "answer": "We could not reach you there. Please call us."}
ITS_OWN = {"amendments", "audit_entries", "audit_heads", "submissions"}


def ask(mia: Person) -> None:
    once = mia.get("portal.amendments.index").once
    assert mia.post("portal.amendments.create", {**ASKED, "once": once}).status == 303


def waiting(person: Person) -> list[str]:
    """Give the public ids of what the dashboard says is waiting for an answer."""
    page = person.get("therapist.dashboard.show")
    links = [str(link["href"]) for link in page.parts("a", href=True)]
    return [link.rpartition("/")[2] for link in links if "/amendments/" in link]


def test_it_waits_for_those_who_lead_her_group_and_she_sees_the_answer(as_: As) -> None:
    mia, theresa = as_("mia"), as_("theresa")
    ask(mia)
    assert "waits for an answer" in mia.get("portal.amendments.index").text
    [wish] = waiting(theresa)
    assert "asks for a correction" in theresa.get("therapist.dashboard.show").text
    page = theresa.get("therapist.amendments.show", amendment_id=wish)
    assert all(words in page.text for words in ASKED.values())
    assert theresa.post("therapist.amendments.answer", ANSWER, amendment_id=wish).status == 303
    assert waiting(theresa) == []
    seen = mia.get("portal.amendments.index")
    assert "stays as it is" in seen.text
    assert ANSWER["answer"] in seen.text
    assert "Theresa Lind" in seen.text


def test_it_waits_for_nobody_else(as_: As) -> None:
    ask(as_("mia"))
    assert waiting(as_("sam")) == []
    assert "asks for a correction" not in as_("sigrid").get("therapist.dashboard.show").text
    for other in ("max", "olga"):
        assert ASKED["about"] not in as_(other).get("portal.amendments.index").text


@pytest.mark.parametrize("outcome", ["done", "not-done"])
def test_neither_the_wish_nor_the_answer_changes_a_row_of_the_record(
    as_: As, db: Db, outcome: str
) -> None:
    mia, theresa = as_("mia"), as_("theresa")
    before = rows_of(engine_of(db), UNWATCHED)
    ask(mia)
    [wish] = waiting(theresa)
    sent = {**ANSWER, "outcome": outcome}
    assert theresa.post("therapist.amendments.answer", sent, amendment_id=wish).status == 303
    after = rows_of(engine_of(db), UNWATCHED)
    assert {name for name in after if after[name] != before[name]} <= ITS_OWN


def test_an_answer_stays_as_it_was_given(as_: As, cast: Cast) -> None:
    ask(as_("mia"))
    theresa, tom = as_("theresa"), as_("tom")
    [wish] = waiting(theresa)
    theresa.post("therapist.amendments.answer", ANSWER, amendment_id=wish)
    late = tom.post(
        "therapist.amendments.answer", {"outcome": "done", "answer": "Yes"}, amendment_id=wish
    )
    assert late.status == 422
    assert "A colleague has answered meanwhile" in late.text
    listed = tom.get("therapist.amendments.index", enrollment_id=cast.enrollments["mia"].public_id)
    assert ANSWER["answer"] in listed.text


@pytest.mark.parametrize(
    "wrong", [{"about": " "}, {"wanted": ""}, {"about": "x" * 2001}, {"wanted": "x\x00"}]
)
def test_what_is_not_said_is_asked_for(as_: As, wrong: dict[str, str]) -> None:
    mia = as_("mia")
    page = mia.post("portal.amendments.create", {**ASKED, **wrong})
    assert page.status == 422
    assert "Nothing was saved yet" in page.text


def test_both_stand_in_her_copy(as_: As) -> None:
    mia, theresa = as_("mia"), as_("theresa")
    ask(mia)
    [wish] = waiting(theresa)
    theresa.post("therapist.amendments.answer", ANSWER, amendment_id=wish)
    given = mia.post("portal.own_records.create", {"form": "json"}).answer.get_data()
    [told] = json.loads(given)["record"]["amendments"]
    assert (told["about"], told["answer"]) == (ASKED["about"], ANSWER["answer"])
    assert (told["state"], told["answered_by"]) == ("not-done", "Theresa Lind")
