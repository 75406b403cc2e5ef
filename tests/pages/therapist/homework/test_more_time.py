"""Putting off the last day of an offer, on the pages of the list and of the person."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from tests.cast import BEFORE, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.waiting import LAST_DAY, lists, offer

As = Callable[[str], Person]


@pytest.fixture(autouse=True)
def _before(clock: Clock) -> None:
    clock.at = BEFORE


def test_the_list_leads_to_it_and_tells_the_new_day(as_: As, db: Db, cast: Cast) -> None:
    made = offer(db, cast, lists(db, cast, "Ann")[0])
    db.commit()
    person, where = as_("theresa"), {"offer_id": made.public_id}
    page = person.get("therapist.waiting.index", cohort_id=cast.cohort.public_id)
    assert person.url("therapist.place_offers.edit", **where) in page.links
    asked = person.get("therapist.place_offers.edit", **where)
    assert asked.has_heading("More time for Ann to answer")
    assert asked.has_value(f"{LAST_DAY.isoformat()}")
    later = {"last_day": (LAST_DAY + timedelta(days=2)).isoformat(), "words": "On a journey."}
    answer = person.post("therapist.place_offers.update", later, **where)
    text = " ".join(person.open(answer.location).text.split())
    assert "to answer until the end of Sun, Feb 8" in text
    assert "Ann has until the end of Sun, Feb 8 to answer." in text
    assert "On a journey." in text


def test_an_earlier_day_is_a_sentence_on_the_form(as_: As, db: Db, cast: Cast) -> None:
    made = offer(db, cast, lists(db, cast, "Ann")[0])
    sooner = {"last_day": (LAST_DAY - timedelta(days=1)).isoformat(), "words": "Sooner."}
    where = {"offer_id": made.public_id}
    page = as_("theresa").post("therapist.place_offers.update", sooner, **where)
    assert page.status == 422
    assert "was told a later day" in page.text
    assert "Sooner." in page.html
