"""Nobody becomes somebody else: an attack on what Mia wrote for herself, by everybody else.

Each attacker presses every button that makes, sends or prints a way in for her, after changing her
address as far as pages let him, reads every page, paper and mail of his own, and uses each link
that he finds. What he reads then holds no word that is hers alone.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.operations.clinic.recoveries import give_recovery_words
from tests.access.places import doors
from tests.access.stealing import NEW, SECRET, THIEF, everything, mail_to, words_of
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import exercise_of

As = Callable[[str], Person]
ATTACKERS = ("theresa", "tom", "sigrid", "sam", "ada", "max", "olga")
_LINK = re.compile(r"/invitation/([\w-]{43})")


@pytest.fixture
def secret(as_: As, db: Db, cast: Cast) -> str:
    """What Mia wrote for herself; gives her recovery words."""
    sent = {"practiced_on": NOW.date().isoformat(), "minutes": "5", "note": SECRET}
    key = exercise_of(db, cast).public_id
    assert as_("mia").post("portal.practice.create", sent, assignment_id=key).status == 303
    db.commit()
    return give_recovery_words(db, Actor(None, NOW), cast.accounts["mia"])


def attack(app: Flask, attacker: Person, cast: Cast) -> Iterator[str]:
    """Press every button that is about Mia's way in, and give what comes back."""
    place = {"enrollment_id": cast.enrollments["mia"].public_id}
    where = {"client_id": cast.clients["mia"].public_id}
    account = {"account_id": cast.accounts["mia"].public_id}
    address = {"email": THIEF, "medium": "portal", "seen": ""}
    yield words_of(attacker.post("therapist.contacts.update", address, **where))
    for by in ({}, {"by": "mail"}):
        yield words_of(attacker.post("therapist.links.create", by, **place))
        yield words_of(attacker.post("admin.accounts.invite", by, **account))
    for name in ("mia@example.org", THIEF):
        yield words_of(attacker.post("auth.recoveries.create", {"sign_in_name": name}))
    yield words_of(attacker.post("handouts.letters.create", **place))
    given = where | place | account
    for door, parameters in doors(app).items():
        if door.method == "GET" and set(parameters) <= set(given):
            wanted = {name: given[name] for name in parameters}
            yield words_of(attacker.get(door.endpoint, **wanted))


@pytest.mark.parametrize("who", ATTACKERS)
def test_no_attacker_reads_what_is_hers_alone(
    app: Flask, as_: As, db: Db, cast: Cast, keys: KeyRing, secret: str, who: str
) -> None:
    attacker = as_(who)
    seen = list(attack(app, attacker, cast))
    seen += mail_to(db, keys, THIEF, f"{who}@example.org")
    assert not any(SECRET in body for body in seen)
    tokens = {token for body in seen for token in _LINK.findall(body)}
    # Whoever prints letters holds the link of one; that it opens nothing private is the point.
    assert bool(tokens) is (who in ("theresa", "tom"))
    for token in tokens:
        assert SECRET not in "".join(everything(app, come_in(as_, token), db))


def test_who_came_in_by_a_letter_gets_no_further_by_mail(
    app: Flask, as_: As, db: Db, cast: Cast, keys: KeyRing, secret: str, clock: Clock
) -> None:
    theresa, place = as_("theresa"), {"enrollment_id": cast.enrollments["mia"].public_id}
    letter = next(filter(None, map(_LINK.search, attack(app, theresa, cast))))
    db.expire_all()
    assert cast.clients["mia"].email == THIEF
    clock.at += timedelta(minutes=5)
    inside = come_in(as_, letter[1])
    assert inside.post("auth.recovery_words.confirm").status == 303
    assert theresa.post("therapist.links.create", {"by": "mail"}, **place).status == 303
    links = [_LINK.search(path) for path in mail_to(db, keys, THIEF)]
    (token,) = [found[1] for found in links if found]
    again = come_in(as_, token)
    assert again.get("portal.done.index").status == 200
    assert SECRET not in "".join(everything(app, again, db))


def come_in(as_: As, token: str) -> Person:
    """Use a link that was found."""
    inside = as_("nobody")
    inside.post("auth.invitations.accept", {"passphrase": NEW, "again": NEW}, token=token)
    return inside


@pytest.mark.parametrize("by_words", [False, True])
def test_the_owner_opens_it_again(as_: As, cast: Cast, secret: str, by_words: bool) -> None:
    place = {"enrollment_id": cast.enrollments["mia"].public_id}
    found = _LINK.search(words_of(as_("theresa").post("handouts.letters.create", **place)))
    assert found
    mia, sent = as_("nobody"), {"passphrase": NEW, "again": NEW}
    assert mia.post("auth.invitations.accept", sent, token=found[1]).status == 201
    closed = mia.get("portal.done.index")
    assert "kept and closed" in closed.text
    assert SECRET not in closed.text
    for wrong in ("not it at all", NEW):
        assert mia.post("auth.private_texts.update", {"secret": wrong}).status == 422
    right = secret if by_words else PASSPHRASE
    assert mia.post("auth.private_texts.update", {"secret": right}).status == 303
    assert SECRET in mia.get("portal.done.index").text


def test_a_link_by_mail_closes_nothing(
    as_: As, db: Db, cast: Cast, keys: KeyRing, secret: str
) -> None:
    place = {"enrollment_id": cast.enrollments["mia"].public_id}
    answer = as_("theresa").post("therapist.links.create", {"by": "mail"}, **place)
    assert answer.status == 303
    links = [_LINK.search(path) for path in mail_to(db, keys, "mia@example.org")]
    (token,) = [found[1] for found in links if found]
    mia, sent = as_("nobody"), {"passphrase": NEW, "again": NEW}
    # New words are shown: who was in before may have seen the ones that there were.
    assert mia.post("auth.invitations.accept", sent, token=token).status == 201
    assert SECRET in mia.get("portal.done.index").text


def test_guesses_at_what_is_closed_are_counted(as_: As, db: Db, cast: Cast, secret: str) -> None:
    mia = as_("mia")
    answers = [
        mia.post("auth.private_texts.update", {"secret": "not it at all"}).status for _ in range(12)
    ]
    assert answers == [422] * 10 + [429] * 2
