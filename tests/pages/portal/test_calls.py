"""Asking for a call: from every page, with a number, and with no word more than one likes."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.post.messages import MessageKind
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.messages import Message
from clinic.models.risk import RiskCase
from clinic.operations.clinic.settings import change_settings
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.client import Person

As = Callable[[str], Person]
WISH = {"other": "555 0177", "words": "It is about my brother."}


@pytest.mark.parametrize("endpoint", ["portal.today.show", "portal.weeks.index", "auth.help.show"])
def test_the_way_to_a_call_is_on_the_pages(as_: As, endpoint: str) -> None:
    assert "Please call me" in as_("mia").get(endpoint).text


def test_who_sees_it_and_when_is_said_before_and_after_in_the_clinics_words(
    as_: As, db: Db
) -> None:
    words = replace(clinic_settings(db), risk_readers_text="Read on weekdays by noon.")
    change_settings(db, Actor(None, NOW), words)
    mia = as_("mia")
    before = mia.get("portal.calls.new").text
    mia.post("portal.calls.create", WISH)
    after = mia.get("portal.calls.show").text
    for text in (before, after):
        assert "Theresa Lind and Tom Adeyemi lead your group." in text
        assert "Read on weekdays by noon." in text
        assert "not an emergency line" in text
    assert "call 555 0100 now" in after


def test_a_wish_is_a_case_that_staff_read_with_number_and_words(as_: As, db: Db) -> None:
    as_("mia").post("portal.calls.create", WISH)
    db.commit()
    case = db.scalars(select(RiskCase)).one()
    page = as_("theresa").get("therapist.risk_cases.show", case_id=case.public_id)
    assert "Please call me: 555 0177" in page.text
    assert "It is about my brother." in page.text
    assert "Assigned to Theresa Lind" in page.text
    assert "Mia R. asks to be called" in as_("tom").get("therapist.dashboard.show").text


def test_the_mail_about_it_says_nothing_and_goes_out_at_once(as_: As, db: Db) -> None:
    as_("mia").post("portal.calls.create", WISH)
    sent = db.scalars(select(Message).where(Message.kind == MessageKind.RISK_WAITING)).all()
    assert sorted(message.due_at for message in sent)[0] == NOW
    assert len({message.account_id for message in sent}) == 1


def test_pressing_twice_is_one_wish(as_: As, db: Db) -> None:
    mia, once = as_("mia"), {"once": "a-key-of-this-form"}
    for _ in range(2):
        assert mia.post("portal.calls.create", {**WISH, **once}).status == 303
    assert len(db.scalars(select(RiskCase)).all()) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"other": ""}, "Enter a number"), ({"other": "me"}, "Enter a number")],
)
def test_without_a_number_the_form_comes_back_with_what_was_written(
    as_: As, change: dict[str, str], sentence: str
) -> None:
    page = as_("mia").post("portal.calls.create", {**WISH, **change})
    assert page.status == 422
    assert sentence in page.text
    assert "It is about my brother." in page.text


def test_somebody_who_pauses_may_ask_for_a_call_too(as_: As, db: Db, cast: Cast) -> None:
    theresa = Actor(cast.accounts["theresa"].id, NOW, cast.accounts["theresa"].role)
    change_status(db, theresa, cast.enrollments["mia"], EnrollmentStatus.PAUSED, "away")
    assert as_("mia").post("portal.calls.create", WISH).status == 303


def test_without_a_wish_there_is_nothing_to_wait_for(as_: As) -> None:
    answer = as_("mia").get("portal.calls.show")
    assert answer.status == 303
