"""Whom the door asks for a second proof: staff where the clinic wants it, and whoever chose it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.factors import step_of
from clinic.lookups.clinic.factors import app_code
from clinic.lookups.clinic.settings import clinic_settings
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.devices import app_of_a
from tests.doors import is_in, show, sign_in

As = Callable[[str], Person]


@pytest.fixture
def secret(db: Db, cast: Cast) -> str:
    """The secret of Ada's app."""
    return app_of_a(db, cast.accounts["ada"], NOW - timedelta(hours=1))[1]


@pytest.fixture
def asking(db: Db) -> None:
    """Let the clinic ask its staff for a second proof."""
    change_settings(db, Actor(None, NOW), replace(clinic_settings(db), asks_second_factor=True))


def test_a_trusted_device_is_not_asked_for_thirty_days(as_: As, secret: str, clock: Clock) -> None:
    owner = as_("nobody")
    sign_in(owner)
    show(owner, app_code(secret, step_of(clock())), trusts_device="y")
    clock.at += timedelta(days=29)
    assert sign_in(owner).location == "/"
    clock.at += timedelta(days=2)
    assert sign_in(owner).location == "/sign-in/code"


def test_a_device_is_asked_again_after_a_change_of_what_one_signs_in_with(
    as_: As, secret: str, clock: Clock
) -> None:
    owner, new = as_("nobody"), "four brown mugs drying"
    sign_in(owner)
    show(owner, app_code(secret, step_of(clock())), trusts_device="y")
    owner.post("auth.passphrases.update", {"current": PASSPHRASE, "passphrase": new, "again": new})
    owner.post("auth.login_sessions.remove")
    assert sign_in(owner, passphrase=new).location == "/sign-in/code"


@pytest.mark.usefixtures("asking")
def test_staff_without_a_second_proof_set_it_up_before_they_see_anything(
    as_: As, clock: Clock
) -> None:
    nobody = as_("nobody")
    assert sign_in(nobody).location == "/sign-in/code"
    assert nobody.get("auth.doors.show").location == "/account/factors/app"
    page = nobody.get("auth.factors.new")
    assert page.has_heading("Set up a second proof")
    typed = page.parts("code")[0].text.replace(" ", "")
    assert nobody.post("auth.factors.create", {"code": "000000"}).status == 422
    made = nobody.post("auth.factors.create", {"code": app_code(typed, step_of(clock()))})
    assert made.status == 201
    assert sum(len(item.parts("code")) for item in made.parts("li")) == 10
    assert is_in(nobody)


@pytest.mark.usefixtures("asking")
def test_clients_are_not_asked_unless_they_chose_it(as_: As) -> None:
    assert sign_in(as_("nobody"), "mia@example.org").location == "/"


def test_a_client_may_choose_it(as_: As, clock: Clock) -> None:
    mia = as_("mia")
    page = mia.get("auth.factors.new")
    typed = page.parts("code")[0].text.replace(" ", "")
    assert (
        mia.post("auth.factors.create", {"code": app_code(typed, step_of(clock()))}).status == 201
    )
    assert is_in(mia)
    assert sign_in(as_("nobody"), "mia@example.org").location == "/sign-in/code"
