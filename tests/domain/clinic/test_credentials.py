"""Whose an address is, and words that are kept on paper."""

import secrets
from datetime import UTC, datetime, timedelta
from math import log2

import pytest

from clinic.domain.clinic.credentials import KnownAddress, masked
from clinic.domain.clinic.recoveries import (
    HOW_MANY,
    WORDS,
    new_recovery_words,
    plain_recovery_words,
)
from clinic.domain.post.messages import clinical_words

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MIA, OTHER = "mia@example.org", "other@example.org"


def is_owners(
    address: str | None = MIA,
    *,
    name: str = MIA,
    confirmed: str | None = None,
    confirmed_days: float | None = None,
    changed_days: float | None = None,
) -> bool:
    def ago(days: float | None) -> datetime | None:
        return None if days is None else NOW - timedelta(days=days)

    known = KnownAddress(
        address=address,
        sign_in_name=name,
        confirmed=confirmed,
        confirmed_at=ago(confirmed_days),
        changed_at=ago(changed_days),
    )
    return known.is_owners(NOW)


def test_the_address_somebody_signs_in_with_is_hers() -> None:
    assert is_owners()
    assert is_owners("Mia@Example.org")


def test_an_address_that_staff_entered_is_nobody_s_until_its_owner_says_so() -> None:
    assert not is_owners(OTHER, changed_days=1)
    assert not is_owners(OTHER, changed_days=400)
    assert not is_owners(MIA, name="harbor-lantern-4821")
    assert is_owners(OTHER, changed_days=1, confirmed=OTHER, confirmed_days=0.5)


def test_what_was_confirmed_before_a_change_rests_for_seven_days() -> None:
    assert not is_owners(changed_days=6.99)
    assert is_owners(changed_days=7)
    assert not is_owners(OTHER, confirmed=OTHER, confirmed_days=30, changed_days=1)
    assert is_owners(OTHER, confirmed=OTHER, confirmed_days=30, changed_days=8)


@pytest.mark.parametrize("address", [None, "", "harbor-lantern-4821"])
def test_without_an_address_there_is_nothing_to_send_to(address: str | None) -> None:
    assert not is_owners(address, name="harbor-lantern-4821")


def test_a_masked_address_tells_its_owner_only() -> None:
    assert masked(MIA) == "m…@e…"
    assert masked("harbor-lantern-4821") == "h…"


def test_recovery_words_hold_sixty_four_bits_and_more() -> None:
    assert HOW_MANY * log2(len(WORDS)) >= 64
    assert len(WORDS) == len(set(WORDS))
    words = new_recovery_words(secrets.choice).split()
    assert len(words) == HOW_MANY
    assert set(words) <= set(WORDS)


def test_no_recovery_word_says_what_the_paper_is_for() -> None:
    assert clinical_words(" ".join(WORDS)) == []


@pytest.mark.parametrize(
    "typed", ["river ferry", " River  FERRY ", "river-ferry", "1. river\n2. ferry", "river, ferry."]
)
def test_words_are_the_same_however_they_are_typed(typed: str) -> None:
    assert plain_recovery_words(typed) == "river ferry"
    assert plain_recovery_words("ferry river") != "river ferry"
