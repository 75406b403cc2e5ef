"""Goal S6: a cookie of before opens nothing after each change, and who stays gets a new one."""

from collections.abc import Callable

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.factors import step_of
from clinic.lookups.clinic.factors import app_code
from clinic.models.accounts import Account
from clinic.operations.clinic.accounts import deactivate_account, set_passphrase
from clinic.operations.clinic.factors import end_all_factors
from clinic.operations.groups.cohort_people import end_part_in_cohort
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.credentials import by
from tests.devices import app_of_a

As = Callable[[str], Person]
SYSTEM = Actor(None, NOW)
NEW = "four brown mugs drying"


def token(person: Person) -> str:
    with person.browser.session_transaction() as cookie:
        return str(cookie.get("_user_id"))


def copy_of(app: Flask, person: Person) -> Person:
    thief = Person(app)
    kept = person.browser.get_cookie("hearth")
    assert kept is not None
    thief.browser.set_cookie("hearth", kept.value)
    return thief


def is_in(person: Person) -> bool:
    return person.get("auth.login_sessions.index").status == 200


def sets_up_an_app(person: Person, clock: Clock) -> None:
    page = person.get("auth.factors.new")
    secret = page.part("code").text.replace(" ", "")
    code = app_code(secret, step_of(clock()))
    assert person.post("auth.factors.create", {"code": code}).status == 201


def changes_passphrase(person: Person, _clock: Clock) -> None:
    data = {"current": PASSPHRASE, "passphrase": NEW, "again": NEW}
    assert person.post("auth.passphrases.update", data).status == 303


def makes_words(person: Person, _clock: Clock) -> None:
    assert person.post("auth.recovery_words.create", {"passphrase": PASSPHRASE}).status == 201


def makes_codes(person: Person, clock: Clock) -> None:
    sets_up_an_app(person, clock)
    assert person.post("auth.recovery_codes.create").status == 201


def takes_it_away(person: Person, clock: Clock) -> None:
    sets_up_an_app(person, clock)
    factor_id = person.get("auth.factors.index").id_after("/account/factors/")
    assert person.post("auth.factors.remove", factor_id=factor_id).status == 303


OWN = (changes_passphrase, makes_words, sets_up_an_app, makes_codes, takes_it_away)


@pytest.mark.parametrize("change", OWN)
def test_s6_the_own_cookie_is_another_one_after(
    app: Flask, as_: As, clock: Clock, change: Callable[[Person, Clock], None]
) -> None:
    ada = as_("ada")
    before, thief = token(ada), copy_of(app, ada)
    change(ada, clock)
    assert token(ada) != before
    assert is_in(ada)
    assert not is_in(thief)


@pytest.mark.parametrize("change", [sets_up_an_app, takes_it_away])
def test_s6_other_devices_are_signed_out_by_a_change_of_the_second_proof(
    as_: As, clock: Clock, change: Callable[[Person, Clock], None]
) -> None:
    ada, there = as_("ada"), as_("ada")
    change(ada, clock)
    assert not is_in(there)


def test_s6_signing_out_everywhere_else_leaves_this_one(as_: As) -> None:
    here, there, yonder = as_("ada"), as_("ada"), as_("ada")
    assert here.post("auth.login_sessions.remove_others").status == 303
    assert (is_in(here), is_in(there), is_in(yonder)) == (True, False, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda db, tom: deactivate_account(db, SYSTEM, tom),
        lambda db, tom: set_passphrase(db, SYSTEM, tom, NEW),
        lambda db, tom: end_all_factors(db, SYSTEM, tom, AccountEventKind.FACTOR_RESET),
    ],
    ids=["closed", "new passphrase", "second proof ended by two"],
)
def test_s6_what_others_change_ends_it_at_the_next_request(
    as_: As, db: Db, cast: Cast, change: Callable[[Db, Account], object]
) -> None:
    app_of_a(db, cast.accounts["tom"])
    tom = as_("tom")
    assert is_in(tom)
    change(db, cast.accounts["tom"])
    assert not is_in(tom)


def test_s6_who_leads_no_more_finds_no_cohort_at_the_next_request(
    as_: As, db: Db, cast: Cast
) -> None:
    tom, cohort_id = as_("tom"), cast.cohort.public_id
    assert tom.get("therapist.cohorts.show", cohort_id=cohort_id).status == 200
    end_part_in_cohort(db, by(cast, "theresa"), cast.cohort, cast.accounts["tom"])
    assert tom.get("therapist.cohorts.show", cohort_id=cohort_id).status == 404
