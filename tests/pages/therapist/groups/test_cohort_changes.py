"""Changing and closing a cohort, with the form going stale in between."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus
from tests.cast import Cast
from tests.client import Page, Person

As = Callable[[str], Person]


def change(person: Person, cast: Cast, **differing: str) -> Page:
    data = {
        "name": "Tuesday group",
        "discreet_name": "Tuesdays",
        "place": "Room 5",
        "video_url": "",
        "capacity": "6",
    }
    address = {"cohort_id": cast.cohort.public_id}
    return person.post("therapist.cohorts.update", {**data, **differing}, **address)


def test_what_may_change_is_changed(as_: As, db: Db, cast: Cast) -> None:
    assert change(as_("theresa"), cast).status == 303
    db.refresh(cast.cohort)
    assert (cast.cohort.name, cast.cohort.place, cast.cohort.capacity) == (
        "Tuesday group",
        "Room 5",
        6,
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("capacity", "2", "3 people hold a place already, so there cannot be fewer places."),
        ("capacity", "-1", "Enter a whole number from 1 to 200."),
        ("name", "", "Give the cohort a name."),
        ("video_url", "ftp://example.org", "Enter a link that begins with https://."),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    as_: As, db: Db, cast: Cast, field: str, value: str, sentence: str
) -> None:
    page = change(as_("theresa"), cast, **{field: value})
    assert page.status == 422
    assert sentence in page.text
    db.refresh(cast.cohort)
    assert cast.cohort.name == "Tuesday evening group"


def test_two_who_change_the_same_field_see_both_and_choose(as_: As, db: Db, cast: Cast) -> None:
    theresa = as_("theresa")
    drawn = theresa.get("therapist.cohorts.edit", cohort_id=cast.cohort.public_id).drawn
    assert change(as_("tom"), cast, place="Room 9").status == 303
    page = change(theresa, cast, place="Room 7", drawn=drawn)
    assert page.status == 422
    assert (
        "Someone else changed this in the meantime: it is now “Room 9”. You wrote “Room 7”."
        in page.text
    )
    assert page.has_value("Room 7")
    db.refresh(cast.cohort)
    assert cast.cohort.place == "Room 9"
    chosen = {"settle-place": "mine", "drawn": page.drawn}
    assert change(theresa, cast, place="Room 7", **chosen).status == 303
    db.commit()
    db.refresh(cast.cohort)
    assert cast.cohort.place == "Room 7"


def test_a_closed_cohort_stays_readable_and_takes_nobody(as_: As, db: Db, cast: Cast) -> None:
    person = as_("theresa")
    address = {"cohort_id": cast.cohort.public_id}
    assert person.post("therapist.cohorts.close", **address).status == 303
    db.refresh(cast.cohort)
    assert cast.cohort.status is CohortStatus.CLOSED
    page = person.get("therapist.cohorts.show", **address)
    assert "Closed. Everything stays readable." in page.text
    assert "Mia R." in page.text
    assert not page.leads_to("/people/new")
