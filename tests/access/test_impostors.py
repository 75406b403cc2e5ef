"""Somebody was Mia for a while; once she is back, nothing that was left behind lets anybody in.

Each impostor comes in by a link of hers that passed through his hands, leaves every way back that
he can make, and waits until she came back and wrote for herself alone.
"""

from datetime import timedelta

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.clinic.keys import KeyRing
from clinic.domain.post.messages import MessageKind
from tests.access.stealing import NEW, SECRET, THIEF, everything
from tests.access.ways_in import HERS, As, come_in, letter, link_by_mail, recovered, recovery_words
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.cookies import copied, is_in, seal
from tests.credentials import mails, new_address, told
from tests.homework import exercise_of


def write_secret(mia: Person, db: Db, cast: Cast) -> None:
    sent = {"practiced_on": NOW.date().isoformat(), "minutes": "5", "note": SECRET}
    key = exercise_of(db, cast).public_id
    assert mia.post("portal.practice.create", sent, assignment_id=key).status == 303
    assert SECRET in mia.get("portal.done.index").text


def test_words_that_an_impostor_was_shown_end_when_the_owner_is_back_by_mail(
    app: Flask, as_: As, db: Db, cast: Cast, keys: KeyRing, clock: Clock
) -> None:
    _, shown = come_in(as_, letter(as_, cast), NEW)
    stolen = " ".join(recovery_words(shown))
    clock.at += timedelta(minutes=5)
    token = link_by_mail(as_, cast, db, keys, "mia@example.org")
    assert token
    mia, page = come_in(as_, token, HERS)
    write_secret(mia, db, cast)
    assert SECRET not in "".join(everything(app, recovered(as_, stolen), db))
    assert SECRET in mia.get("portal.done.index").text
    assert len(recovery_words(page)) == 8


def test_an_address_that_an_impostor_called_his_gets_no_link_once_the_owner_is_back(
    as_: As, db: Db, cast: Cast, keys: KeyRing, clock: Clock
) -> None:
    new_address(db, cast, THIEF)
    db.commit()
    clock.at += timedelta(minutes=5)
    inside, _ = come_in(as_, letter(as_, cast), NEW)
    assert inside.post("auth.recovery_words.confirm").status == 303
    clock.at += timedelta(minutes=5)
    mia, _ = come_in(as_, letter(as_, cast), HERS)
    clock.at += timedelta(minutes=5)
    write_secret(mia, db, cast)
    for days in (0, 8, 400):
        clock.at += timedelta(days=days)
        assert link_by_mail(as_, cast, db, keys, THIEF) is None


def test_the_address_before_hears_that_another_one_is_called_the_owners(
    as_: As, db: Db, cast: Cast
) -> None:
    new_address(db, cast, THIEF)
    mails(db)
    inside, _ = come_in(as_, letter(as_, cast), NEW)
    mails(db)
    assert inside.post("auth.recovery_words.confirm").status == 303
    assert told(db, cast.accounts["mia"])[-1] == "address-confirmed"
    heard = {to for kind, to, _ in mails(db) if kind is MessageKind.ACCOUNT_CHANGED}
    assert heard == {THIEF, "mia@example.org"}


def test_words_that_wait_in_a_browser_stay_closed_until_an_earlier_secret_opens_them(
    as_: As, cast: Cast
) -> None:
    mia = as_("mia")
    before, sealed_to = mia.get("auth.drafts.show").json["keys"], seal(mia)
    inside, _ = come_in(as_, letter(as_, cast), NEW)
    given = inside.get("auth.drafts.show").json["keys"]
    assert not any(key in given for key in before)
    assert seal(inside) != sealed_to
    assert inside.post("auth.private_texts.update", {"secret": PASSPHRASE}).status == 303
    assert inside.get("auth.drafts.show").json["keys"] == [*given, *before]


def test_each_closure_of_words_that_wait_opens_by_its_own_secret(
    as_: As, cast: Cast, clock: Clock
) -> None:
    first = as_("mia").get("auth.drafts.show").json["keys"]
    second = come_in(as_, letter(as_, cast), NEW)[0].get("auth.drafts.show").json["keys"]
    clock.at += timedelta(minutes=5)
    mia, _ = come_in(as_, letter(as_, cast), HERS)
    third = mia.get("auth.drafts.show").json["keys"]
    # What the owner knew from before opens hers, and not what lies behind the second one.
    assert mia.post("auth.private_texts.update", {"secret": PASSPHRASE}).status == 303
    assert mia.get("auth.drafts.show").json["keys"] == third
    assert mia.post("auth.private_texts.update", {"secret": NEW}).status == 303
    assert mia.get("auth.drafts.show").json["keys"] == [*third, *second, *first]


@pytest.mark.parametrize("deed", ["words", "address", "closed"])
def test_a_copied_cookie_ends_with_every_change_of_what_opens(
    app: Flask, as_: As, cast: Cast, deed: str
) -> None:
    mia = come_in(as_, letter(as_, cast), NEW)[0] if deed == "closed" else as_("mia")
    thief = copied(app, mia)
    assert is_in(thief)
    answer = {
        "words": lambda: mia.post("auth.recovery_words.create", {"passphrase": PASSPHRASE}),
        "address": lambda: mia.post("auth.recovery_words.confirm"),
        "closed": lambda: mia.post("auth.private_texts.update", {"secret": PASSPHRASE}),
    }[deed]()
    assert answer.status < 400
    assert is_in(mia)
    assert not is_in(thief)
