"""Numbers and days in forms are read as people write them; what is not is shown as it was typed."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.settings import ClinicSettings
from clinic.models.practice import PracticeEntry
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import exercise_of

As = Callable[[str], Person]
DAY = NOW.date()


@pytest.fixture
def key(db: Db, cast: Cast) -> str:
    return exercise_of(db, cast).public_id


def settle(db: Db, cast: Cast, country: str) -> None:
    ada = Actor(cast.accounts["ada"].id, NOW, Role.ADMINISTRATOR)
    change_settings(db, ada, ClinicSettings(country=country))


@pytest.mark.parametrize("minutes", ["20 min", "20", "20.0", "20,0", "２０", "20 Min"])
@pytest.mark.parametrize("day", ["2026-02-25", "25.2.2026", "25. 2. 2026", "Feb 25, 2026"])
def test_one_meaning_is_read(as_: As, db: Db, key: str, minutes: str, day: str) -> None:
    sent = {"practiced_on": day, "minutes": minutes, "before": "6"}
    assert as_("mia").post("portal.practice.create", sent, assignment_id=key).status == 303
    db.commit()
    entry = db.scalars(select(PracticeEntry)).one()
    assert (entry.practiced_on, entry.minutes) == (DAY, 20)


@pytest.mark.parametrize("minutes", ["1,5", "1,234", "about 20", "20 %x", "1,000", "20-30"])
def test_what_is_not_is_shown_as_it_was_typed_with_all_else(
    as_: As, key: str, minutes: str
) -> None:
    sent = {"practiced_on": "2026-02-25", "minutes": minutes, "before": "6", "note": "by the sea"}
    page = as_("mia").post("portal.practice.create", sent, assignment_id=key)
    assert page.status == 422
    assert page.has_value(minutes)
    assert "Enter a whole number from 0 to 600." in page.text
    assert "by the sea" in page.html
    assert not page.parts(type="number")


@pytest.mark.parametrize("day", ["3/2/2026", "yesterday", "31.2.2026", "2026-13-01"])
def test_a_day_that_cannot_be_read_is_drawn_as_text(as_: As, key: str, day: str) -> None:
    sent = {"practiced_on": day, "minutes": "20", "note": "by the sea"}
    page = as_("mia").post("portal.practice.create", sent, assignment_id=key)
    assert page.status == 422
    drawn = page.part("input", name="practiced_on")
    assert (drawn["type"], drawn["value"]) == ("text", day)
    assert "This could not be read as a day." in page.text


@pytest.mark.parametrize(
    ("country", "day", "status"),
    [
        ("DE", "24/2/2026", 303),
        ("DE", "2/24/2026", 422),
        ("US", "2/24/2026", 303),
        ("US", "24/2/2026", 422),
        ("", "24/2/2026", 303),
    ],
)
def test_the_country_of_the_clinic_says_which_comes_first(
    as_: As, db: Db, cast: Cast, key: str, country: str, day: str, status: int
) -> None:
    settle(db, cast, country)
    sent = {"practiced_on": day, "minutes": "20"}
    assert as_("mia").post("portal.practice.create", sent, assignment_id=key).status == status


def test_a_day_that_was_read_is_drawn_for_its_picker(as_: As, key: str) -> None:
    sent = {"practiced_on": "25.2.2026", "minutes": "many"}
    page = as_("mia").post("portal.practice.create", sent, assignment_id=key)
    drawn = page.part("input", name="practiced_on")
    assert (drawn["type"], drawn["value"]) == ("date", "2026-02-25")
