"""The door: who knows the passphrase alone gets no page but the one that asks for the second."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.access import Action, Actor
from clinic.domain.clinic.factors import step_of
from clinic.lookups.clinic.factors import app_code
from clinic.lookups.clinic.settings import clinic_settings
from clinic.operations.clinic.accounts import set_passphrase
from clinic.operations.clinic.factors import make_codes
from clinic.operations.clinic.settings import change_settings
from clinic.web.gate import label_of
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.devices import app_of_a

As = Callable[[str], Person]
ADA = "ada@example.org"


def sign_in(person: Person, name: str = ADA, passphrase: str = PASSPHRASE, goal: str = "") -> Page:
    data = {"sign_in_name": name, "passphrase": passphrase, "next": goal}
    return person.post("auth.login_sessions.create", data)


def show(person: Person, code: str, **more: str) -> Page:
    return person.post("auth.doors.create", {"code": code, **more})


def is_in(person: Person) -> bool:
    return person.get("auth.login_sessions.index").status == 200


@pytest.fixture
def secret(db: Db, cast: Cast) -> str:
    """The secret of Ada's app."""
    return app_of_a(db, cast.accounts["ada"], NOW - timedelta(hours=1))[1]


@pytest.fixture
def asking(db: Db) -> None:
    """Let the clinic ask its staff for a second proof."""
    change_settings(db, Actor(None, NOW), replace(clinic_settings(db), asks_second_factor=True))


def test_the_passphrase_leads_to_the_door_and_the_code_in(
    as_: As, secret: str, clock: Clock
) -> None:
    nobody = as_("nobody")
    answer = sign_in(nobody, goal="/admin/audit?page=2")
    assert answer.location == "/sign-in/code?next=/admin/audit?page%3D2"
    page = nobody.open(answer.location)
    assert page.has_heading("One more step")
    entered = show(nobody, app_code(secret, step_of(clock())), next="/admin/audit?page=2")
    assert (entered.status, entered.location) == (303, "/admin/audit?page=2")
    assert is_in(nobody)


def test_s6_the_cookie_of_the_door_opens_nothing_once_one_is_in(
    app: Flask, as_: As, secret: str, clock: Clock
) -> None:
    nobody, thief = as_("nobody"), Person(app)
    sign_in(nobody)
    kept = nobody.browser.get_cookie("hearth")
    assert kept is not None
    thief.browser.set_cookie("hearth", kept.value)
    show(nobody, app_code(secret, step_of(clock())))
    assert not is_in(thief)
    assert thief.get("auth.doors.show").location.startswith("/sign-in?")


def test_half_a_sign_in_opens_no_page_of_the_program(as_: As, app: Flask, secret: str) -> None:
    nobody = as_("nobody")
    sign_in(nobody)
    doors = {"auth.doors.show", "auth.doors.create"}
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if label_of(rule.endpoint, app) is not Action.OPEN_TO_ALL and rule.endpoint not in doors
    ]
    opened = []
    for rule in rules:
        values = {name: _value(name) for name in rule.arguments}
        for method in (rule.methods or set()) & {"GET", "POST", "PUT"}:
            path = nobody.url(rule.endpoint, **values)
            answer = nobody.browser.open(path, method=method)
            is_shut = answer.status_code == 401 or (
                answer.status_code == 303 and answer.location.startswith("/sign-in/code")
            )
            if not is_shut:
                opened.append((rule.endpoint, method, answer.status_code))
    assert len(rules) > 150
    assert opened == []


def _value(name: str) -> object:
    if name in ("item", "scale_number"):
        return 1
    fixed = {"kind": "client", "code": "ABCDEFGH", "token": "a" * 43}
    return fixed.get(name, "abcdefghijkmnpqrstuv")


def test_the_door_does_not_let_another_app_in(as_: As, secret: str) -> None:
    nobody = as_("nobody")
    sign_in(nobody)
    assert nobody.get("auth.factors.new").location == "/sign-in/code"
    assert nobody.post("auth.factors.create", {"code": "123456"}).location == "/sign-in/code"
    assert not is_in(nobody)


def test_the_door_stands_open_for_ten_minutes(as_: As, secret: str, clock: Clock) -> None:
    nobody = as_("nobody")
    sign_in(nobody)
    clock.at += timedelta(minutes=11)
    assert show(nobody, app_code(secret, step_of(clock()))).status == 401
    assert not is_in(nobody)


def test_whoever_shuts_the_account_shuts_the_door(
    as_: As, secret: str, clock: Clock, db: Db, cast: Cast
) -> None:
    nobody = as_("nobody")
    sign_in(nobody)
    set_passphrase(db, Actor(None, NOW), cast.accounts["ada"], "four brown mugs drying")
    assert show(nobody, app_code(secret, step_of(clock()))).status == 401


def test_s9_ten_wrong_codes_and_even_the_right_one_waits(
    as_: As, secret: str, clock: Clock
) -> None:
    nobody = as_("nobody")
    sign_in(nobody)
    answers = [show(nobody, "000000").status for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2
    assert show(nobody, app_code(secret, step_of(clock()))).status == 429


def test_s9_strangers_at_the_door_never_lock_the_known_device_out(
    as_: As, secret: str, clock: Clock
) -> None:
    owner, stranger = as_("nobody"), as_("nobody")
    sign_in(owner)
    show(owner, app_code(secret, step_of(clock())))
    owner.post("auth.login_sessions.remove")
    sign_in(stranger)
    assert [show(stranger, "000000").status for _ in range(11)][-1] == 429
    clock.at += timedelta(minutes=1)
    sign_in(owner)
    assert show(owner, app_code(secret, step_of(clock()))).status == 303


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


def test_a_code_on_paper_lets_in_once(as_: As, secret: str, db: Db, cast: Cast) -> None:
    ada = cast.accounts["ada"]
    code = make_codes(db, Actor(ada.id, NOW, ada.role), ada)[0]
    answers = []
    for _ in range(2):
        nobody = as_("nobody")
        sign_in(nobody)
        answers.append(show(nobody, code).status)
    assert answers == [303, 422]


@pytest.mark.usefixtures("asking")
def test_staff_without_a_second_proof_set_it_up_before_they_see_anything(
    as_: As, clock: Clock
) -> None:
    nobody = as_("nobody")
    assert sign_in(nobody).location == "/sign-in/code"
    assert nobody.get("auth.doors.show").location == "/account/factors/app"
    page = nobody.get("auth.factors.new")
    assert page.has_heading("Set up a second proof")
    typed = page.html.split("<code>")[1].split("</code>")[0].replace(" ", "")
    assert nobody.post("auth.factors.create", {"code": "000000"}).status == 422
    made = nobody.post("auth.factors.create", {"code": app_code(typed, step_of(clock()))})
    assert made.status == 201
    assert made.html.count("<li><code>") == 10
    assert is_in(nobody)


@pytest.mark.usefixtures("asking")
def test_clients_are_not_asked_unless_they_chose_it(as_: As) -> None:
    assert sign_in(as_("nobody"), "mia@example.org").location == "/"


def test_a_client_may_choose_it(as_: As, clock: Clock) -> None:
    mia = as_("mia")
    page = mia.get("auth.factors.new")
    typed = page.html.split("<code>")[1].split("</code>")[0].replace(" ", "")
    assert (
        mia.post("auth.factors.create", {"code": app_code(typed, step_of(clock()))}).status == 201
    )
    assert is_in(mia)
    assert sign_in(as_("nobody"), "mia@example.org").location == "/sign-in/code"
