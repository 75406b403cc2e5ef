"""Goal S9: of any number of guesses ten an hour are looked at, and the owner always comes in."""

from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.login_sessions import know_device
from clinic.operations.clinic.sign_in_attempts import admit_try
from tests.cast import NOW, Cast

ABOUT = ("name", "code", "words", "closed")
"""Passphrases, second proofs, recovery words, and what opens what is closed."""

COUNTS = [1_000, pytest.param(50_000, marks=pytest.mark.release)]


def later(seconds: float) -> Actor:
    return Actor(None, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("guesses", COUNTS)
def test_s9_one_account_from_a_thousand_addresses(
    db: Db, cast: Cast, guesses: int, about: str
) -> None:
    """Spread evenly over ten hours; her own device is asked for after every hour."""
    mia = cast.accounts["mia"]
    phone = know_device(db, later(0), mia, "her phone")
    step, name = 36_000 / guesses, mia.sign_in_name
    looked_at: list[float] = []
    for number in range(guesses):
        at = number * step
        address = f"10.0.{number % 1000 // 250}.{number % 250}"
        if admit_try(db, later(at), name, address, about=about) is not None:
            looked_at.append(at)
        if number % (guesses // 10) == 0:
            own = admit_try(db, later(at), name, address, phone, about=about)
            assert own is not None
    for start in looked_at:
        assert sum(start <= at < start + 3600 for at in looked_at) <= 10
    assert len(looked_at) <= 100


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("guesses", COUNTS)
def test_s9_a_thousand_accounts_from_one_address(db: Db, guesses: int, about: str) -> None:
    looked_at = [
        number
        for number in range(guesses)
        if admit_try(db, later(number / guesses), f"name-{number % 1000}", "10.0.0.1", about=about)
    ]
    assert len(looked_at) == 30
