"""Pages of a change of dates: what cannot be, what speaks against it, and who came first."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.models.messages import Message
from clinic.operations.groups.cohorts import change_cohort
from tests.cast import NOW, Cast
from tests.client import Person
from tests.crowd import open_another
from tests.previews import look, looked_at

As = Callable[[str], Person]


def test_a_page_that_somebody_else_overtook_says_so(as_: As, cast: Cast) -> None:
    said = {"starts_on": "2026-03-04"}
    page = look(as_("theresa"), cast.sessions[4], **said)
    fingerprint = looked_at(page)
    other = looked_at(look(as_("tom"), cast.sessions[4], starts_on="2026-03-05"))
    assert (
        look(as_("tom"), cast.sessions[4], starts_on="2026-03-05", fingerprint=other).status == 303
    )
    late = look(as_("theresa"), cast.sessions[4], **said, fingerprint=fingerprint)
    assert late.status == 409
    assert "Please check the dates again." in late.text


@pytest.mark.parametrize(
    ("number", "day", "sentence"),
    [
        (4, "2026-02-19", "That time is in the past."),
        (4, "2026-03-11", "That runs into the next session."),
        (5, "2026-03-02", "That is before the previous session ends."),
        (8, "2026-12-01", "That runs into the booster."),
    ],
)
def test_a_time_that_cannot_be_is_a_sentence_on_the_page(
    as_: As, cast: Cast, number: int, day: str, sentence: str
) -> None:
    page = look(as_("theresa"), cast.sessions[number], starts_on=day)
    assert page.status == 422
    assert sentence in page.text
    assert page.has_value(day)


@pytest.mark.parametrize(
    ("kind", "calendar", "pack"),
    [("break", "moves along", "reprint it"), ("cancel", "reads canceled", "not needed")],
)
def test_the_preview_says_what_becomes_of_calendar_entries_and_packs(
    as_: As, cast: Cast, kind: str, calendar: str, pack: str
) -> None:
    page = look(as_("theresa"), cast.sessions[4], kind=kind, weeks="1")
    assert page.status == 200
    assert calendar in page.text
    assert pack in page.text


def test_a_taken_room_and_a_colleague_elsewhere_are_said_before_it_is_done(
    as_: As, db: Db, cast: Cast
) -> None:
    other = open_another(db, cast, "Another group")
    change_cohort(
        db,
        Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST),
        other,
        replace(other.details, place=cast.cohort.place.upper(), capacity=8),
        other.version,
    )
    page = look(as_("theresa"), cast.sessions[4], starts_on="2026-03-05")
    assert page.status == 200
    assert f"{cast.cohort.place} is taken at that time by another group." in page.text
    assert "Theresa Lind leads another group at that time." in page.text
    assert "Another group," not in page.text


@operation
def send_one(db: Db, actor: Actor) -> None:
    told = select(Message).where(Message.kind == MessageKind.SCHEDULE_CHANGED).limit(1)
    message = db.scalars(told).one()
    message.state, message.sent_at = MessageState.SENT, actor.at


def test_undo_is_offered_until_somebody_was_told(as_: As, db: Db, cast: Cast) -> None:
    person, said = as_("theresa"), {"starts_on": "2026-03-04"}
    fingerprint = looked_at(look(person, cast.sessions[4], **said))
    look(person, cast.sessions[4], **said, fingerprint=fingerprint)
    for is_told in (False, True):
        page = person.get("therapist.cohorts.show", cohort_id=cast.cohort.public_id)
        assert "Last change: Session 4, moved." in page.text
        assert ("Undo" in page.text) is not is_told
        assert ("People have been told" in page.text) is is_told
        if not is_told:
            send_one(db, Actor(None, NOW))
