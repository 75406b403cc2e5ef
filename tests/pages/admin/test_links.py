"""A link for a colleague: mailed to her alone, or asked for by one and granted by another."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.accounts import deactivate_account, reactivate_account
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.devices import SECOND, second_administrator

As = Callable[[str], Person]


def show(person: Person, cast: Cast) -> Page:
    return person.get("admin.accounts.show", account_id=cast.accounts["tom"].public_id)


def sign_in(person: Person, name: str) -> Person:
    data = {"sign_in_name": name, "passphrase": SECOND}
    assert person.post("auth.login_sessions.create", data).status == 303
    return person


def test_a_link_is_mailed_and_not_shown(as_: As, cast: Cast) -> None:
    ada, tom = as_("ada"), cast.accounts["tom"].public_id
    answer = ada.post("admin.accounts.invite", {"by": "mail"}, account_id=tom)
    assert answer.status == 303
    page = show(ada, cast)
    assert "A link is on its way to Tom Adeyemi, at t…@e…." in page.text
    assert "/invitation/" not in page.html.replace(f"/accounts/{tom}/invitation", "")


def test_one_administrator_alone_gets_a_sentence_and_no_link(as_: As, cast: Cast) -> None:
    ada = as_("ada")
    answer = ada.post("admin.accounts.invite", account_id=cast.accounts["tom"].public_id)
    assert answer.status == 303
    assert "There is no second administrator who could grant it." in show(ada, cast).text


def test_two_administrators_let_a_colleague_in(as_: As, db: Db, cast: Cast) -> None:
    name = second_administrator(db).sign_in_name
    ada, bea = as_("ada"), sign_in(as_("nobody"), name)
    ada.post("admin.accounts.invite", account_id=cast.accounts["tom"].public_id)
    assert "You asked for a link to hand over" in show(ada, cast).text
    asked = show(bea, cast)
    assert "Ada Moreau asked on" in asked.text
    wish = asked.id_after("/admin/links/")
    assert ada.post("admin.accounts.grant", request_id=wish).status == 303, "not her own"
    page = bea.post("admin.accounts.grant", request_id=wish)
    assert page.status == 201
    assert as_("nobody").open(f"/invitation/{page.id_after('/invitation/')}").status == 200
    tom = as_("tom").get("auth.account_news.index").text
    assert "Ada Moreau asked for a link for you" in tom
    assert "A link for you was granted by Bea Okafor" in tom


@pytest.mark.parametrize("is_back", [False, True])
def test_what_somebody_asked_for_is_not_granted_once_her_account_is_closed(
    as_: As, db: Db, cast: Cast, is_back: bool
) -> None:
    first, second = second_administrator(db), second_administrator(db)
    bea, tom = sign_in(as_("nobody"), first.sign_in_name), cast.accounts["tom"].public_id
    bea.post("admin.accounts.invite", account_id=tom)
    cleo = sign_in(as_("nobody"), second.sign_in_name)
    wish = show(cleo, cast).id_after("/admin/links/")
    ada = Actor(cast.accounts["ada"].id, NOW, cast.accounts["ada"].role)
    deactivate_account(db, ada, first)
    if is_back:
        reactivate_account(db, ada, first)
    assert cleo.post("admin.accounts.grant", request_id=wish).status == (201 if is_back else 303)
    if not is_back:
        page = show(cleo, cast)
        assert "The account of the person who asked for this has been closed." in page.text
        assert "Bea Okafor asked" not in page.text
        assert "Ask for a link" in page.text
