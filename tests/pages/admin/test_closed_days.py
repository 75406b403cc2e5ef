"""The clinic's closed days, its country and its region."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.days_off import DaysOff
from tests.client import Person
from tests.selects import selects_of
from tests.settings_form import SETTINGS

As = Callable[[str], Person]
BREAK = {"first_on": "2026-12-24", "last_on": "2027-01-01", "name": "Winter break"}


def test_closed_days_are_entered_taken_out_and_put_back(as_: As, db: Db) -> None:
    ada = as_("ada")
    assert "No closed days" in ada.get("admin.closed_days.index").text
    assert ada.post("admin.closed_days.create", BREAK).status == 303
    assert "Dec 24, 2026 to Jan 1, 2027" in ada.get("admin.closed_days.index").text
    (row,) = db.scalars(select(DaysOff)).all()
    ada.post("admin.closed_days.remove", closed_days_id=row.public_id)
    page = ada.get("admin.closed_days.index")
    assert "No closed days" in page.text
    assert "Recently removed" in page.text
    ada.post("admin.closed_days.restore", closed_days_id=row.public_id)
    assert "Recently removed" not in ada.get("admin.closed_days.index").text


@pytest.mark.parametrize(
    ("differing", "sentence"),
    [
        ({"first_on": ""}, "Enter the first closed day."),
        ({"last_on": "2026-12-01"}, "The last day comes before the first."),
        ({"first_on": "2025-12-24", "last_on": ""}, "These days are past."),
        ({"last_on": "2028-12-24"}, "Enter at most a year at a time."),
        ({"name": " "}, "Give a reason"),
    ],
)
def test_what_cannot_be_is_said(as_: As, db: Db, differing: dict[str, str], sentence: str) -> None:
    page = as_("ada").post("admin.closed_days.create", {**BREAK, **differing})
    assert page.status == 422
    assert sentence in page.text
    assert db.scalars(select(DaysOff)).all() == []


def test_the_page_asks_no_more_the_more_days_there_are(as_: As, db: Db) -> None:
    ada = as_("ada")
    ada.post("admin.closed_days.create", BREAK)
    few = selects_of(db, ada, "admin.closed_days.index")
    for day in range(1, 20):
        ada.post("admin.closed_days.create", {**BREAK, "first_on": f"2026-12-{day:02}"})
    assert selects_of(db, ada, "admin.closed_days.index") == few


@pytest.mark.parametrize("region", ["BY", "by", "Bayern"])
def test_a_region_is_taken_by_its_name_or_its_letters(as_: As, region: str) -> None:
    ada = as_("ada")
    ada.post("admin.settings.update", {**SETTINGS, "country": "DE", "region": region})
    page = ada.get("admin.settings.edit")
    assert page.parts("option", value="DE", selected=True)
    assert page.has_value("BY")


@pytest.mark.parametrize(
    ("country", "region", "sentence"),
    [
        ("DE", "Texas", "There is no such region. Choose one of these: Brandenburg"),
        ("", "BY", "This country has no regions"),
        ("QQ", "", "Not a valid choice"),
    ],
)
def test_a_place_that_is_none_is_said(as_: As, country: str, region: str, sentence: str) -> None:
    sent = {**SETTINGS, "country": country, "region": region}
    page = as_("ada").post("admin.settings.update", sent)
    assert page.status == 422
    assert sentence in page.text


def test_a_country_without_a_list_is_saved_with_a_sentence(as_: As) -> None:
    ada = as_("ada")
    assert ada.post("admin.settings.update", {**SETTINGS, "country": "AC"}).status == 303
    assert "no list of public holidays for this country" in ada.get("admin.settings.edit").text
