"""`clinic user`: from the terminal to a signed-in administrator."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.lookups.clinic.factors import factors_of, open_codes
from clinic.lookups.clinic.settings import clinic_settings
from tests.cast import Cast
from tests.cli.conftest import Console, is_one_sentence
from tests.client import Page, Person
from tests.conftest import Clock
from tests.credentials import told
from tests.devices import app_of_a

ADD = ("user", "add", "--name", "Nadia Berg", "--email", "nadia@example.org")
PASSPHRASE = "copper kettle on a shelf"


def accept(app: Flask, link: str) -> Page:
    """Open a link and choose a passphrase."""
    person = Person(app)
    path = urlsplit(link.strip()).path
    assert person.open(path).status == 200
    answers = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    return Page(person.browser.post(path, data=answers))


def test_the_printed_link_opens_the_account(clinic: Console, app: Flask, clock: Clock) -> None:
    clock.at = datetime.now(UTC)

    answer = clinic(*ADD)

    assert answer.status == 0
    assert answer.out.startswith("http://127.0.0.1:8000/invitation/")
    assert accept(app, answer.out).status == 201
    assert Person(app).open(urlsplit(answer.out.strip()).path).status == 404


def test_a_new_link_ends_the_old_one(clinic: Console, app: Flask, clock: Clock) -> None:
    clock.at = datetime.now(UTC)
    first = clinic(*ADD).out

    second = clinic("user", "invite", "--email", "Nadia@example.org").out

    assert Person(app).open(urlsplit(first.strip()).path).status == 404
    assert accept(app, second).status == 201


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--name", "Ada", "--email", "ada@example.org"), "There is already an account"),
        (("--name", "Ada", "--email", "ada at home"), "not an e-mail address"),
        (("--name", " ", "--email", "new@example.org"), "expected a name"),
        (("--name", "A" * 201, "--email", "new@example.org"), "expected a name"),
        (("--name", "Ada", "--email", "new@example.org", "--role", "client"), "'client' is not"),
        (("--name", "Ada"), "Missing option '--email'"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_one_sentence(
    clinic: Console, counts: Callable[[], dict[str, int]], words: tuple[str, ...], sentence: str
) -> None:
    before = counts()

    answer = clinic("user", "add", *words)

    assert is_one_sentence(answer)
    assert sentence in answer.err
    assert counts() == before


def test_nobody_unknown_is_invited(clinic: Console, counts: Callable[[], dict[str, int]]) -> None:
    before = counts()

    answer = clinic("user", "invite", "--email", "nobody@example.org")

    assert is_one_sentence(answer)
    assert counts() == before


def test_a_lost_second_proof_is_ended_at_the_terminal_and_its_owner_hears(
    clinic: Console, db: Db, cast: Cast
) -> None:
    tom = cast.accounts["tom"]
    app_of_a(db, tom)
    db.commit()

    answer = clinic("user", "forget-factor", "--email", "Tom@example.org")

    assert (answer.status, answer.out) == (0, "")
    assert (list(factors_of(db, tom.id)), list(open_codes(db, tom.id))) == ([], [])
    assert told(db, tom)[-1] is AccountEventKind.FACTOR_RESET_AT_TERMINAL


@pytest.mark.parametrize("name", ["mia@example.org", "nobody@example.org"])
def test_where_there_is_no_second_proof_none_is_ended(
    clinic: Console, counts: Callable[[], dict[str, int]], name: str
) -> None:
    before = counts()

    answer = clinic("user", "forget-factor", "--email", name)

    assert is_one_sentence(answer)
    assert counts() == before


def test_a_clinic_whose_clock_is_wrong_asks_nobody_for_a_second_proof(
    clinic: Console, db: Db
) -> None:
    for rule in ("on", "off"):
        answer = clinic("user", "second-proof", rule)
        assert (answer.status, answer.out) == (0, "")
        db.commit()
        db.expire_all()
        assert clinic_settings(db).asks_second_factor is (rule == "on")
