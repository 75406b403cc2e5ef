"""The board of a group that begins soon: what is missing, told after a look, and printed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium, NewClient
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.models.consents import text_in_force
from clinic.models.messages import Message
from clinic.operations.people.consents import agree, note_signature
from clinic.operations.people.enrollments import enroll_new_client
from clinic.operations.people.pauses import pause
from tests.cast import Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import resize
from tests.enrolling import enroll_newcomer
from tests.printing.paper import pages
from tests.selects import selects_of

As = Callable[[str], Person]
SOON = datetime(2026, 2, 6, 12, tzinfo=UTC)
"""Four days before session 1 of Theresa's cohort."""


@pytest.fixture(autouse=True)
def _soon(clock: Clock) -> None:
    clock.at = SOON


def where(cast: Cast) -> dict[str, str]:
    return {"cohort_id": cast.cohort.public_id}


def sent(db: Db) -> list[Message]:
    db.commit()
    found = select(Message).where(Message.kind.in_([MessageKind.READINESS, MessageKind.INVITATION]))
    return list(db.scalars(found.order_by(Message.id)))


def words(text: str) -> str:
    return " ".join(text.split())


def send(person: Person, cast: Cast) -> Person:
    seen = person.get("therapist.readiness.new", **where(cast)).field("seen")
    answer = person.post("therapist.readiness.create", {"seen": seen}, **where(cast))
    assert answer.status == 303
    return person


def test_what_is_missing_is_said_in_words_and_linked_from_today_and_the_cohort(
    as_: As, cast: Cast
) -> None:
    person = as_("theresa")
    text = words(person.get("therapist.readiness.show", **where(cast)).text)
    assert "0 of 3 people have everything" in text
    for said in ("missing", "signs in", "not needed", "0 of 2", "paper", "phone"):
        assert said in text
    today = words(person.get("therapist.dashboard.show").text)
    assert "3 of 3 people still lack something" in today
    cohort = words(person.get("therapist.cohorts.show", **where(cast)).text)
    assert "3 of 3 people still lack something" in cohort


def test_before_that_week_and_when_it_has_begun_nobody_is_counted(
    as_: As, cast: Cast, clock: Clock
) -> None:
    for at in (SOON - timedelta(days=5), SOON + timedelta(days=20)):
        clock.at = at
        person = as_("theresa")
        assert "still lack" not in person.get("therapist.dashboard.show").text
        assert person.get("therapist.readiness.show", **where(cast)).status == 200


def test_nothing_is_sent_before_it_was_shown_and_then_once(as_: As, db: Db, cast: Cast) -> None:
    person = as_("theresa")
    page = words(person.get("therapist.readiness.new", **where(cast)).text)
    assert "Mia Rossi a message by e-mail" in page
    assert "Noor" not in page
    assert "Consent, Urgent contact, Access needs, Language, Measures before" in page
    assert sent(db) == []
    send(person, cast)
    messages = sent(db)
    assert [(one.kind, one.state) for one in messages] == [
        (MessageKind.READINESS, MessageState.QUEUED)
    ] * 2
    again = words(person.get("therapist.readiness.new", **where(cast)).text)
    assert "Nobody is to be told now" in again
    assert "last told Fri, Feb 6" in person.get("therapist.readiness.show", **where(cast)).text


def test_the_next_day_somebody_may_be_told_again(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    send(as_("theresa"), cast)
    clock.at = SOON + timedelta(days=1)
    send(as_("theresa"), cast)
    assert len(sent(db)) == 4


def test_what_has_changed_since_it_was_shown_is_shown_once_more(
    as_: As, db: Db, cast: Cast
) -> None:
    person = as_("theresa")
    seen = person.get("therapist.readiness.new", **where(cast)).field("seen")
    mia = Actor(cast.accounts["theresa"].id, SOON, Role.THERAPIST)
    pause(db, mia, cast.enrollments["mia"], SOON.date() + timedelta(days=3), None)
    answer = person.post("therapist.readiness.create", {"seen": seen}, **where(cast))
    assert answer.status == 422
    assert "has changed in the meantime" in answer.text
    assert sent(db) == []


def test_who_has_no_account_is_invited_and_who_has_no_address_is_told_by_hand(
    as_: As, db: Db, cast: Cast
) -> None:
    resize(db, cast, 8)
    by = Actor(cast.accounts["theresa"].id, SOON, Role.THERAPIST)
    for name, email in (("Nina", "nina@example.org"), ("Uwe", None)):
        newcomer = NewClient(preferred_name=name, email=email, medium=Medium.PORTAL)
        enroll_new_client(db, by, cast.cohort, newcomer)
    person = as_("theresa")
    page = words(person.get("therapist.readiness.new", **where(cast)).text)
    assert "Nina an invitation by e-mail" in page
    assert "Uwe no e-mail address" in page
    send(person, cast)
    states = sorted((one.kind.value, one.state.value) for one in sent(db))
    assert states == [
        ("invitation", "queued"),
        ("readiness", "by-hand"),
        ("readiness", "queued"),
        ("readiness", "queued"),
    ]
    assert "invited" in person.get("therapist.readiness.show", **where(cast)).text


def test_paper_people_get_one_file_each_paper_by_itself(as_: As, db: Db, cast: Cast) -> None:
    person = as_("theresa")
    answer = person.post("handouts.readiness.create", **where(cast))
    paper = person.open(answer.location).answer
    assert 'filename="papers.pdf"' in paper.headers["Content-Disposition"]
    found = [words(page) for page in pages(paper.data)]
    assert "Somebody to call when it is urgent" in found[0]
    assert found[1] == ""
    assert "Signature of Noor Haddad" in found[2]
    assert any("PHQ-9" in page for page in found[4:])
    assert any("GAD-7" in page for page in found[4:])
    assert not any("Mia" in page for page in found)


def test_what_is_settled_is_printed_no_more(as_: As, db: Db, cast: Cast) -> None:
    by = Actor(cast.accounts["theresa"].id, SOON, Role.THERAPIST)
    text = db.scalars(text_in_force()).one()
    note_signature(db, by, cast.enrollments["noor"], text, SOON.date())
    person = as_("theresa")
    answer = person.post("handouts.readiness.create", **where(cast))
    found = pages(person.open(answer.location).answer.data)
    assert not any("Signature of" in page for page in found)


def test_consent_on_the_own_page_shows_at_once(as_: As, db: Db, cast: Cast) -> None:
    mia = Actor(cast.accounts["mia"].id, SOON, Role.CLIENT)
    agree(db, mia, cast.enrollments["mia"], db.scalars(text_in_force()).one().public_id)
    text = words(as_("theresa").get("therapist.readiness.show", **where(cast)).text)
    assert "agreed" in text


def test_the_board_and_today_cost_the_same_for_three_and_for_twenty(
    as_: As, db: Db, cast: Cast
) -> None:
    def costs() -> list[int]:
        return [
            selects_of(db, person, "therapist.readiness.show", **where(cast)),
            selects_of(db, person, "therapist.readiness.new", **where(cast)),
            selects_of(db, person, "therapist.dashboard.show"),
            selects_of(db, person, "therapist.cohorts.show", **where(cast)),
        ]

    person = as_("theresa")
    few = costs()
    resize(db, cast, 20)
    by = Actor(cast.accounts["theresa"].id, SOON, Role.THERAPIST)
    for number in range(17):
        enroll_newcomer(db, by, f"Newcomer {number}")
    assert costs() == few
