"""A new passphrase is looked at before it is kept; one that stands is never looked at again."""

import pytest

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.passphrases import Weakness, length_fault, weakness_fault
from clinic.domain.errors import Refused
from clinic.lookups.clinic.passphrases import hash_passphrase, is_passphrase_of
from clinic.models.accounts import Account
from clinic.operations.clinic.accounts import set_passphrase
from tests.cast import NOW, Cast

SYSTEM = Actor(None, NOW)
SOON = "iloveyou1234"


@operation
def keep_as_it_was(db: Db, actor: Actor, account: Account, passphrase: str) -> None:
    """Keep a passphrase from a time in which it was not looked at."""
    account.passphrase_hash = hash_passphrase(passphrase)


@pytest.mark.parametrize("passphrase", [SOON, "1q2w3e4r5t6y", "{name} 1985", "too short"])
def test_what_is_guessed_first_is_not_kept(db: Db, cast: Cast, passphrase: str) -> None:
    mia = cast.accounts["mia"]
    before = mia.passphrase_hash
    with pytest.raises(Refused) as caught:
        set_passphrase(db, SYSTEM, mia, passphrase.format(name=mia.name))
    assert caught.value.field == "passphrase"
    assert mia.passphrase_hash == before


def test_one_that_stands_stays_usable(db: Db, cast: Cast) -> None:
    mia = cast.accounts["mia"]
    keep_as_it_was(db, SYSTEM, mia, SOON)
    assert is_passphrase_of(mia, SOON)


@pytest.mark.parametrize("weakness", Weakness)
def test_every_refusal_says_why_and_what_helps(weakness: Weakness) -> None:
    told = weakness_fault(weakness)
    assert "tried first" in told
    assert "Four words" in told
    assert "must" not in told


def test_length_alone_is_asked_for() -> None:
    assert length_fault("a" * 11)
    assert length_fault("a" * 12) is None
    assert length_fault("a" * 200) is None
    assert length_fault("a" * 201)
