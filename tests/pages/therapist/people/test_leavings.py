"""Leaving a group, on the pages of the therapist, in the portal and on paper."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.people.departures import LeavingReason
from clinic.operations.people.departures import leave
from tests.cast import Cast
from tests.client import Person
from tests.clinical_words import CLINICAL
from tests.crowd import theresa
from tests.homework import measure_of
from tests.printing.paper import pages

As = Callable[[str], Person]
AGREED = {"why": "agreed-ending", "words": "She has what she came for.", "asks_at_the_end": "y"}


def test_a_place_ends_with_a_reason_and_the_page_says_what_follows(as_: As, cast: Cast) -> None:
    person, where = as_("theresa"), {"enrollment_id": cast.enrollments["mia"].public_id}
    assert person.get("therapist.departures.edit", **where).has_heading("Mia leaves the group")
    answer = person.post("therapist.departures.update", AGREED, **where)
    text = person.open(answer.location).text
    assert "we agreed to end here" in text
    assert "The final questionnaires are open until" in text
    assert "Noted: She has what she came for." in text
    assert "Agreed ending" in text


@pytest.mark.parametrize("why", ["", "abducted"])
def test_without_a_reason_of_the_list_nobody_leaves(as_: As, db: Db, cast: Cast, why: str) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    data = {"why": why, "words": "Something"}
    page = as_("theresa").post("therapist.departures.update", data, **where)
    assert page.status == 422
    assert "Something" in page.text
    db.refresh(cast.enrollments["mia"])
    assert cast.enrollments["mia"].status is EnrollmentStatus.ENROLLED


def test_the_portal_offers_the_last_questions_and_nothing_else(as_: As, db: Db, cast: Cast) -> None:
    leave(db, theresa(cast), cast.enrollments["mia"], LeavingReason.TIMES, None)
    page = as_("mia").get("portal.today.show")
    assert page.has_heading("A last few questions, if you like")
    assert "questions about the last two weeks" in page.text
    assert "of 7 this week" not in page.text
    assert "Your group is over" not in page.text
    asked = measure_of(db, cast, occasion="post").public_id
    before = as_("mia").get("portal.measures.show", administration_id=asked).text
    assert "read your answers, and nobody else" in before
    assert "meets again" not in before
    weeks = as_("mia").get("portal.weeks.index").text
    assert "Week 3" in weeks
    assert "Week 5" not in weeks


def test_unticked_nothing_more_is_asked(as_: As, cast: Cast) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    as_("theresa").post("therapist.departures.update", {"why": "no-contact"}, **where)
    assert "Nothing more is due" in as_("mia").get("portal.today.show").text


def test_the_letter_says_no_clinical_word_and_until_when_something_is_asked(
    as_: As, db: Db, cast: Cast
) -> None:
    leave(db, theresa(cast), cast.enrollments["mia"], LeavingReason.HEALTH, "A secret illness.")
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    answer = as_("theresa").get("handouts.departures.show", **where).answer
    assert answer.mimetype == "application/pdf"
    (page,) = pages(answer.data)
    for words in ("Dear Mia,", "Feb 25, 2026", "Mar 11, 2026", "Theresa Lind"):
        assert words in page
    found = [word for word in (*CLINICAL, "secret", "illness", "tuesday") if word in page.lower()]
    assert found == []


def test_there_is_no_such_letter_to_somebody_who_takes_part(as_: As, cast: Cast) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    assert as_("theresa").get("handouts.departures.show", **where).status == 404
