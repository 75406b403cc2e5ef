"""Signing in and out by real requests, and the devices on which somebody is signed in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.accounts import LoginSession
from clinic.operations.clinic.accounts import deactivate_account
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Page, Person
from tests.conftest import Clock

As = Callable[[str], Person]


def sign_in(person: Person, name: str, passphrase: str = PASSPHRASE, goal: str = "") -> Page:
    data = {"sign_in_name": name, "passphrase": passphrase, "next": goal}
    return person.post("auth.login_sessions.create", data)


def is_in(person: Person) -> bool:
    return person.get("auth.login_sessions.index").status == 200


def test_the_right_passphrase_signs_in_and_leads_to_the_first_page(as_: As) -> None:
    nobody = as_("nobody")
    answer = sign_in(nobody, " ADA@example.org ")
    assert (answer.status, answer.location) == (303, "/")
    assert nobody.get("auth.home.show").location == nobody.url("admin.accounts.index")


def test_signing_in_gives_a_cookie_that_nobody_knew_before(as_: As) -> None:
    nobody = as_("nobody")
    nobody.get("auth.login_sessions.new")
    with nobody.browser.session_transaction() as cookie:
        cookie["planted"] = "before"
    sign_in(nobody, "ada@example.org")
    with nobody.browser.session_transaction() as cookie:
        assert "planted" not in cookie
        first = cookie["_user_id"]
    sign_in(nobody, "ada@example.org")
    with nobody.browser.session_transaction() as cookie:
        assert cookie["_user_id"] != first


def test_a_wrong_name_and_a_wrong_passphrase_look_the_same(as_: As) -> None:
    nobody = as_("nobody")
    nobody.get("auth.login_sessions.new")
    wrong_name = sign_in(nobody, "eva@example.org", "wrong wrong wrong")
    wrong_passphrase = sign_in(nobody, "ada@example.org", "wrong wrong wrong")
    assert wrong_name.status == wrong_passphrase.status == 422
    assert "do not match" in wrong_name.text
    assert wrong_name.bare.replace("eva@", "ada@") == wrong_passphrase.bare


def test_a_closed_account_looks_like_a_wrong_passphrase(as_: As, db: Db, cast: Cast) -> None:
    deactivate_account(db, Actor(None, NOW), cast.accounts["tom"])
    assert "do not match" in sign_in(as_("nobody"), "tom@example.org").text


def test_the_name_is_kept_after_a_wrong_passphrase_and_the_passphrase_is_not(as_: As) -> None:
    page = sign_in(as_("nobody"), "ada@example.org", "wrong wrong wrong")
    assert page.has_value("ada@example.org")
    assert "wrong wrong" not in page.html


def test_after_ten_bad_tries_even_the_right_passphrase_waits(as_: As, clock: Clock) -> None:
    nobody = as_("nobody")
    for _ in range(10):
        assert sign_in(nobody, "ada@example.org", "wrong wrong wrong").status == 422
    assert sign_in(nobody, "ada@example.org").status == 429
    clock.at += timedelta(hours=1)
    assert sign_in(nobody, "ada@example.org").status == 303


@pytest.mark.parametrize(
    "goal",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/ok\r\nSet-Cookie: a=b",
        "http:///evil.example",
    ],
)
def test_a_sign_in_never_leads_to_another_site(as_: As, goal: str) -> None:
    assert sign_in(as_("nobody"), "ada@example.org", goal=goal).location == "/"


def test_a_sign_in_leads_back_to_where_it_was_asked_for(as_: As) -> None:
    nobody = as_("nobody")
    asked = nobody.open("/admin/audit?page=2")
    assert asked.status == 303
    assert nobody.open(asked.location).has_value("/admin/audit?page=2")
    back = sign_in(nobody, "ada@example.org", goal="/admin/audit?page=2")
    assert back.location == "/admin/audit?page=2"


def test_signing_out_changes_the_cookie_and_ends_the_old_one(as_: As) -> None:
    ada = as_("ada")
    with ada.browser.session_transaction() as cookie:
        old = dict(cookie)
    answer = ada.post("auth.login_sessions.remove")
    # It would take the sealed words of everybody on this device.
    assert "Clear-Site-Data" not in answer.answer.headers
    assert "Set-Cookie" in answer.answer.headers
    with ada.browser.session_transaction() as cookie:
        cookie.update(old)
    assert not is_in(ada)


def test_somebody_who_lay_still_is_asked_to_sign_in_and_the_cookie_changes(
    as_: As, clock: Clock
) -> None:
    ada = as_("ada")
    clock.at += timedelta(minutes=16)
    answer = ada.get("admin.accounts.index")
    assert answer.status == 303
    assert "Set-Cookie" in answer.answer.headers


def test_a_closed_account_is_refused_at_its_very_next_request(as_: As, db: Db, cast: Cast) -> None:
    tom = as_("tom")
    assert is_in(tom)
    deactivate_account(db, Actor(None, NOW), cast.accounts["tom"])
    assert not is_in(tom)


def test_one_device_can_be_signed_out_from_another(as_: As, db: Db) -> None:
    here, there = as_("ada"), as_("ada")
    rows = db.scalars(select(LoginSession).order_by(LoginSession.id)).all()
    here.post("auth.login_sessions.remove_one", login_session_id=rows[1].public_id)
    assert is_in(here)
    assert not is_in(there)


def test_signing_out_everywhere_leaves_no_device(as_: As) -> None:
    here, there = as_("ada"), as_("ada")
    here.post("auth.login_sessions.remove_all")
    assert not is_in(here)
    assert not is_in(there)


def test_the_device_of_another_person_does_not_exist(as_: As, db: Db) -> None:
    as_("tom")
    row = db.scalars(select(LoginSession)).one()
    ada = as_("ada")
    answer = ada.post("auth.login_sessions.remove_one", login_session_id=row.public_id)
    assert answer.status == 404


def test_a_device_is_named_in_words(as_: As) -> None:
    nobody = as_("nobody")
    agent = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    nobody.browser.environ_base["HTTP_USER_AGENT"] = agent
    sign_in(nobody, "ada@example.org")
    assert "Firefox on Android" in nobody.get("auth.login_sessions.index").text


def test_being_seen_is_written_once_a_minute(as_: As, clock: Clock, db: Db) -> None:
    mia = as_("mia")
    newest = select(LoginSession.seen_at).order_by(LoginSession.seen_at.desc()).limit(1)
    for seconds, seen in ((59, 0), (60, 60), (119, 60), (120, 120)):
        clock.at = NOW + timedelta(seconds=seconds)
        assert is_in(mia)
        db.commit()
        assert db.scalar(newest) == NOW + timedelta(seconds=seen)
