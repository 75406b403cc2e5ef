"""Tries are counted: strangers' by name and address, those of a known device by themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.sign_in import may_try_elsewhere, may_try_here
from clinic.models.accounts import SignInAttempt
from clinic.operations.clinic.accounts import set_passphrase
from clinic.operations.clinic.login_sessions import know_device
from clinic.operations.clinic.sign_in_attempts import admit_try, note_good_try
from tests.cast import NOW, Cast

SYSTEM = Actor(None, NOW)
MIA = "mia@example.org"
TOGETHER = 24


def later(minutes: float) -> Actor:
    return Actor(None, NOW + timedelta(minutes=minutes))


def admitted(
    db: Db, count: int, name: str = MIA, device: str | None = None, by: Actor = SYSTEM
) -> int:
    """Try so many times, each time from another address, and count what is looked at."""
    tries = (admit_try(db, by, name, f"10.0.{n // 200}.{n % 200}", device) for n in range(count))
    return sum(one is not None for one in tries)


@pytest.fixture
def phone(db: Db, cast: Cast) -> str:
    return know_device(db, SYSTEM, cast.accounts["mia"], "her phone")


@pytest.mark.parametrize(
    ("by_name", "by_address", "may"), [(9, 29, True), (10, 0, False), (0, 30, False)]
)
def test_ten_at_one_name_and_thirty_from_one_address_are_looked_at(
    by_name: int, by_address: int, may: bool
) -> None:
    assert may_try_elsewhere(by_name, by_address) is may


def test_a_known_device_has_ten_tries_of_its_own() -> None:
    assert [may_try_here(bad) for bad in (0, 9, 10)] == [True, True, False]


@pytest.mark.parametrize("name", [MIA, "nobody@example.org"])
def test_of_a_thousand_guesses_from_a_thousand_addresses_ten_are_looked_at(
    db: Db, name: str
) -> None:
    assert admitted(db, 1000, name) == 10
    assert admitted(db, 11, name, by=later(60)) == 10


def test_a_name_is_one_name_however_it_is_typed(db: Db) -> None:
    assert admitted(db, 5, "Mia@Example.org ") + admitted(db, 9) == 10


def test_the_thirty_first_bad_try_from_one_address_is_not_looked_at(db: Db) -> None:
    tries = [admit_try(db, SYSTEM, f"name-{n}", "10.0.0.1") for n in range(31)]
    assert [one is not None for one in tries] == [True] * 30 + [False]
    assert admit_try(db, SYSTEM, "name-31", "10.0.0.2") is not None


def test_strangers_never_lock_the_known_device_out(db: Db, phone: str) -> None:
    assert admitted(db, 1000) == 10
    assert admit_try(db, SYSTEM, MIA, "10.0.0.1", phone) is not None


def test_a_crowded_address_never_locks_the_known_device_out(db: Db, phone: str) -> None:
    for number in range(40):
        admit_try(db, SYSTEM, f"name-{number}", "10.0.0.1")
    assert admit_try(db, SYSTEM, MIA, "10.0.0.1", phone) is not None


def test_a_known_device_is_counted_too_and_takes_nothing_from_others(db: Db, phone: str) -> None:
    assert admitted(db, 20, device=phone) == 10
    assert admitted(db, 20) == 10
    assert admitted(db, 1, device=phone, by=later(60)) == 1


def test_a_device_is_known_for_its_own_account_only(db: Db, phone: str) -> None:
    assert admitted(db, 20, "max@example.org") == 10
    assert admit_try(db, SYSTEM, "max@example.org", "10.9.9.9", phone) is None


def test_an_invented_token_is_a_stranger_s(db: Db, phone: str) -> None:
    assert admitted(db, 20) == 10
    assert admit_try(db, SYSTEM, MIA, "10.9.9.9", "a" * 43) is None


def test_a_new_passphrase_set_by_a_link_makes_the_device_a_stranger_s(
    db: Db, cast: Cast, phone: str
) -> None:
    set_passphrase(db, SYSTEM, cast.accounts["mia"], "four brown mugs drying")
    assert admitted(db, 20) == 10
    assert admit_try(db, SYSTEM, MIA, "10.9.9.9", phone) is None
    assert know_device(db, SYSTEM, cast.accounts["mia"], "her phone", phone) != phone


def test_a_device_that_was_not_used_for_half_a_year_is_not_known(db: Db, phone: str) -> None:
    after = later(181 * 24 * 60)
    assert admitted(db, 20, by=after) == 10
    assert admit_try(db, after, MIA, "10.9.9.9", phone) is None


def test_two_people_who_share_a_browser_are_both_known_on_it(
    db: Db, cast: Cast, phone: str
) -> None:
    assert know_device(db, SYSTEM, cast.accounts["max"], "her phone", phone) == phone
    assert know_device(db, SYSTEM, cast.accounts["mia"], "her phone", phone) == phone


def test_a_token_that_was_planted_is_not_taken_up(db: Db, cast: Cast) -> None:
    assert know_device(db, SYSTEM, cast.accounts["mia"], "her phone", "a" * 43) != "a" * 43


def test_a_good_try_takes_itself_out_of_the_count_and_nothing_else(db: Db) -> None:
    for _ in range(9):
        admit_try(db, SYSTEM, "ada", "10.0.0.1")
    for _ in range(3):
        good = admit_try(db, SYSTEM, "ada", "10.0.0.1")
        assert good is not None
        note_good_try(db, SYSTEM, good)
    assert admit_try(db, SYSTEM, "ada", "10.0.0.1") is not None
    assert admit_try(db, SYSTEM, "ada", "10.0.0.1") is None


def test_tries_of_yesterday_are_forgotten(db: Db) -> None:
    admit_try(db, SYSTEM, "ada", "10.0.0.1")
    admit_try(db, later(24 * 60 + 1), "tom", "10.0.0.1")
    assert db.scalar(select(func.count(SignInAttempt.id))) == 1


@pytest.mark.parametrize("on_device", [False, True])
def test_many_at_once_cannot_slip_past_the_count(
    app: Flask, db: Db, phone: str, on_device: bool
) -> None:
    databases, start = app.extensions["hearth"].databases, Barrier(TOGETHER)

    def guess(number: int) -> bool:
        with databases() as own:
            start.wait(timeout=30)
            token = phone if on_device else None
            return admit_try(own, SYSTEM, MIA, f"10.0.0.{number % 3}", token) is not None

    db.rollback()
    with ThreadPoolExecutor(TOGETHER) as threads:
        assert sum(threads.map(guess, range(TOGETHER))) == 10
