"""The clinic's settings and the audit trail, by real requests."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.operations.clinic.accounts import add_account
from clinic.queries.clinic.audit import PAGE_SIZE
from tests.cast import NOW
from tests.client import Person
from tests.settings_form import SETTINGS

As = Callable[[str], Person]


def test_settings_are_saved_and_seen(as_: As) -> None:
    ada = as_("ada")
    assert ada.post("admin.settings.update", SETTINGS).status == 303
    page = ada.get("admin.settings.edit")
    assert page.has_value("Harbor House")
    assert page.parts("option", value="Letter", selected=True)
    said = "Monday, Wednesday and Saturday from 8:30 to 12:00 (New York time)"
    assert said in page.text
    help_page = as_("nobody").get("auth.help.show")
    assert "Second paragraph." in [one.text for one in help_page.parts("p")]
    assert "Help now · Harbor" in help_page.html
    assert said in help_page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"time_zone": "Mars/Olympus"}, "There is no such time zone"),
        ({"time_zone": "../etc/passwd"}, "There is no such time zone"),
        ({"paper": "A3"}, "Not a valid choice"),
        ({"crisis_text": " "}, "Say where to get help"),
        ({"discreet_name": "Therapy at the clinic"}, "“clinic”, “therapy” says what"),
        ({"clinic_name": "x" * 81}, "longer than 80"),
        ({"crisis_line": "555\x00"}, "a character we cannot store"),
        ({"reading_days": []}, "Choose at least one day."),
        ({"reading_days": ["8"]}, "valid choice"),
        ({"reading_from": "nine"}, "could not be read as a time"),
        ({"reading_until": "08:30"}, "The end has to come after the beginning."),
    ],
)
def test_a_wrong_setting_is_said_and_nothing_is_saved(
    as_: As, wrong: dict[str, str | list[str]], sentence: str
) -> None:
    ada = as_("ada")
    page = ada.post("admin.settings.update", {**SETTINGS, **wrong})
    assert page.status == 422
    assert sentence in page.text
    assert ada.get("admin.settings.edit").has_value("Riverside Clinic")


def test_the_trail_says_who_did_what_and_not_what_was_written(as_: As) -> None:
    ada = as_("ada")
    ada.post("admin.settings.update", SETTINGS)
    page = ada.get("admin.audit.index")
    assert "Ada Moreau Change settings" in page.text
    assert "555 0199" not in page.text


def test_the_trail_names_no_client(as_: As) -> None:
    as_("mia")
    page = as_("ada").get("admin.audit.index")
    assert "a client Start login session" in page.text
    assert "Mia" not in page.text


@pytest.mark.parametrize("number", ["2", "999999999999999999999", "-1", "x"])
def test_any_page_of_the_trail_is_answered(as_: As, db: Db, number: str) -> None:
    for row in range(PAGE_SIZE):
        add_account(db, Actor(None, NOW), f"P {row}", f"p{row}@example.org", Role.THERAPIST)
    page = as_("ada").get("admin.audit.index", page=number)
    assert page.status == 200
    assert "Page 2 of 2" in page.text or "Page 1 of 2" in page.text


@pytest.mark.parametrize("endpoint", ["admin.settings.edit", "admin.audit.index"])
def test_therapists_see_neither(as_: As, endpoint: str) -> None:
    assert as_("theresa").get(endpoint).status == 403
