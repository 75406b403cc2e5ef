"""A cookie that somebody copied opens nothing after a change of what one signs in with."""

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.accounts import set_passphrase
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Page, Person
from tests.cookies import copied, is_in

As = Callable[[str], Person]
GOOD = "four brown mugs drying"


def change(person: Person, *, ends_others: bool) -> Page:
    data = {"current": PASSPHRASE, "passphrase": GOOD, "again": GOOD}
    return person.post(
        "auth.passphrases.update", data | ({"ends_others": "y"} if ends_others else {})
    )


@pytest.mark.parametrize("ends_others", [True, False])
def test_a_copy_opens_nothing_after_a_new_passphrase(
    app: Flask, as_: As, ends_others: bool
) -> None:
    mia, other = as_("mia"), as_("mia")
    thief = copied(app, mia)
    assert is_in(thief)
    assert change(mia, ends_others=ends_others).status == 303
    assert not is_in(thief)
    assert is_in(mia)
    assert is_in(other) is not ends_others


def test_a_copy_made_after_the_change_ends_with_the_next_one(app: Flask, as_: As) -> None:
    mia = as_("mia")
    change(mia, ends_others=True)
    thief = copied(app, mia)
    data = {"current": GOOD, "passphrase": PASSPHRASE, "again": PASSPHRASE}
    mia.post("auth.passphrases.update", data)
    assert not is_in(thief)


def test_the_new_cookie_carries_nothing_of_the_old(as_: As) -> None:
    mia = as_("mia")
    with mia.browser.session_transaction() as cookie:
        cookie["planted"] = "before"
        old = dict(cookie)
    answer = change(mia, ends_others=True)
    assert SimpleCookie(answer.answer.headers["Set-Cookie"])
    with mia.browser.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"] != old["_user_id"]
        assert set(cookie) <= {"_user_id", "_id", "_fresh", "_flashes", "csrf_token"}


def test_a_copy_opens_nothing_after_a_reset(app: Flask, as_: As, db: Db, cast: Cast) -> None:
    mia = as_("mia")
    thief = copied(app, mia)
    set_passphrase(db, Actor(None, NOW), cast.accounts["mia"], GOOD)
    assert not is_in(thief)
    assert not is_in(mia)


def test_a_change_that_is_refused_changes_no_cookie(as_: As) -> None:
    mia = as_("mia")
    data = {"current": "wrong wrong wrong", "passphrase": GOOD, "again": GOOD}
    assert mia.post("auth.passphrases.update", data).status == 422
    assert is_in(mia)
