"""Goal S10: no page tells, by what it says or how long it takes, whether there is such a name."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.recoveries import give_recovery_words
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock

As = Callable[[str], Person]
THERE, NOWHERE = "mia@example.org", "may@example.org"
WRONG = "wrong wrong wrong"
CLOSER_THAN = 0.005  # seconds, between the medians
ROUNDS = 500
SHUFFLES = 400


def signs_in(person: Person, name: str) -> Page:
    return person.post("auth.login_sessions.create", {"sign_in_name": name, "passphrase": WRONG})


def forgot(person: Person, name: str) -> Page:
    return person.post("auth.recoveries.create", {"sign_in_name": name})


def has_words(person: Person, name: str) -> Page:
    new = "four brown mugs drying"
    words = {"sign_in_name": name, "words": WRONG, "passphrase": new, "again": new}
    return person.post("auth.recoveries.update", words)


def opens_link(person: Person, name: str) -> Page:
    token = ("a" if name == THERE else "b") * 43
    return person.post("auth.invitations.accept", token=token)


ENDPOINTS = (signs_in, forgot, has_words, opens_link)
each = pytest.mark.parametrize("ask", ENDPOINTS)
Ask = Callable[[Person, str], Page]


@pytest.fixture(autouse=True)
def words(db: Db, cast: Cast) -> None:
    give_recovery_words(db, Actor(None, NOW), cast.accounts["mia"])


def told(page: Page) -> tuple[int, str, dict[str, str]]:
    kept = {k: v for k, v in page.answer.headers.items() if k not in ("Set-Cookie", "Date")}
    # Content-Length is among them: the names are of one length, and so is what else differs.
    return page.status, page.text.replace(NOWHERE, THERE), kept


@each
def test_s10_status_body_and_headers_are_the_same(as_: As, ask: Ask) -> None:
    assert told(ask(as_("nobody"), THERE)) == told(ask(as_("nobody"), NOWHERE))


@each
def test_s10_the_twelfth_try_says_the_same_too(as_: As, ask: Ask) -> None:
    answers = []
    for name in (THERE, NOWHERE):
        person = as_("nobody")
        answers.append([told(ask(person, name))[:2] for _ in range(12)])
    assert answers[0] == answers[1]


@pytest.mark.release
@each
def test_s10_the_time_it_takes_is_the_same(as_: As, clock: Clock, ask: Ask) -> None:
    """500 and 500 tries, dealt by chance: medians within 5 ms, and chance explains the rest."""
    person, dice = as_("nobody"), random.Random(1)  # noqa: S311 - an order, and no secret
    names = [THERE, NOWHERE] * ROUNDS
    dice.shuffle(names)
    took: dict[str, list[float]] = {THERE: [], NOWHERE: []}
    for number, name in enumerate(names):
        if number % 8 == 0:
            # Nobody is to be answered for having tried too often.
            clock.at += timedelta(hours=2)
        began = time.perf_counter()
        ask(person, name)
        took[name].append(time.perf_counter() - began)
    apart = abs(median(took[THERE]) - median(took[NOWHERE]))
    assert apart < CLOSER_THAN
    assert share_as_far(took[THERE], took[NOWHERE], apart, dice) > 0.01


def share_as_far(one: list[float], other: list[float], apart: float, dice: random.Random) -> float:
    """Say how often medians lie as far apart when the times are dealt out by chance."""
    times, count = one + other, 0
    for _ in range(SHUFFLES):
        dice.shuffle(times)
        count += abs(median(times[: len(one)]) - median(times[len(one) :])) >= apart
    return count / SHUFFLES
