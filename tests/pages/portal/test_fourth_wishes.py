"""A wish for a call that comes while others wait is kept, and somebody is told all the same."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.post.messages import MessageKind
from clinic.models.messages import Message
from clinic.models.risk import RiskAction
from clinic.operations.safety.risk import see_risk_case
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.marks import cases

As = Callable[[str], Person]


def ask(mia: Person, words: str, phone: str = "555 0177") -> Page:
    return mia.post("portal.calls.create", {"other": phone, "words": words})


def told_again(db: Db) -> list[Message]:
    found = select(Message).where(
        Message.kind == MessageKind.RISK_WAITING, Message.occasion.contains(":again:")
    )
    return list(db.scalars(found))


def test_the_fourth_wish_is_read_on_the_last_open_case_and_told_at_once(
    as_: As, db: Db, cast: Cast
) -> None:
    mia = as_("mia")
    for words in ("one", "two", "three"):
        assert ask(mia, words).status == 303
    assert told_again(db) == []
    assert ask(mia, "I cannot wait any more.", "555 0999").status == 303
    assert "They know" in mia.get("portal.calls.show").text
    newest = cases(db, cast)[-1]
    assert len(cases(db, cast)) == 3
    page = as_("theresa").get("therapist.risk_cases.show", case_id=newest.public_id).text
    for said in ("Mia asked again on", "Said again", "555 0999", "I cannot wait any more."):
        assert said in page
    assert {(row.account_id, row.due_at) for row in told_again(db)} == {
        (cast.accounts["theresa"].id, NOW)
    }


def test_a_fourth_wish_without_a_number_is_heard_too(as_: As, db: Db, cast: Cast) -> None:
    mia = as_("mia")
    for words in ("one", "two", "three"):
        ask(mia, words)
    for _ in range(2):
        assert ask(mia, "Please, today.", "").status == 422
    assert len(told_again(db)) == 1
    assert len(db.scalars(select(RiskAction)).all()) == 1, "the same words, once"
    page = as_("theresa").get("therapist.risk_cases.show", case_id=cases(db, cast)[-1].public_id)
    assert "Please, today." in page.text


def test_each_word_is_kept_and_one_mail_an_hour_tells_of_them(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    mia = as_("mia")
    for number in range(8):
        ask(mia, f"wish {number}")
    assert len(told_again(db)) == 1
    clock.at += timedelta(hours=1)
    ask(as_("mia"), "wish 8")
    assert len(told_again(db)) == 2
    page = as_("theresa").get("therapist.risk_cases.show", case_id=cases(db, cast)[-1].public_id)
    for number in range(3, 9):
        assert f"wish {number}" in page.text


def test_once_somebody_has_looked_a_new_wish_is_a_case_of_its_own(
    as_: As, db: Db, cast: Cast
) -> None:
    mia = as_("mia")
    for words in ("one", "two", "three"):
        ask(mia, words)
    for case in cases(db, cast):
        see_risk_case(db, theresa(cast), case)
    ask(mia, "It is worse.")
    assert [case.seen_at is None for case in cases(db, cast)] == [False, False, False, True]
    assert told_again(db) == []
