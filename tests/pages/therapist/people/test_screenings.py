"""The first talk on the pages: asked point by point, decided with a name, read by supervisors."""

import re
from collections.abc import Callable
from html import unescape

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.queries.people.screenings import get_screening
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.first_talks import POINTS, answers, where

As = Callable[[str], Person]


def test_a_talk_is_kept_half_way_and_decided_later(as_: As, cast: Cast) -> None:
    person = as_("theresa")
    assert "Nothing is noted yet" in person.get("therapist.screenings.show", **where(cast)).text
    page = person.get("therapist.screenings.edit", **where(cast))
    assert "Is an adult" in page.text
    data = {"seen": "", "answer_0": "yes", "note_0": "34 years", "outcome": ""}
    answer = person.post("therapist.screenings.update", data, **where(cast))
    assert "1 of 11 points asked; last written by Theresa Lind" in person.open(answer.location).text
    again = person.get("therapist.screenings.edit", **where(cast))
    assert again.has_value("34 years")


def test_a_decision_shows_who_and_when_and_on_the_page_of_the_person(as_: As, cast: Cast) -> None:
    person = as_("theresa")
    data = answers(outcome="suitable", answer_5="yes", note_5="A year ago; a plan is made.")
    answer = person.post("therapist.screenings.update", data, **where(cast))
    text = person.open(answer.location).text
    for words in ("The group suits now", "Decided by Theresa Lind", "speaks against it", "A year"):
        assert words in text
    shown = person.get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert "The group suits now" in shown.text


def test_suitable_with_an_open_point_keeps_the_form_and_says_why(as_: As, cast: Cast) -> None:
    data = answers(outcome="suitable", answer_10="", words="We talked for an hour.")
    page = as_("theresa").post("therapist.screenings.update", data, **where(cast))
    assert page.status == 422
    assert "“Not sure” is an answer, too." in unescape(page.text)
    assert "We talked for an hour." in page.text


def test_a_supervisor_reads_and_does_not_write(as_: As, cast: Cast) -> None:
    as_("theresa").post("therapist.screenings.update", answers(outcome="not-now"), **where(cast))
    text = as_("sigrid").get("therapist.screenings.show", **where(cast)).text
    assert "Not now; look again later" in text
    assert "Look again</a>" not in text


def test_the_form_is_opened_on_what_stands(as_: As, db: Db, cast: Cast) -> None:
    person = as_("theresa")
    person.post("therapist.screenings.update", answers(outcome="not-now"), **where(cast))
    page = person.post("therapist.screenings.update", answers(outcome="suitable"), **where(cast))
    assert page.status == 422
    assert "Somebody else wrote into this" in page.text
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)
    assert len(get_screening(db, reader, where(cast)["enrollment_id"]).looks) == 1


def test_each_case_that_a_refused_talk_opened_is_named_by_its_point(as_: As, cast: Cast) -> None:
    person = as_("theresa")
    drawn = person.get("therapist.screenings.edit", **where(cast))
    risky = [number for number in range(POINTS) if f"answer_{number}" in _risky(drawn)]
    assert len(risky) > 1
    said = {f"answer_{number}": "yes" for number in risky}
    page = person.post(
        "therapist.screenings.update",
        answers(**said, note_0="x" * 501),
        **where(cast),
    )
    assert page.status == 422
    names = re.findall(r"Open the risk case on “([^”]+)”", page.text)
    assert len(names) == len(set(names)) == len(risky)
    assert all(name in drawn.text for name in names)


def _risky(page: Page) -> set[str]:
    told = [row for row in page.parts(class_="talk-row") if "Opens a risk case" in row.text]
    names = [one["name"] for row in told for one in row.parts("input", name=True)]
    return {name for name in names if name.startswith("answer_")}
