"""The door: who knows the passphrase alone gets no page but the one that asks for the second."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.access import Action, Actor
from clinic.domain.clinic.credentials import AccountEventKind as Kind
from clinic.domain.clinic.factors import step_of
from clinic.lookups.clinic.factors import app_code
from clinic.operations.clinic.accounts import set_passphrase
from clinic.operations.clinic.factors import make_codes
from clinic.web.gate import label_of
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.credentials import told
from tests.devices import app_of_a
from tests.doors import is_in, show, sign_in

As = Callable[[str], Person]


@pytest.fixture
def secret(db: Db, cast: Cast) -> str:
    """The secret of Ada's app."""
    return app_of_a(db, cast.accounts["ada"], NOW - timedelta(hours=1))[1]


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
    doors = {"auth.doors.show", "auth.doors.create", "auth.passkeys.answer"}
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


def test_a_code_on_paper_lets_in_once(as_: As, secret: str, db: Db, cast: Cast) -> None:
    ada = cast.accounts["ada"]
    code = make_codes(db, Actor(ada.id, NOW, ada.role), ada)[0]
    answers = []
    for _ in range(2):
        nobody = as_("nobody")
        sign_in(nobody)
        answers.append(show(nobody, code).status)
    assert answers == [303, 422]


def test_s9_wrong_codes_on_a_strange_device_are_told_to_the_owner_once_a_day(
    as_: As, secret: str, clock: Clock, db: Db, cast: Cast
) -> None:
    stranger, ada = as_("nobody"), cast.accounts["ada"]
    for day in (0, 1):
        clock.at = NOW + timedelta(days=day, minutes=day)
        sign_in(stranger)
        before = told(db, ada).count(Kind.WRONG_CODES)
        for heard in (0, 0, 1, 1, 1):
            show(stranger, "000000")
            db.commit()
            assert told(db, ada).count(Kind.WRONG_CODES) - before == heard


def test_s9_wrong_codes_on_her_own_device_are_nothing_to_tell(
    as_: As, secret: str, clock: Clock, db: Db, cast: Cast
) -> None:
    owner = as_("nobody")
    sign_in(owner)
    show(owner, app_code(secret, step_of(clock())))
    owner.post("auth.login_sessions.remove")
    sign_in(owner)
    assert [show(owner, "000000").status for _ in range(5)] == [422] * 5
    db.commit()
    assert Kind.WRONG_CODES not in told(db, cast.accounts["ada"])


def test_s9_thirty_wrong_codes_a_day_and_even_the_right_one_waits_for_the_next(
    as_: As, secret: str, clock: Clock
) -> None:
    stranger, answers = as_("nobody"), []
    for hour in range(5):
        clock.at = NOW + timedelta(hours=hour, minutes=hour)
        sign_in(stranger)
        answers += [show(stranger, "000000").status for _ in range(10)]
    assert answers == [422] * 30 + [429] * 20
    assert show(stranger, app_code(secret, step_of(clock()))).status == 429
    clock.at = NOW + timedelta(hours=30)
    sign_in(stranger)
    assert show(stranger, app_code(secret, step_of(clock()))).status == 303
