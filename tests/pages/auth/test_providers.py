"""Staff come in by the clinic's own sign-in server, and nobody by a forged word of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.providers import Provider
from clinic.lookups.clinic.settings import clinic_settings
from clinic.operations.clinic.accounts import deactivate_account
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.pages.auth.provider_fixtures import issuer, linked, provider
from tests.provider_server import CLIENT_ID
from tests.providing import (
    SUBJECT,
    brought,
    by_passphrase,
    claims,
    come_in,
    configure,
    is_in,
    sent,
    vouched,
)

__all__ = ["issuer", "linked", "provider"]

As = Callable[[str], Person]


def test_whoever_is_linked_comes_in(as_: As, linked: Cast) -> None:
    person = as_("nobody")
    assert come_in(person).location == "/"
    assert is_in(person)


def test_nothing_but_the_subject_finds_an_account(
    as_: As, provider: Provider, linked: Cast
) -> None:
    requests.put(
        f"{provider.issuer}/users/other",
        json={"email": "theresa@example.org", "email_verified": True},
        timeout=10,
    ).raise_for_status()
    person = as_("nobody")
    for subject in ("other", "theresa@example.org", SUBJECT.lower() + " "):
        page = come_in(person, subject)
        assert page.status == 422
        assert "Nobody here is linked" in page.html
        assert not is_in(person)


def test_what_is_asked_for_carries_challenge_nonce_and_state(as_: As, provider: Provider) -> None:
    first, second = (parse_qs(urlsplit(sent(as_("nobody"))).query) for _ in range(2))
    assert first["code_challenge_method"] == ["S256"]
    assert first["scope"] == ["openid"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]


FORGED = {
    "another nonce": {"nonce": "of somebody else"},
    "for another program": {"aud": "another"},
    "for several": {"aud": ["another", CLIENT_ID], "azp": "another"},
    "by another server": {"iss": "https://evil.example"},
    "of yesterday": {"exp": 1},
    "of tomorrow": {"iat": 99_999_999_999},
    "signed in long ago": {"auth_time": 1},
    "no number": {"auth_time": "now"},
    "another token": {"at_hash": "AAAA"},
}


@pytest.mark.parametrize("told", FORGED.values(), ids=FORGED)
def test_what_does_not_fit_is_not_believed(
    as_: As, provider: Provider, linked: Cast, told: dict[str, object]
) -> None:
    claims(provider, **told)
    person = as_("nobody")
    page = come_in(person)
    assert page.status == 422
    assert "cannot be believed" in page.html
    assert not is_in(person)


def test_an_answer_counts_once_in_one_browser_and_not_for_long(
    as_: As, linked: Cast, clock: Clock
) -> None:
    owner, thief = as_("nobody"), as_("nobody")
    told = vouched(sent(owner))
    sent(thief)
    assert brought(thief, told).status == 422
    assert brought(owner, told).location == "/"
    assert brought(owner, told).status == 422
    late = as_("nobody")
    told = vouched(sent(late))
    clock.at += timedelta(minutes=11)
    assert brought(late, told).status == 422
    assert not is_in(thief)


def test_a_code_without_its_verifier_is_worth_nothing(as_: As, linked: Cast) -> None:
    owner, thief = as_("nobody"), as_("nobody")
    code = vouched(sent(owner))["code"]
    own = vouched(sent(thief))
    assert brought(thief, own | {"code": code}).status == 422
    assert not is_in(thief)


def test_to_open_the_way_back_signs_nobody_in(as_: As, linked: Cast) -> None:
    person = as_("nobody")
    with person.browser.get("/sign-in/provider/back", query_string=vouched(sent(person))) as answer:
        assert answer.status_code == 200
    assert not is_in(person)


@pytest.mark.parametrize(("amr", "goes_to"), [([], "/sign-in/code"), (["pwd", "mfa"], "/")])
def test_the_door_asks_for_a_second_proof_unless_the_provider_saw_one(
    as_: As, db: Db, provider: Provider, linked: Cast, amr: list[str], goes_to: str
) -> None:
    change_settings(db, Actor(None, NOW), replace(clinic_settings(db), asks_second_factor=True))
    claims(provider, amr=amr)
    assert come_in(as_("nobody")).location == goes_to


def test_a_closed_account_stays_closed(as_: As, db: Db, linked: Cast, clock: Clock) -> None:
    deactivate_account(db, Actor(None, clock()), linked.accounts["theresa"])
    assert come_in(as_("nobody")).status == 422


def test_clients_have_no_part_in_it(as_: As, provider: Provider) -> None:
    for path in ("/account/provider", "/account/provider/link"):
        with as_("mia").browser.get(path) as answer:
            assert answer.status_code == 403


def test_when_the_provider_is_down_the_passphrase_holds(
    app: Flask, as_: As, linked: Cast, provider: Provider
) -> None:
    configure(app, replace(provider, issuer="http://localhost:9"))
    person = as_("nobody")
    with person.browser.get("/sign-in/provider") as answer:
        assert answer.status_code == 503
        assert "sign in with your passphrase" in " ".join(answer.get_data(as_text=True).split())
    assert by_passphrase(person).location == "/"


def test_a_clinic_may_let_the_linked_in_by_the_provider_alone(
    app: Flask, as_: As, linked: Cast, provider: Provider
) -> None:
    configure(app, replace(provider, keeps_passphrases=False))
    assert by_passphrase(as_("nobody")).status == 422
    assert by_passphrase(as_("nobody"), "sam@example.org").location == "/"


def test_whoever_signs_out_is_led_to_where_she_is_still_signed_in(
    as_: As, linked: Cast, provider: Provider
) -> None:
    person = as_("nobody")
    come_in(person)
    with person.browser.post("/sign-out") as answer:
        assert answer.headers["Location"] == "/sign-in?left=here"
    assert not is_in(person)
    assert sent(person, "/sign-in/provider/out").startswith(provider.issuer)
