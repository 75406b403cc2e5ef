"""Invitations, one's own passphrase and the help page, by real requests."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.invitations import accept_invitation, issue_invitation
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Page, Person
from tests.conftest import Clock

As = Callable[[str], Person]
GOOD = "four brown mugs drying"


@pytest.fixture
def token(db: Db, cast: Cast) -> str:
    return issue_invitation(db, Actor(None, NOW), cast.accounts["ada"]).token


def accept(person: Person, token: str, passphrase: str = GOOD, again: str = GOOD) -> Page:
    data = {"passphrase": passphrase, "again": again}
    return person.post("auth.invitations.accept", data, token=token)


def change(person: Person, current: str, passphrase: str = GOOD) -> Page:
    data = {"current": current, "passphrase": passphrase, "again": passphrase}
    return person.post("auth.passphrases.update", data | {"ends_others": "y"})


def test_looking_at_an_invitation_uses_nothing_up(as_: As, token: str) -> None:
    nobody = as_("nobody")
    for _ in range(3):
        assert "ada@example.org" in nobody.get("auth.invitations.show", token=token).text
    assert accept(nobody, token).status == 201


def test_accepting_an_invitation_signs_the_person_in(as_: As, token: str) -> None:
    nobody = as_("nobody")
    accept(nobody, token)
    assert nobody.get("auth.login_sessions.index").status == 200


def test_used_old_replaced_and_unknown_invitations_look_the_same(
    as_: As, db: Db, cast: Cast, token: str, clock: Clock
) -> None:
    replaced = token
    used = issue_invitation(db, Actor(None, NOW), cast.accounts["ada"]).token
    accept_invitation(db, Actor(None, NOW), used, GOOD)
    expired = issue_invitation(db, Actor(None, NOW), cast.accounts["tom"]).token
    clock.at += timedelta(days=7)
    nobody = as_("nobody")
    nobody.get("auth.login_sessions.new")
    pages = [
        page
        for one in (replaced, used, expired, "a" * 43)
        for page in (nobody.get("auth.invitations.show", token=one), accept(nobody, one))
    ]
    assert {page.status for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


@pytest.mark.parametrize(
    ("passphrase", "again", "sentence"),
    [
        (GOOD, "something else here", "The two do not match"),
        ("short", "short", "12 characters or more. A few"),
        ("", "", "Choose a passphrase"),
    ],
)
def test_a_passphrase_that_will_not_do_is_answered_by_a_sentence(
    as_: As, token: str, passphrase: str, again: str, sentence: str
) -> None:
    page = accept(as_("nobody"), token, passphrase, again)
    assert page.status == 422
    assert sentence in page.text
    assert "Nothing was changed. Please type the passphrase again." in page.text
    assert "nothing you typed is lost" not in page.text


def test_changing_the_passphrase_signs_every_other_device_out(as_: As) -> None:
    here, there = as_("ada"), as_("ada")
    assert change(here, PASSPHRASE).status == 303
    assert here.get("auth.passphrases.edit").status == 200
    assert there.get("auth.passphrases.edit").status == 303


def test_changing_the_passphrase_takes_the_one_that_stands(as_: As) -> None:
    page = change(as_("ada"), "wrong wrong wrong")
    assert page.status == 422
    assert "not your current passphrase" in page.text


def test_an_open_screen_is_no_place_to_guess_a_passphrase(as_: As) -> None:
    ada = as_("ada")
    for _ in range(10):
        change(ada, "wrong wrong wrong")
    assert change(ada, PASSPHRASE).status == 429


@pytest.mark.parametrize("who", ["nobody", "ada"])
def test_help_is_there_for_everybody(as_: As, who: str) -> None:
    page = as_(who).get("auth.help.show")
    assert page.status == 200
    for words in ("555 0100, day and night", "not an emergency service", "555 0111"):
        assert words in page.text
    numbers = {(link["href"], link.text) for link in page.parts("a", href=True)}
    assert numbers >= {("tel:5550100", "Call 555 0100"), ("tel:5550111", "555 0111")}
