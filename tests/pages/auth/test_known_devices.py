"""The device that somebody is known on: always let in, listed, forgotten, never a key by itself."""

from collections.abc import Callable

import pytest

from tests.cast import PASSPHRASE
from tests.client import Page, Person

As = Callable[[str], Person]
WRONG = "wrong wrong wrong"
MIA = "mia@example.org"


def sign_in(person: Person, passphrase: str = PASSPHRASE, name: str = MIA) -> Page:
    data = {"sign_in_name": name, "passphrase": passphrase}
    return person.post("auth.login_sessions.create", data)


@pytest.fixture
def known(as_: As) -> Person:
    """Mia at her own phone, signed out."""
    person = as_("nobody")
    assert sign_in(person).status == 303
    person.post("auth.login_sessions.remove")
    return person


def test_the_owner_gets_in_while_strangers_guess(as_: As, known: Person) -> None:
    strangers = as_("nobody")
    answers = [sign_in(strangers, WRONG).status for _ in range(15)]
    assert answers == [422] * 10 + [429] * 5
    assert sign_in(strangers).status == 429
    assert sign_in(known).status == 303


def test_the_cookie_of_a_device_is_out_of_reach_of_scripts_and_stays_after_signing_out(
    as_: As, known: Person
) -> None:
    kept = known.browser.get_cookie("hearth-device")
    assert kept is not None
    assert kept.http_only
    assert kept.same_site == "Lax"
    assert kept.max_age == 180 * 24 * 60 * 60
    assert known.get("auth.login_sessions.index").status == 303


def test_a_thief_of_the_device_s_cookie_has_ten_tries_too(as_: As, known: Person) -> None:
    answers = [sign_in(known, WRONG).status for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_a_known_device_tells_nothing_of_other_names(as_: As, known: Person) -> None:
    known.get("auth.login_sessions.new")
    there = sign_in(known, WRONG, "max@example.org")
    nowhere = sign_in(known, WRONG, "may@example.org")
    assert (there.status, there.text) == (nowhere.status, nowhere.text)
    for _ in range(9):
        sign_in(known, WRONG, "may@example.org")
    assert sign_in(known, WRONG, "may@example.org").status == 429


def test_a_known_device_stands_on_the_own_page_and_can_be_forgotten(as_: As, known: Person) -> None:
    sign_in(known)
    page = known.get("auth.login_sessions.index")
    assert page.has_heading("Known devices")
    address = page.id_after("/account/devices/known/")
    assert as_("max").post("auth.login_sessions.forget", known_device_id=address).status == 404
    assert known.post("auth.login_sessions.forget", known_device_id=address).status == 303
    assert not known.get("auth.login_sessions.index").has_heading("Known devices")
    strangers = as_("nobody")
    for _ in range(10):
        sign_in(strangers, WRONG)
    known.post("auth.login_sessions.remove")
    assert sign_in(known).status == 429
