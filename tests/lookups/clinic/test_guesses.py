"""Which passphrases are refused, by what, and that nothing is asked of the kinds of characters."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from clinic.domain.clinic.passphrases import Weakness
from clinic.lookups.clinic.guesses import weakness_of

NAMES = ("Elm Street Clinic", "Room 12", "Mia Lindqvist", "mia", "mia@example.org")


@pytest.mark.parametrize(
    ("passphrase", "weakness"),
    [
        ("iloveyou1234", Weakness.COMMON),
        ("I love you 1234", Weakness.COMMON),
        ("1q2w3e4r5t6y", Weakness.COMMON),
        ("P@ssw0rd2026", Weakness.COMMON),
        ("liverpool2024", Weakness.COMMON),
        ("compassion therapy", Weakness.COMMON),
        ("aaaaaaaaaaaaaaaa", Weakness.PATTERN),
        ("hearthhearth12", Weakness.PATTERN),
        ("iloveyou iloveyou", Weakness.PATTERN),
        ("mia lindqvist 1985", Weakness.NAME),
        ("Lindqvist1234!", Weakness.NAME),
        ("elmstreetclinic1", Weakness.NAME),
        ("a" * 200, Weakness.PATTERN),
    ],
)
def test_what_is_guessed_first_is_refused(passphrase: str, weakness: Weakness) -> None:
    assert weakness_of(passphrase, NAMES) is weakness


@pytest.mark.parametrize(
    "passphrase",
    [
        "seven quiet herons",
        "four brown mugs drying",
        "three green cups",
        "der Hund am Fluss",
        "теплый чай вечером",
        "x7#kQ2!vB9$m",
        "a sentence that goes on and on " * 6,
    ],
)
def test_words_that_do_not_belong_together_serve_without_a_digit(passphrase: str) -> None:
    assert weakness_of(passphrase, NAMES) is None


def test_a_name_counts_for_its_owner_alone_also_at_one_moment() -> None:
    owners = [("Zedekiah Umbertide",), ("Mia Lindqvist",)] * 20
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda names: weakness_of("zedekiahumbertide", names), owners))
    assert told == [Weakness.NAME, None] * 20
